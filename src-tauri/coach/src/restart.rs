//! Restarts: words taken back, and what was said in their place.
//!
//! Which words are taken back a chain decides, learnt from our own stories (`models/restarts`). What kind of restart it is
//! follows from the words by rule. The trainer uses [`places`] and [`heard`]; the coach its restarts.

use std::sync::LazyLock;

use crate::Words;
use crate::announced::{announcement, take_back};
use crate::chain::{Chain, Features, feature, number_of};
use crate::lexicon::{Seen, seen};
use crate::number::thousandths;
use crate::pause::part_at;
use crate::report::{Restart, RestartKind, Span};
use crate::text::plain;

/// A word that stays.
pub const STAYS: usize = 0;
/// The first word taken back.
pub const TAKEN_BACK: usize = 1;
/// A further one of the same restart.
pub const TAKEN_BACK_TOO: usize = 2;

/// Filled pauses as they are written.
const FILLED: [&str; 9] = ["um", "uh", "er", "erm", "uhm", "hm", "hmm", "mm", "ah"];
/// What is said between what is taken back and what replaces it.
const BETWEEN: [[&str; 2]; 2] = [["you", "know"], ["i", "mean"]];
/// The longest stretch whose copy is looked for.
const LONGEST_COPY: usize = 5;
/// How far ahead a repetition is looked for.
const REACH: usize = 8;
/// After a silence of so many seconds nothing is taken back any more.
const FORGOTTEN_S: f64 = 4.0;
/// Shown of what was said instead.
const SHOWN: usize = 6;

static WEIGHTS: &[u8] = include_bytes!("../../../models/restarts/weights.bin");
static CHAIN: LazyLock<Chain> =
    LazyLock::new(|| Chain::from_bytes(WEIGHTS).expect("the weights are part of the program"));

/// The restarts of a take.
pub(crate) fn restarts(words: &Words, spans: &[Span]) -> Vec<Restart> {
    let texts: Vec<String> =
        words.iter().map(|word| if word.struck { String::new() } else { plain(&word.text) }).collect();
    let heard = heard(&texts);
    // Nobody takes back what they said before a silence as long as that. A hair under the limit is the limit.
    let apart = |a: &usize, b: &usize| thousandths(words[*b].start - words[*a].end) < FORGOTTEN_S;
    heard.chunk_by(apart).flat_map(|heard| restarts_among(words, &texts, heard, spans)).collect()
}

fn restarts_among(words: &Words, texts: &[String], heard: &[usize], spans: &[Span]) -> Vec<Restart> {
    let restarts = found(&CHAIN, texts, heard).into_iter().map(|[from, to]| {
        let [first, end] = [heard[from], heard[to - 1] + 1];
        let then = repair(texts, heard, from, to);
        Restart {
            kind: kind(texts, heard, from, to, &then),
            first: words.quote(first..end),
            then: then.iter().map(|&at| words[at].text.as_str()).collect::<Vec<_>>().join(" "),
            first_words: [first as u32, end as u32],
            start: thousandths(words[first].start),
            end: thousandths(words[end - 1].end),
            part: part_at(spans, f64::midpoint(words[first].start, words[end - 1].end)),
        }
    });
    restarts.collect()
}

/// The words that are looked at: all but filled pauses, and "you know" and "i mean" in between.
#[must_use]
pub fn heard(texts: &[String]) -> Vec<usize> {
    let mut heard = Vec::with_capacity(texts.len());
    let mut at = 0;
    while at < texts.len() {
        let text = texts[at].as_str();
        let pair = BETWEEN.iter().any(|[first, second]| {
            text == *first && texts.get(at + 1).is_some_and(|next| next == second) && interrupts(texts, at)
        });
        if pair {
            at += 2;
        } else {
            if !text.is_empty() && !FILLED.contains(&text) {
                heard.push(at);
            }
            at += 1;
        }
    }
    heard
}

