//! Phrases that point to a part's content, with how strongly: for finding the part that says least, and the clause that
//! names what went wrong.

use crate::{Part, Parts};

/// A phrase and what it says for a part. Longer phrases come with more weight because they are rarer by chance.
const CUES: &[(Part, &str, f64)] = &[
    (Part::Failure, "went wrong", 2.0),
    (Part::Failure, "broke", 1.5),
    (Part::Failure, "failed", 1.5),
    (Part::Failure, "missed", 1.2),
    (Part::Failure, "lost", 1.2),
    (Part::Failure, "crashed", 1.5),
    (Part::Failure, "went down", 1.5),
    (Part::Failure, "deadline", 0.8),
    (Part::Failure, "complained", 1.2),
    (Part::Failure, "late", 0.6),
    (Part::Failure, "wrong", 0.8),
    (Part::Failure, "customers", 0.6),
    (Part::Failure, "cost us", 1.5),
    (Part::Failure, "it turned out", 1.0),
    (Part::Failure, "at the time", 0.8),
    (Part::Failure, "i was working", 1.2),
    (Part::Failure, "we were", 0.5),
    (Part::Failure, "years ago", 1.0),
    (Part::Failure, "last year", 1.0),
    (Part::Ownership, "i assumed", 2.5),
    (Part::Ownership, "i didn't", 1.5),
    (Part::Ownership, "i did not", 1.5),
    (Part::Ownership, "i never", 1.8),
    (Part::Ownership, "i hadn't", 1.8),
    (Part::Ownership, "i had not", 1.8),
    (Part::Ownership, "my fault", 2.0),
    (Part::Ownership, "my mistake", 2.0),
    (Part::Ownership, "on me", 1.5),
    (Part::Ownership, "my decision", 2.0),
    (Part::Ownership, "i decided not", 2.0),
    (Part::Ownership, "i skipped", 2.0),
    (Part::Ownership, "i ignored", 2.0),
    (Part::Ownership, "i was so sure", 1.8),
    (Part::Ownership, "i was too", 1.2),
    (Part::Ownership, "because i", 1.5),
    (Part::Ownership, "i thought", 0.8),
    (Part::Ownership, "i should have", 1.0),
    (Part::Action, "i called", 2.0),
    (Part::Action, "i told", 1.6),
    (Part::Action, "i went to", 1.2),
    (Part::Action, "i apologised", 1.6),
    (Part::Action, "i apologized", 1.6),
    (Part::Action, "rolled back", 2.0),
    (Part::Action, "we fixed", 1.6),
    (Part::Action, "i fixed", 1.8),
    (Part::Action, "that night", 1.0),
    (Part::Action, "that afternoon", 1.2),
    (Part::Action, "the same day", 1.2),
    (Part::Action, "right away", 1.0),
    (Part::Action, "in the end", 1.2),
    (Part::Action, "i worked", 0.8),
    (Part::Action, "we shipped", 1.0),
    (Part::Action, "i wrote to", 1.2),
    (Part::Action, "i stayed", 1.0),
    (Part::Learning, "i learned", 2.5),
    (Part::Learning, "i learnt", 2.5),
    (Part::Learning, "i realised", 1.8),
    (Part::Learning, "i realized", 1.8),
    (Part::Learning, "i understood", 1.8),
    (Part::Learning, "taught me", 2.2),
    (Part::Learning, "the lesson", 2.2),
    (Part::Learning, "what i took", 2.0),
    (Part::Learning, "looking back", 1.8),
    (Part::Learning, "is not the same", 1.8),
    (Part::Learning, "isn't the same", 1.8),
    (Part::Change, "since then", 2.2),
    (Part::Change, "now i", 1.8),
    (Part::Change, "these days", 1.6),
    (Part::Change, "ever since", 1.8),
    (Part::Change, "every time", 1.0),
    (Part::Change, "checklist", 1.6),
    (Part::Change, "i always", 1.2),
    (Part::Change, "before every", 1.5),
    (Part::Change, "every week", 1.0),
    (Part::Change, "hasn't happened", 2.0),
    (Part::Change, "has not happened", 2.0),
    (Part::Change, "in the two years", 1.8),
    (Part::Change, "i started", 1.0),
    (Part::Change, "we still use", 1.6),
    (Part::Change, "from then on", 1.8),
    (Part::Failure, "we had", 0.6),
    (Part::Failure, "i was running", 1.0),
    (Part::Failure, "i was in charge", 1.2),
    (Part::Failure, "months ago", 1.0),
    (Part::Failure, "there was", 0.5),
    (Part::Failure, "nobody", 0.4),
    (Part::Failure, "stopped", 0.6),
    (Part::Failure, "angry", 0.8),
    (Part::Failure, "walked out", 1.2),
    (Part::Failure, "cancelled", 1.0),
    (Part::Failure, "had to", 0.5),
    (Part::Failure, "turned out", 0.8),
    (Part::Ownership, "i just", 0.8),
    (Part::Ownership, "i wanted", 1.2),
    (Part::Ownership, "i wasn't", 1.2),
    (Part::Ownership, "i knew", 1.0),
    (Part::Ownership, "i figured", 1.8),
    (Part::Ownership, "i told myself", 2.2),
    (Part::Ownership, "i believed", 1.4),
    (Part::Ownership, "i chose", 1.4),
    (Part::Ownership, "i decided", 1.0),
    (Part::Ownership, "i hadn't asked", 1.5),
    (Part::Ownership, "i forgot", 1.2),
    (Part::Ownership, "my own", 1.0),
    (Part::Ownership, "was mine", 2.0),
    (Part::Ownership, "i was afraid", 1.8),
    (Part::Ownership, "i was embarrassed", 1.8),
    (Part::Ownership, "instead of", 0.6),
    (Part::Action, "i rang", 1.8),
    (Part::Action, "i phoned", 1.8),
    (Part::Action, "i sent", 1.2),
    (Part::Action, "i asked", 1.2),
    (Part::Action, "i went", 1.0),
    (Part::Action, "i drove", 1.4),
    (Part::Action, "i sat down", 1.4),
    (Part::Action, "i got", 0.8),
    (Part::Action, "i pulled", 1.4),
    (Part::Action, "i paid", 1.4),
    (Part::Action, "i offered", 1.4),
    (Part::Action, "i rewrote", 1.6),
    (Part::Action, "i rebuilt", 1.6),
    (Part::Action, "i spent", 0.8),
    (Part::Action, "i owned up", 1.6),
    (Part::Action, "we got", 0.8),
    (Part::Action, "we reached", 1.0),
    (Part::Action, "refund", 1.2),
    (Part::Action, "the next morning", 1.0),
    (Part::Action, "by the end of", 0.8),
    (Part::Learning, "i've learned", 2.5),
    (Part::Learning, "what i learned", 1.5),
    (Part::Learning, "i see now", 2.0),
    (Part::Learning, "i think what", 1.5),
    (Part::Learning, "it showed me", 2.0),
    (Part::Learning, "i'd been", 0.8),
    (Part::Learning, "i had been", 0.8),
    (Part::Learning, "the difference between", 1.6),
    (Part::Learning, "not the same as", 1.8),
    (Part::Learning, "is not a", 1.2),
    (Part::Learning, "isn't a", 1.2),
    (Part::Learning, "means", 0.8),
    (Part::Learning, "came out of it", 1.5),
    (Part::Learning, "the thing is", 0.8),
    (Part::Change, "now we", 1.8),
    (Part::Change, "i now", 1.8),
    (Part::Change, "we now", 1.8),
    (Part::Change, "so now", 1.8),
    (Part::Change, "nowadays", 1.6),
    (Part::Change, "anymore", 0.8),
    (Part::Change, "every month", 1.0),
    (Part::Change, "every new", 1.0),
    (Part::Change, "i make", 1.0),
    (Part::Change, "i ask", 1.0),
    (Part::Change, "i write", 1.0),
    (Part::Change, "i read", 0.8),
    (Part::Change, "i don't", 0.8),
    (Part::Change, "i use", 1.0),
    (Part::Change, "i keep", 1.0),
    (Part::Change, "i put", 0.6),
    (Part::Change, "has to", 0.8),
    (Part::Change, "we haven't", 1.4),
    (Part::Change, "i haven't", 1.4),
    (Part::Change, "it's caught", 1.8),
    (Part::Change, "a rule", 1.2),
    (Part::Change, "before i", 1.0),
    (Part::Change, "before anyone", 1.2),
    (Part::Change, "last month", 0.6),
    (Part::Other, "that's my answer", 2.5),
    (Part::Other, "does that answer", 2.5),
    (Part::Other, "great question", 2.0),
    (Part::Other, "good question", 2.0),
    (Part::Other, "let me think", 2.5),
    (Part::Other, "thank you", 1.2),
    (Part::Other, "can i start again", 2.5),
    (Part::Other, "i never failed", 3.5),
];

