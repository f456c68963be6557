//! Where clauses begin. There is no punctuation in recognised speech, so it is read from the words.

use crate::pause::SHORTEST_S;
use crate::text::plain;
use crate::{Word, Words};

/// Words that join on or begin a clause. A connective right before a pronoun belongs to the pronoun's clause.
const CONNECTIVES: [&str; 13] = [
    "and", "but", "so", "because", "then", "when", "which", "after", "while", "until", "since", "although",
    "before",
];
const SUBJECTS: [&str; 14] = [
    "i", "we", "he", "she", "they", "i'd", "i'm", "i've", "we'd", "we've", "that's", "it's", "nobody",
    "everyone",
];
/// "it" is a subject only before one of these; otherwise it ends the clause it stands in.
const AFTER_SUBJECT_IT: [&str; 12] =
    ["was", "is", "had", "has", "took", "turned", "cost", "went", "broke", "didn't", "would", "failed"];
/// A pronoun after one of these is not a new clause: "when i", "that we", "thing i".
const LEANS_FORWARD: [&str; 14] =
    ["that", "if", "what", "how", "where", "who", "why", "is", "was", "than", "as", "do", "did", "the"];

/// After one of these, or a subject, a pause alone ends nothing.
const LEADS_ON: [&str; 14] =
    ["a", "an", "my", "our", "their", "to", "of", "in", "on", "at", "for", "with", "were", "not"];

/// After one of these somebody else's words follow, and belong to it.
pub(crate) const SAYS: [&str; 12] = [
    "said", "says", "say", "saying", "like", "goes", "thought", "asked", "shouted", "yelled", "wrote",
    "replied",
];
/// These open what is said after a pause.
const OPENS: [&str; 6] = ["well", "yeah", "anyway", "okay", "oh", "let's"];

/// The shortest stretch that is a clause of its own; less is joined to what follows.
pub(crate) const SHORTEST_WORDS: usize = 3;

/// A pause this long ends a clause whatever the words.
const PAUSE_ENDS_CLAUSE_S: f64 = 0.7;

/// A pause this long parts sentences, unless the word before it leads on.
const SENTENCE_S: f64 = 0.5;

/// Index of the first word of every clause; the first is 0. Empty for no words.
pub(crate) fn starts(words: &Words) -> Vec<usize> {
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let mut starts = Vec::new();
    for index in 0..words.len() {
        let Some(&last) = starts.last() else {
            starts.push(0);
            continue;
        };
        let long_enough = index - last >= SHORTEST_WORDS;
        if long_enough && (begins(&plain, index) || ends_between(&words[index - 1], &words[index])) {
            starts.push(index);
        }
    }
    starts
}

/// Whether a clause ends between the word before `index` and `index`, by the words alone.
pub(crate) fn begins(plain: &[String], index: usize) -> bool {
    if index == 0 {
        return true;
    }
    let (before, word) = (plain[index - 1].as_str(), plain[index].as_str());
    if CONNECTIVES.contains(&word) {
        return !CONNECTIVES.contains(&before);
    }
    let next = plain.get(index + 1).map(String::as_str);
    let subject = SUBJECTS.contains(&word)
        || (word == "it" && next.is_some_and(|next| AFTER_SUBJECT_IT.contains(&next)));
    subject && !CONNECTIVES.contains(&before) && !LEANS_FORWARD.contains(&before)
}

/// Whether a sentence begins at `index`: after a full stop, a long pause, or a short one where a clause begins.
pub(crate) fn begins_sentence(plain: &[String], index: usize, before: &Word, word: &Word) -> bool {
    let leads = |word: &str| {
        SUBJECTS.contains(&word)
            || CONNECTIVES.contains(&word)
            || LEANS_FORWARD.contains(&word)
            || LEADS_ON.contains(&word)
    };
    let says = SAYS.contains(&plain[index - 1].as_str());
    let pause = if says { 0.0 } else { word.start - before.end };
    ends_sentence(before)
        || pause >= SENTENCE_S && !leads(&plain[index - 1])
        || pause >= SHORTEST_S && (begins(plain, index) || OPENS.contains(&plain[index].as_str()))
}

/// Whether a clause ends between two words, by a pause or a full stop.
pub(crate) fn ends_between(before: &Word, word: &Word) -> bool {
    word.start - before.end >= PAUSE_ENDS_CLAUSE_S || ends_sentence(before)
}

/// Written text has its full stops.
pub(crate) fn ends_sentence(word: &Word) -> bool {
    word.text.ends_with(['.', '!', '?', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn clauses(text: &str) -> Vec<String> {
        let words = words(text).expect("usable");
        let mut starts = starts(&words);
        starts.push(words.len());
        starts.windows(2).map(|pair| words.quote(pair[0]..pair[1])).collect()
    }

    #[test]
    fn a_clause_begins_at_a_connective_or_a_subject() {
        assert_eq!(
            clauses("i promised the client friday and then i forgot to book the van so we missed it"),
            ["i promised the client friday", "and then i forgot to book the van", "so we missed it"]
        );
    }

    #[test]
    fn no_words_have_no_clauses() {
        assert!(starts(&Words::default()).is_empty());
    }

    #[test]
    fn a_pause_ends_a_clause() {
        let mut heard = words("the launch went wrong nobody noticed for hours").expect("usable").into_vec();
        for word in &mut heard[4..] {
            word.start += 2.0;
            word.end += 2.0;
        }
        let heard = Words::new(heard).expect("usable");
        assert_eq!(starts(&heard), [0, 4]);
    }
}