/// Whether "you know" or "i mean" stands apart here; "you know the client" and "what i mean" do not.
fn interrupts(texts: &[String], at: usize) -> bool {
    const LEADS_IN: [&str; 12] =
        ["what", "do", "did", "if", "that", "as", "because", "don't", "let", "how", "when", "would"];
    const FOLLOWS: [&str; 6] = ["what", "how", "who", "why", "them", "him"];
    let before = at.checked_sub(1).and_then(|before| texts.get(before));
    !before.is_some_and(|before| LEADS_IN.contains(&before.as_str()))
        && !texts.get(at + 2).is_some_and(|after| FOLLOWS.contains(&after.as_str()))
}

/// Stretches of `heard` that are taken back, half-open.
#[must_use]
pub fn found(chain: &Chain, texts: &[String], heard: &[usize]) -> Vec<[usize; 2]> {
    let scores = chain.scores(&places(texts, heard));
    let mut labels = chain.best(&scores);
    say_again(texts, heard, &mut labels);
    take_back(texts, heard, &mut labels);
    let mut found: Vec<[usize; 2]> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        match found.last_mut() {
            Some(last) if label == TAKEN_BACK_TOO && last[1] == at => last[1] = at + 1,
            _ if label != STAYS => found.push([at, at + 1]),
            _ => {}
        }
    }
    found
}

/// What is said twice in a row is a restart, whatever stands around it: the chain only knows how likely it is elsewhere.
fn say_again(texts: &[String], heard: &[usize], labels: &mut [usize]) {
    let text = |at: usize| texts[heard[at]].as_str();
    for length in (1..=LONGEST_COPY).rev() {
        for at in 0..heard.len().saturating_sub(2 * length - 1) {
            let copied = (at..at + length).all(|at| text(at) == text(at + length));
            let said = labels[at..at + length].iter().any(|label| *label != STAYS);
            if copied && length == 1 && is_meant(text(at), at.checked_sub(1).map(text)) {
                labels[at] = STAYS;
            } else if copied && !said && !(length == 1 && MAY_BE_MEANT.contains(&text(at))) {
                labels[at] = TAKEN_BACK;
                labels[at + 1..at + length].fill(TAKEN_BACK_TOO);
            }
        }
    }
    for at in 0..heard.len().saturating_sub(1) {
        let before = at.checked_sub(1).map(text);
        if labels[at] == STAYS && labels[at + 1] == STAYS && begins_anew(text(at), text(at + 1), before) {
            labels[at] = TAKEN_BACK;
        }
    }
    // "again and again", "years and years".
    for at in 0..heard.len().saturating_sub(2) {
        let word = text(at);
        let meant = !seen(word).is_closed() || ["again", "over", "more", "on"].contains(&word);
        if meant && text(at + 1) == "and" && text(at + 2) == word {
            labels[at..at + 3].fill(STAYS);
        }
    }
}

/// Two words that do not stand side by side in English: the first gives way to the second. "i i'm", "it's it", "and but",
/// "he she", "the my".
fn begins_anew(word: &str, next: &str, before: Option<&str>) -> bool {
    const JOINS: [&str; 3] = ["and", "so", "or"];
    const SUBJECTS: [&str; 5] = ["i", "we", "they", "he", "she"];
    const DETERMINERS: [&str; 9] = ["a", "an", "the", "my", "our", "your", "their", "his", "her"];
    const FORMS_OF_BE: [&str; 4] = ["is", "are", "was", "were"];
    /// After these "that's" and "there's" begin what was said, thought or pointed at.
    const LEADS: [&str; 5] = ["out", "over", "up", "down", "in"];
    /// After these "so" is what was said, thought or done.
    const SAID: [&str; 8] = ["said", "say", "think", "thought", "hope", "told", "do", "did"];
    let both = |words: &[&str]| words.contains(&word) && words.contains(&next) && word != next;
    let twice = shortens(next, word) || shortens(word, next);
    match (word, before) {
        ("that", before) if twice => !is_meant("that", before),
        ("there", Some(before)) if twice => !LEADS.contains(&before),
        ("so", Some(before)) if SAID.contains(&before) => false,
        _ if twice => true,
        _ => {
            JOINS.contains(&word) && next == "but"
                || both(&SUBJECTS)
                || both(&FORMS_OF_BE)
                || DETERMINERS.contains(&word)
                    && !["her", "his"].contains(&word)
                    && (both(&DETERMINERS) || SUBJECTS.contains(&next))
        }
    }
}

