//! Who is said to have caused it: the one sentence in which the speaker owns it, how much of the telling around it speaks
//! of oneself and how much of others, and what softens it.

use crate::Part;
use crate::number::share;
use crate::report::{Ownership, Quote};
use crate::spoken::{Spoken, place, says};

/// Clauses on either side of the cause that belong to its telling.
const AROUND: usize = 2;
/// Fewer words than this are quoted with what follows them.
const SHORT: usize = 6;
/// The longest sentence that is quoted.
const LONGEST: usize = 30;

/// What makes a clause a cause of one's own, and what it counts.
const OWNING: [(&str, f64); 44] = [
    ("my fault", 3.0),
    ("my mistake", 3.0),
    ("my call", 2.5),
    ("my decision", 2.5),
    ("on me", 2.0),
    ("was mine", 2.5),
    ("was me", 2.0),
    ("i assumed", 3.0),
    ("i'd assumed", 3.0),
    ("i decided", 2.5),
    ("i chose", 2.5),
    ("i'd decided", 2.5),
    ("i skipped", 3.0),
    ("i ignored", 3.0),
    ("i forgot", 2.5),
    ("i missed", 2.0),
    ("i never", 3.0),
    ("i'd never", 3.0),
    ("i had never", 3.0),
    ("i hadn't", 2.5),
    ("i had not", 2.5),
    ("i didn't", 2.5),
    ("i did not", 2.5),
    ("i should have", 2.0),
    ("i could have", 1.0),
    ("i was sure", 2.5),
    ("i was certain", 2.5),
    ("i was so sure", 2.5),
    ("i wanted", 2.0),
    ("i thought", 1.5),
    ("i figured", 2.0),
    ("i reckoned", 2.0),
    ("i believed", 2.0),
    ("i trusted", 2.0),
    ("i relied", 2.0),
    ("i told myself", 2.5),
    ("i left", 1.5),
    ("i put off", 2.5),
    ("i signed", 1.5),
    ("i let", 1.5),
    ("without asking", 1.5),
    ("without checking", 2.0),
    ("i was afraid", 2.0),
    ("because i", 2.0),
];

const ONESELF: [&str; 9] = ["i", "i'd", "i'm", "i've", "my", "me", "mine", "myself", "i'll"];
const OTHERS: [&str; 22] = [
    "they",
    "they'd",
    "he",
    "he'd",
    "she",
    "she'd",
    "them",
    "him",
    "their",
    "nobody",
    "somebody",
    "someone",
    "everyone",
    "vendor",
    "supplier",
    "client",
    "customer",
    "management",
    "boss",
    "manager",
    "contractor",
    "system",
];

const HEDGES: [&str; 24] = [
    "sort of",
    "kind of",
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "a bit",
    "a little",
    "somewhat",
    "slightly",
    "i guess",
    "i suppose",
    "in a way",
    "to some extent",
    "to a degree",
    "partly",
    "arguably",
    "technically",
    "more or less",
    "might have",
    "may have",
    "could be said",
    "if anything",
    "to be fair",
];

