//! Restarts that the words around them give away: announced ones ("no wait", "let me start again") and beginnings that lead
//! nowhere ("what i anyway"). Stories that are written down have too few of them to learn them from.

use crate::chain::number_of;
use crate::clause;
use crate::lexicon::seen;
use crate::restart::{STAYS, TAKEN_BACK, TAKEN_BACK_TOO};

/// Who says one of these begins a sentence anew.
const ANEW: [&str; 8] = [
    "let me start again",
    "let me start over",
    "let me try again",
    "let me try that again",
    "let me rephrase",
    "let me say that again",
    "i'll start again",
    "i'll start over",
];
/// Who says one of these puts a few words in the place of others.
const INSTEAD: [&str; 15] = [
    "no make that",
    "no scratch that",
    "sorry i mean",
    "no i mean",
    "or i mean",
    "or let me say",
    "no sorry",
    "sorry no",
    "no wait",
    "wait no",
    "or wait",
    "oh wait",
    "or rather",
    "or should i say",
    "scratch that",
];
/// What else may stand between what is taken back and what is said instead.
const ANNOUNCED: [&str; 8] =
    ["sorry", "let me start", "let me say", "i'll start", "wait", "rather", "hang on", "no no"];
/// Said right before either.
const SORRY: [&str; 5] = ["sorry", "no", "wait", "oh", "okay"];
/// After one of these there may be no wait, and no sorry.
const THERE: [&str; 11] =
    ["was", "is", "were", "be", "there's", "have", "has", "had", "got", "with", "without"];
/// Units are counted, and do not take each other's place.
const UNITS: [&str; 14] = [
    "time",
    "day",
    "night",
    "morning",
    "afternoon",
    "evening",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "today",
    "tomorrow",
    "one",
];
/// After one of these "i mean" takes something back.
const DOUBTLESS: [&str; 3] = ["no", "or", "sorry"];

const SUBJECTS: [&str; 5] = ["i", "we", "he", "she", "they"];
const DETERMINERS: [&str; 9] = ["the", "a", "an", "my", "our", "your", "his", "her", "their"];
/// After one of these "i was" ends what it belongs to.
const LEADS: [&str; 15] = [
    "whose", "what", "who", "where", "how", "than", "as", "when", "that", "whatever", "wherever", "which",
    "whoever", "like", "all",
];
/// So far back goes what is begun anew, and what is replaced.
const SENTENCE: usize = 12;
const WORDS: usize = 6;

/// Labels what is taken back by rule, where nothing else is taken back.
pub(crate) fn take_back(texts: &[String], heard: &[usize], labels: &mut [usize]) {
    let said: Vec<String> = heard.iter().map(|&at| texts[at].clone()).collect();
    let mut found = Vec::new();
    for at in 1..said.len() {
        found.extend(begun_anew(&said, at));
        found.extend(replaced(&said, at));
        found.extend(meant(texts, heard, &said, at));
        found.extend(broken_off(&said, at));
    }
    for [from, to] in found {
        if labels[from..to].iter().all(|label| *label == STAYS) {
            labels[from] = TAKEN_BACK;
            labels[from + 1..to].fill(TAKEN_BACK_TOO);
        }
    }
}

/// How many of the words that are looked at announce a restart at `at`.
pub(crate) fn announcement(texts: &[String], heard: &[usize], at: usize) -> Option<usize> {
    let said = heard.get(at..)?.iter().map(|&at| texts[at].as_str());
    let all = [&ANEW[..], &INSTEAD, &ANNOUNCED];
    let is_alone = || {
        let word = |at: usize| heard.get(at).map(|&at| texts[at].as_str());
        let around = (at.checked_sub(1).and_then(word), word(at), word(at + 1));
        let (Some(before), Some(here), Some(next)) = around else { return false };
        counts_anew(before, here, next)
            || DOUBTLESS.contains(&here) && is_meant(texts, heard, at + 1)
            || SORRY.contains(&here) && announcement(texts, heard, at + 1).is_some()
    };
    all.iter().find_map(|phrases| phrase(&said, phrases)).or_else(|| is_alone().then_some(1))
}

/// How many words of one of the phrases come first.
fn phrase<'a>(said: &(impl Iterator<Item = &'a str> + Clone), phrases: &[&str]) -> Option<usize> {
    phrases.iter().find_map(|phrase| {
        let length = phrase.split(' ').count();
        said.clone().take(length).eq(phrase.split(' ')).then_some(length)
    })
}

/// "i went to the — let me start again — i went": back to where the same is said, or to where the clause begins. Somebody
/// else may have let one start again: it is an announcement before a sentence, or after a "sorry".
fn begun_anew(said: &[String], at: usize) -> Option<[usize; 2]> {
    let again = at + phrase(&said[at..].iter().map(String::as_str), &ANEW)?;
    let to = (0..at).rev().find(|&before| !SORRY.contains(&said[before].as_str()))? + 1;
    if is_told(said, to) {
        return None;
    }
    let earliest = to.saturating_sub(SENTENCE);
    let same = (earliest..to.saturating_sub(1))
        .rev()
        .find(|&begin| said.get(again..again + 2).is_some_and(|next| *next == said[begin..begin + 2]));
    let next = said.get(again).map_or("", String::as_str);
    let is_announced = to < at || said[to - 1] == "actually" || SUBJECTS.contains(&next);
    let begins = || (earliest..to).rev().find(|&begin| is_announced && clause::begins(said, begin));
    Some([same.or_else(begins)?, to])
}

/// "the first client — no wait — the second client": back to the word that is said again, or one of the same kind; else the
/// last word gives way. A mere "no" or "actually" is enough between two numbers or two days.
fn replaced(said: &[String], at: usize) -> Option<[usize; 2]> {
    if said.get(at + 1).is_some_and(|next| counts_anew(&said[at - 1], &said[at], next)) {
        return Some([at - 1, at]);
    }
    let length = phrase(&said[at..].iter().map(String::as_str), &INSTEAD)?;
    instead(said, at, at + length)
}