/// Whether a word is a pronoun and a verb in one, written with an apostrophe or, where nothing else is written so,
/// without: "i'm", "theyre".
fn shortens(word: &str, pronoun: &str) -> bool {
    const PRONOUNS: [&str; 11] =
        ["i", "we", "they", "he", "she", "you", "it", "there", "that", "what", "who"];
    const VERBS: [&str; 6] = ["m", "s", "re", "ve", "d", "ll"];
    const ALSO_WORDS: [&str; 7] = ["were", "well", "wed", "ill", "hell", "shed", "shell"];
    let Some(rest) = word.strip_prefix(pronoun) else { return false };
    let verb = rest.strip_prefix('\'').unwrap_or(rest);
    PRONOUNS.contains(&pronoun) && VERBS.contains(&verb) && !ALSO_WORDS.contains(&word)
}

/// Doubled by grammar, for emphasis or in answer; a double of these may still be a restart, which the chain decides.
const MAY_BE_MEANT: [&str; 9] = ["that", "is", "do", "all", "half", "there", "now", "way", "please"];

/// Whether a word is doubled on purpose here.
fn is_meant(word: &str, before: Option<&str>) -> bool {
    match word {
        "that" => before.is_some_and(|before| {
            let verb = seen(before).class == number_of("common verb") || before.ends_with("ed");
            verb || ["sure", "fact", "so", "assume", "believe", "understood", "meant"].contains(&before)
        }),
        _ => DOUBLED.contains(&word) || seen(word).class == number_of("number"),
    }
}

/// Words that are doubled on purpose wherever they are.
const DOUBLED: [&str; 26] = [
    "very", "really", "so", "too", "no", "yes", "yeah", "right", "okay", "ok", "well", "had", "many", "much",
    "more", "long", "far", "big", "bye", "ha", "hey", "wait", "never", "ever", "years", "quite",
];

/// What is known of each of the words that are looked at.
#[must_use]
pub fn places(texts: &[String], heard: &[usize]) -> Vec<Features> {
    let seen: Vec<Seen> = heard.iter().map(|&at| seen(&texts[at])).collect();
    (0..heard.len()).map(|at| place(texts, heard, &seen, at)).collect()
}