/// Who is said to have caused it.
pub(crate) fn ownership(spoken: &Spoken<'_>) -> Ownership {
    let best = spoken
        .of_part(Part::Ownership)
        .map(|clause| (clause, worth(spoken.text(&clause.words))))
        // Of those that own it equally, the first.
        .fold(None, |best: Option<(_, f64)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
    let sentence = best.map(|(clause, _)| {
        let mut words = clause.words.clone();
        // A few words are half a sentence: what follows in the same part belongs to them.
        let next = spoken.of_part(Part::Ownership).find(|next| next.words.start == words.end);
        if let (true, Some(next)) = (words.len() < SHORT, next) {
            words.end = next.words.end;
        }
        words.end = words.end.min(words.start + LONGEST);
        spoken.quote(&words)
    });

    let owning: Vec<usize> =
        (0..spoken.clauses.len()).filter(|&at| spoken.clauses[at].part == Part::Ownership).collect();
    let near = |at: usize| owning.iter().any(|&own| own.abs_diff(at) <= AROUND);
    let telling = spoken.clauses.iter().enumerate().filter(|(at, clause)| {
        // Where nothing is owned the whole of the failure is what might have been.
        clause.part == Part::Ownership || clause.part == Part::Failure && (owning.is_empty() || near(*at))
    });
    let (mut oneself, mut others) = (0_u32, 0_u32);
    for (_, clause) in telling {
        for word in spoken.text(&clause.words) {
            oneself += u32::from(ONESELF.contains(&word.as_str()));
            others += u32::from(OTHERS.contains(&word.as_str()));
        }
    }
    let all = oneself + others;
    let of = |count: u32| (all > 0).then(|| share(f64::from(count) / f64::from(all)));
    Ownership { sentence, first_person_share: of(oneself), outward_share: of(others) }
}

fn worth(texts: &[String]) -> f64 {
    let owning: f64 = OWNING
        .iter()
        .filter(|(phrase, _)| says(texts, &[phrase]))
        .map(|(_, worth)| worth)
        .fold(0.0, |most, worth| f64::max(most, *worth));
    let of_oneself = f64::from(u8::from(texts.iter().any(|word| ONESELF.contains(&word.as_str()))));
    // A clause of two words can be right and says nothing.
    let length = (texts.len() as f64 / 6.0).min(1.0);
    owning + of_oneself + length
}

/// What softens the speaker's own part, where it is told.
pub(crate) fn hedges(spoken: &Spoken<'_>) -> Vec<Quote> {
    let mut hedges: Vec<Quote> = Vec::new();
    for clause in spoken.of_part(Part::Ownership) {
        let texts = spoken.text(&clause.words);
        for phrase in HEDGES {
            if let Some(said) = place(texts, phrase) {
                let begin = clause.words.start;
                hedges.push(spoken.quote(&(begin + said.start..begin + said.end)));
            }
        }
    }
    hedges.sort_by(|a, b| a.start.total_cmp(&b.start));
    hedges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::told;

    fn judged(story: &[(Part, &str)]) -> (Ownership, Vec<String>) {
        let (words, parts) = told(story);
        let spoken = Spoken::new(&words, &parts);
        (ownership(&spoken), hedges(&spoken).into_iter().map(|hedge| hedge.quote).collect())
    }

    #[test]
    fn the_sentence_that_owns_the_cause_is_quoted_with_its_place() {
        let (ownership, _) = judged(&[
            (Part::Failure, "the boxes stood on the wrong dock for two days"),
            (Part::Ownership, "it had been a long week and i never read the label and that is how it was"),
            (Part::Action, "i rang the driver"),
        ]);
        let sentence = ownership.sentence.expect("one");
        assert_eq!(sentence.quote, "and i never read the label");
        assert!((sentence.start - 6.4).abs() < 1e-9, "{sentence:?}");
    }

    #[test]
    fn nobody_owns_what_is_told_of_others_and_we_is_held_against_nobody() {
        let (ownership, _) = judged(&[
            (
                Part::Failure,
                "they never told us and their system lost it and we lost the client because he was late",
            ),
            (Part::Action, "i called them"),
        ]);
        assert_eq!(ownership.sentence, None);
        assert_eq!((ownership.first_person_share, ownership.outward_share), (Some(0.0), Some(1.0)));
        let (ownership, _) =
            judged(&[(Part::Failure, "we lost it and we were late"), (Part::Ownership, "we guessed")]);
        assert_eq!((ownership.first_person_share, ownership.outward_share), (None, None));
    }

    #[test]
    fn what_softens_the_own_part_counts_and_what_softens_anything_else_does_not() {
        let (_, hedges) = judged(&[
            (Part::Failure, "it was sort of late and maybe wrong"),
            (Part::Ownership, "i guess i was a bit too sure of it"),
        ]);
        assert_eq!(hedges, ["i guess", "a bit"]);
    }
}