/// Phrases that name what went wrong, rather than set the scene for it.
const EVENTS: [&str; 12] = [
    "went wrong",
    "broke",
    "failed",
    "missed",
    "lost",
    "crashed",
    "went down",
    "cost us",
    "late",
    "wrong",
    "forgot",
    "mistake",
];

/// Whether one clause names the failure.
pub(crate) fn names_failure(plain: &[String]) -> bool {
    let clause = format!(" {} ", plain.join(" "));
    EVENTS.iter().any(|event| clause.contains(&format!(" {event} ")))
}

/// What the words of one clause say for each part.
pub(crate) fn weigh(plain: &[String]) -> Parts<f64> {
    let clause = format!(" {} ", plain.join(" "));
    let mut points = Parts::default();
    for &(part, phrase, weight) in CUES {
        let found = clause
            .match_indices(phrase)
            .filter(|&(at, _)| clause[..at].ends_with(' ') && clause[at + phrase.len()..].starts_with(' '));
        points[part] += weight * found.count() as f64;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Parts<f64> {
        let plain: Vec<String> = text.split(' ').map(str::to_owned).collect();
        weigh(&plain)
    }

    #[test]
    fn a_phrase_counts_only_as_whole_words() {
        assert!(points("and then i called the client").action > 0.0);
        assert!(points("translated it").failure < 1e-9, "'late' lies inside 'translated'");
    }
}