fn place(texts: &[String], heard: &[usize], seen: &[Seen], at: usize) -> Features {
    let mut features = Features::with_capacity(64);
    let mut say = |kind: u32, values: &[u64]| features.push(feature(kind, values));
    let edge = number_of("edge");
    let id = |offset: isize| neighbour(seen, at, offset).map_or(edge, |word| word.id);
    let class = |offset: isize| neighbour(seen, at, offset).map_or(edge, |word| word.class);

    say(0, &[]);
    for offset in -2..=3 {
        say(1, &[offset as u64, id(offset)]);
        say(2, &[offset as u64, class(offset)]);
    }
    say(3, &[id(0), id(1)]);
    say(4, &[id(-1), id(0)]);
    say(5, &[id(1), id(2)]);
    say(6, &[class(0), class(1), class(2)]);
    say(7, &[class(-1), class(0), class(1)]);
    say(8, &[id(0), class(1), class(2)]);
    say(9, &[class(-1), id(0), class(1)]);
    if heard.get(at + 1).is_some_and(|&next| next > heard[at] + 1) {
        say(10, &[]);
        say(11, &[class(0)]);
    }

    let mut repeats = false;
    for distance in 1..=REACH.min(seen.len() - 1 - at) {
        if seen[at].word != seen[at + distance].word {
            continue;
        }
        let here = run(seen, at, at + distance) as u64;
        let back = run_back(seen, at, at + distance) as u64;
        let distance_ = distance as u64;
        let whole = u64::from(here + back >= distance_);
        let copied = u64::from(here >= distance_);
        say(27, &[copied]);
        say(28, &[copied, class(0)]);
        say(20, &[distance_, here.min(4)]);
        say(21, &[distance_, id(0)]);
        say(22, &[distance_.min(4), whole, (here + back).min(5)]);
        say(23, &[distance_.min(4), whole, class(0), class(distance.cast_signed() - 1)]);
        for (kind, value) in again(seen, at, at + distance) {
            say(kind, &value);
        }
        if !repeats {
            say(24, &[distance_, whole, id(0)]);
        }
        repeats = true;
    }
    if !repeats {
        say(25, &[]);
        say(26, &[class(0)]);
    }

    // Inside a stretch whose beginning comes again.
    for before in 1..=5.min(at) {
        let begin = at - before;
        for again in at + 1..(begin + REACH).min(seen.len()) {
            if seen[begin].word == seen[again].word {
                let (length, inside) = ((again - begin) as u64, before as u64);
                let same = run(seen, begin, again) as u64;
                say(30, &[length, inside, same.min(3)]);
                say(31, &[length, id(-before.cast_signed())]);
                say(32, &[length, inside, class(0)]);
                let copied = u64::from(same >= length);
                say(33, &[copied]);
                say(34, &[copied, class(0)]);
                say(35, &[same.min(3), u64::from(same > inside)]);
                for (kind, value) in self::again(seen, begin, again) {
                    say(kind + 10, &value);
                }
            }
        }
    }

    // One word of a kind for another of its kind: "the a client", "he she said".
    for distance in 1..=3.min(seen.len() - 1 - at) {
        let other = seen[at + distance];
        if seen[at].class == other.class && seen[at].word != other.word {
            let framed = u64::from(id(-1) == id(distance.cast_signed() - 1) && distance > 1);
            say(40, &[distance as u64, class(0), framed]);
            if seen[at].is_closed() {
                say(41, &[distance as u64, id(0), other.id]);
            } else if alike(&texts[heard[at]], &texts[heard[at + distance]]) {
                say(42, &[distance as u64]);
            }
        }
    }

    // What a restart leads to: the word has just been said.
    for distance in 1..=4.min(at) {
        if seen[at].word == seen[at - distance].word {
            say(50, &[distance as u64]);
            say(51, &[distance as u64, id(0)]);
        }
    }
    features
}

/// What a stretch is like whose first word comes again.
fn again(seen: &[Seen], begin: usize, again: usize) -> [(u32, [u64; 4]); 5] {
    let edge = number_of("edge");
    let id = |at: usize| seen.get(at).map_or(edge, |word| word.id);
    let class = |at: usize| seen.get(at).map_or(edge, |word| word.class);
    let before = begin.checked_sub(1).map_or(edge, id);
    let same = run(seen, begin, again);
    let length = (again - begin) as u64;
    [
        (60, [length.min(4), id(begin), id(begin + 1), 0]),
        (61, [length.min(4), id(begin), before, 0]),
        (62, [length.min(4), class(begin + same), class(again + same), same as u64]),
        (63, [length.min(4), id(again - 1), id(begin), 0]),
        (64, [length.min(4), id(begin), same.min(3) as u64, 0]),
    ]
}

fn neighbour(seen: &[Seen], at: usize, offset: isize) -> Option<&Seen> {
    seen.get(at.checked_add_signed(offset)?)
}

/// How many words from `here` on are the same as those from `there` on, short of running into each other.
fn run(seen: &[Seen], here: usize, there: usize) -> usize {
    let most = there - here;
    (0..most).take_while(|&n| there + n < seen.len() && seen[here + n].word == seen[there + n].word).count()
}

fn run_back(seen: &[Seen], here: usize, there: usize) -> usize {
    let most = (there - here).min(here + 1);
    (1..most).take_while(|&n| seen[here - n].word == seen[there - n].word).count()
}