/// "in march — no — april", "ten — actually — twelve".
fn counts_anew(before: &str, word: &str, next: &str) -> bool {
    let class = seen(before).class;
    ["no", "sorry", "actually"].contains(&word)
        && [number_of("number"), number_of("time")].contains(&class)
        && class == seen(next).class
        && before != next
        && !UNITS.contains(&next)
}

/// What stands before `at` and gives way to what begins at `again`.
fn instead(said: &[String], at: usize, again: usize) -> Option<[usize; 2]> {
    if is_told(said, at) {
        return None;
    }
    let next = said.get(again)?;
    let class = |word: &str| seen(word).class;
    let back = || (at.saturating_sub(WORDS)..at).rev();
    let same = back().find(|&begin| said[begin] == *next);
    let alike = || back().find(|&begin| seen(next).is_closed() && class(&said[begin]) == class(next));
    let last = || (!THERE.contains(&said[at - 1].as_str())).then_some(at - 1);
    Some([same.or_else(alike).or_else(last)?, at])
}

/// Whether somebody else's words stand before `at`.
fn is_told(said: &[String], at: usize) -> bool {
    said[at.saturating_sub(3)..at].iter().any(|word| clause::SAYS.contains(&word.as_str()))
}

/// "the first team — i mean — the other one": "i mean" is not among what was heard. After a "no" it leaves no doubt.
fn meant(texts: &[String], heard: &[usize], said: &[String], at: usize) -> Option<[usize; 2]> {
    if !is_meant(texts, heard, at) {
        return None;
    }
    if at > 1 && DOUBTLESS.contains(&said[at - 1].as_str()) {
        return instead(said, at - 1, at);
    }
    let from = (at.saturating_sub(4)..at).rev().find(|&begin| said[begin] == said[at])?;
    DETERMINERS.contains(&said[at].as_str()).then_some([from, at])
}

/// Whether "i mean" is said before `at`.
fn is_meant(texts: &[String], heard: &[usize], at: usize) -> bool {
    texts[heard[at - 1] + 1..heard[at]].windows(2).any(|pair| pair == ["i", "mean"])
}

/// "what i — anyway — the project", "i was — we had not", "the client's — the vendor's system".
fn broken_off(said: &[String], at: usize) -> Option<[usize; 2]> {
    let word = |offset: usize| said.get(at + offset).map_or("", String::as_str);
    let before = said[at - 1].as_str();
    let begins = |word: &str| SUBJECTS.contains(&word) || DETERMINERS.contains(&word) || word == "it";
    if begins(before)
        && !["her", "it"].contains(&before)
        && ["anyway", "well", "okay"].contains(&word(0))
        && begins(word(1))
    {
        let from = if at > 1 && LEADS.contains(&said[at - 2].as_str()) { at - 2 } else { at - 1 };
        return Some([from, at]);
    }
    let leads = || said[at.saturating_sub(4)..at].iter().any(|lead| LEADS.contains(&lead.as_str()));
    let is_said_by_the_way = || ["would", "think", "guess", "mean", "suppose", "believe"].contains(&word(2));
    if SUBJECTS.contains(&before)
        && ["was", "were"].contains(&word(0))
        && SUBJECTS.contains(&word(1))
        && !leads()
        && !is_said_by_the_way()
    {
        return Some([at - 1, at + 1]);
    }
    let owns = |determiner: &str, owner: &str| DETERMINERS.contains(&determiner) && owner.ends_with("'s");
    let both = owns(before, word(0)) && owns(word(1), word(2)) && !word(3).is_empty();
    both.then_some([at - 1, at + 1])
}

#[cfg(test)]
mod tests {
    use crate::report::RestartKind;
    use crate::restart::tests::said;

    #[test]
    fn what_is_announced_or_leads_nowhere_is_found_too() {
        use RestartKind::{Abandoned, Announced};
        for (text, kind, first, then) in [
            (
                "it was late and i was the lead on a sorry let me start again i was the lead on a move",
                Announced,
                "i was the lead on a",
                "i was the lead on a",
            ),
            ("i went to the let me start over we had a plan", Announced, "i went to the", "we had a plan"),
            (
                "i went to the okay let me start over we had a plan",
                Announced,
                "i went to the",
                "we had a plan",
            ),
            (
                "it was the first client no wait the second client",
                Announced,
                "the first client",
                "the second client",
            ),
            ("we shipped it on tuesday no wait wednesday and nobody saw", Announced, "tuesday", "wednesday"),
            ("that was in march no april of last year", Announced, "march", "april"),
            ("it was the buyer no i mean the seller", Announced, "the buyer", "the seller"),
            (
                "i told the first team i mean the other one to wait",
                Announced,
                "the first team",
                "the other one",
            ),
            ("and it broke what i anyway the project was late", Abandoned, "what i", "anyway the"),
        ] {
            let found = said(text);
            assert!(found.contains(&(kind, first.to_owned(), then.to_owned())), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_same_words_in_use_take_nothing_back() {
        for text in [
            "where i was we had no signal",
            "i know whose she was i had drawn it",
            "that was hard sorry i was in the wrong story",
            "we had no april sale that year",
            "the ones who were late like me we were i would say let down",
            "he said let me try again i can fix it",
            "it was late at night no time for a review",
            "i opened the dashboard oh no the whole site was down",
            "there was no wait time at all",
            "we called ten no one came",
            "they let me start again on monday",
            "the manager said no wait the order is wrong",
            "i called her anyway and she came",
            "i know what you mean the order was wrong",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }
}