/// A word broken off and said whole, or another form of it.
fn alike(word: &str, other: &str) -> bool {
    let same = word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    same >= 3 || same >= 2 && word.chars().count() == same
}

/// Where what was said instead stands: as many words as were taken back, a few more where they begin alike.
fn repair(texts: &[String], heard: &[usize], from: usize, to: usize) -> Vec<usize> {
    let mut at = to;
    while let Some(length) = announcement(texts, heard, at) {
        at += length;
    }
    let length = (to - from).min(SHOWN);
    heard[at.min(heard.len())..(at + length).min(heard.len())].to_vec()
}

fn kind(texts: &[String], heard: &[usize], from: usize, to: usize, then: &[usize]) -> RestartKind {
    let first = &heard[from..to];
    let says_so = |at: usize| announcement(texts, heard, at).is_some();
    if says_so(to)
        || texts[heard[to - 1]..heard.get(to).copied().unwrap_or(texts.len())]
            .windows(2)
            .any(|pair| pair == ["i", "mean"])
    {
        return RestartKind::Announced;
    }
    let same = first.iter().zip(then).filter(|(a, b)| texts[**a] == texts[**b]).count();
    if same == first.len() {
        RestartKind::Repeat
    } else if same > 0 || shares_kind(texts, first, then) {
        RestartKind::Revision
    } else {
        RestartKind::Abandoned
    }
}

/// Whether what replaces it is of the same kind: "he she", "the our".
fn shares_kind(texts: &[String], first: &[usize], then: &[usize]) -> bool {
    let class = |at: &usize| seen(&texts[*at]).class;
    let anew = |a: &usize, b: &usize| {
        class(a) == class(b) || shortens(&texts[*a], &texts[*b]) || shortens(&texts[*b], &texts[*a])
    };
    first.first().is_some_and(|a| then.first().is_some_and(|b| anew(a, b)))
        || first.iter().any(|a| then.iter().any(|b| texts[*a] == texts[*b]))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::text::words;

    pub(crate) fn said(text: &str) -> Vec<(RestartKind, String, String)> {
        let found = restarts(&words(text).expect("usable"), &[]);
        found.into_iter().map(|restart| (restart.kind, restart.first, restart.then)).collect()
    }

    #[test]
    fn what_is_taken_back_is_found_with_what_replaces_it() {
        use RestartKind::{Repeat, Revision};
        for (text, kind, first, then) in [
            ("last year we we were late with the release", Repeat, "we", "we"),
            ("and i had i had no backup of it", Repeat, "i had", "i had"),
            ("it was the the um the last day of the month", Repeat, "the", "the"),
            ("so i was i had been told to check it", Revision, "i was", "i had"),
            ("and then i i'd never asked for it", Revision, "i", "i'd"),
            ("we were late and but nobody said so", Revision, "and", "but"),
            ("and he she had not been told", Revision, "he", "she"),
            ("in the spring i was we had not tested it at all", Revision, "i was", "we had"),
            ("then the client's the vendor's system went down", Revision, "the client's", "the vendor's"),
        ] {
            let found = said(text);
            assert!(found.contains(&(kind, first.to_owned(), then.to_owned())), "{text}: {found:?}");
        }
    }

    #[test]
    fn doubles_that_are_meant_are_no_restarts() {
        for text in [
            "he had had a bad week",
            "i knew that that order was wrong",
            "it was a very very long night",
            "we sold five five ton trucks",
            "no no it was mine",
            "i checked it again and again and again",
            "i knew that that's not how it works",
            "we were late and well we went home",
            "i saw his a few days later",
            "nobody said so but everybody knew",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }

    #[test]
    fn a_restart_goes_through_what_stands_between() {
        let found = restarts(&words("i was you know i was sure of it").expect("usable"), &[]);
        assert_eq!(found[0].first_words, [0, 2]);
        assert_eq!(found[0].then, "i was");
    }

    #[test]
    fn nothing_said_has_no_restarts() {
        assert_eq!(said(""), []);
        assert_eq!(said("um"), []);
        assert_eq!(said("well"), []);
    }
}
