//! What may speak for a trap: single words and pairs of words, in which part they are said, and the shape of the arc.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Part;

/// The signs of one answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signs {
    /// Every sign said, and the words it lies in; a sign said twice is here twice.
    pub said: Vec<(String, Range<usize>)>,
    /// The shape of the arc, in the order of [`NUMBERS`].
    pub numbers: [f64; NUMBERS.len()],
}

/// What the numbers are: what share of the words tells a part, which parts are missing, how long the answer is and how
/// long its beginning, who it speaks of.
pub const NUMBERS: [&str; 19] = [
    "share:failure",
    "share:ownership",
    "share:action",
    "share:learning",
    "share:change",
    "share:other",
    "missing:failure",
    "missing:ownership",
    "missing:action",
    "missing:learning",
    "missing:change",
    "length",
    "beginning:share",
    "beginning:length",
    "of:i",
    "of:we",
    "of:them",
    "owns:i",
    "owns:we",
];

const OF_ME: [&str; 7] = ["i", "my", "i'd", "i'm", "i've", "me", "myself"];
const OF_US: [&str; 6] = ["we", "our", "we'd", "we've", "us", "we're"];
const OF_THEM: [&str; 7] = ["they", "he", "she", "his", "their", "they'd", "them"];

impl Signs {
    /// Every sign said, once.
    #[must_use]
    pub fn distinct(&self) -> BTreeSet<&str> {
        self.said.iter().map(|(sign, _)| sign.as_str()).collect()
    }

    /// What each of so many signs counts: in a long answer less.
    #[must_use]
    pub fn each(distinct: usize) -> f64 {
        1.0 / (distinct.max(1) as f64).sqrt()
    }
}

/// The signs of an answer: its words in lower case, without what was struck, and the part each of them tells.
#[must_use]
pub fn signs(texts: &[String], parts: &[Part]) -> Signs {
    let seen: Vec<&str> = texts.iter().map(|word| about(word)).collect();
    let mut said = Vec::with_capacity(3 * seen.len());
    for (at, word) in seen.iter().enumerate() {
        said.push(((*word).to_owned(), at..at + 1));
        said.push((format!("{}:{word}", parts[at].id()), at..at + 1));
        if at > 0 {
            said.push((format!("{} {word}", seen[at - 1]), at - 1..at + 1));
        }
    }

    let words = texts.len().max(1) as f64;
    let told = |part: Part| parts.iter().filter(|told| **told == part).count() as f64;
    let beginning = parts.iter().position(|part| !matches!(part, Part::Failure | Part::Other));
    let beginning = beginning.unwrap_or(texts.len()) as f64;
    let of = |list: &[&str], within: Option<Part>| {
        let spoken = texts.iter().zip(parts).filter(|(_, part)| within.is_none_or(|within| within == **part));
        let (all, listed) = spoken.fold((0.0_f64, 0.0), |(all, listed), (word, _)| {
            (all + 1.0, listed + f64::from(u8::from(list.contains(&word.as_str()))))
        });
        listed / all.max(1.0)
    };
    let mut numbers = [0.0; NUMBERS.len()];
    let shares = Part::ALL.map(|part| told(part) / words);
    let missing = Part::STORY.map(|part| f64::from(u8::from(told(part) == 0.0)));
    // All of about the same size.
    let rest = [
        words.ln() / 5.0,
        beginning / words,
        beginning / 100.0,
        of(&OF_ME, None) * 5.0,
        of(&OF_US, None) * 5.0,
        of(&OF_THEM, None) * 5.0,
        of(&OF_ME, Some(Part::Ownership)),
        of(&OF_US, Some(Part::Ownership)),
    ];
    for (number, value) in numbers.iter_mut().zip(shares.into_iter().chain(missing).chain(rest)) {
        *number = value;
    }
    Signs { said, numbers }
}

/// How a number is said as a reason; some are none that could be said.
pub(super) fn say(number: &str) -> Option<&'static str> {
    Some(match number {
        "missing:failure" => "no event is told",
        "missing:ownership" => "no cause of one's own is told",
        "missing:action" => "no repair is told",
        "missing:learning" => "no lesson is told",
        "missing:change" => "no change is told",
        "beginning:share" | "beginning:length" => "it is long before anything but the event is told",
        "of:we" | "owns:we" => "much of it is told as “we”",
        "of:them" => "much of it is about others",
        "share:other" => "much of it lies outside a story",
        _ => return None,
    })
}

/// Numbers by their size: that it was seventeen and not sixteen says nothing.
fn about(word: &str) -> &str {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match UNITS.iter().position(|unit| *unit == word) {
        Some(0 | 1) => "#1",
        Some(2..=4) => "#2",
        Some(5..=9) => "#5",
        Some(_) => "#10",
        None if TENS.contains(&word) => "#20",
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(story: &[(&str, Part)]) -> Signs {
        let (mut texts, mut parts) = (Vec::new(), Vec::new());
        for (text, part) in story {
            for word in text.split(' ') {
                texts.push(word.to_owned());
                parts.push(*part);
            }
        }
        signs(&texts, &parts)
    }

    fn number(signs: &Signs, name: &str) -> f64 {
        let at = NUMBERS.iter().position(|number| *number == name).expect("a number");
        signs.numbers[at]
    }

    #[test]
    fn words_pairs_and_the_part_they_are_said_in_are_signs() {
        let signs = told(&[("we lost seventeen", Part::Failure), ("i guessed", Part::Ownership)]);
        let distinct = signs.distinct();
        for sign in ["lost", "failure:lost", "we lost", "lost #10", "ownership:guessed", "#10 i"] {
            assert!(distinct.contains(sign), "{sign}");
        }
        assert_eq!(signs.said.iter().filter(|(sign, _)| sign == "we lost").count(), 1);
    }

    #[test]
    fn the_shape_of_the_arc_is_in_numbers() {
        let signs = told(&[
            ("hello", Part::Other),
            ("they lost it", Part::Failure),
            ("i guessed we", Part::Ownership),
            ("we called", Part::Action),
        ]);
        for (name, wanted) in [
            ("share:failure", 3.0 / 9.0),
            ("missing:change", 1.0),
            ("missing:action", 0.0),
            ("beginning:length", 0.04),
            ("of:them", 5.0 / 9.0),
            ("owns:i", 1.0 / 3.0),
            ("owns:we", 1.0 / 3.0),
        ] {
            assert!((number(&signs, name) - wanted).abs() < 1e-9, "{name}: {}", number(&signs, name));
        }
        let nothing = told(&[]);
        assert!(nothing.numbers.iter().all(|number| number.is_finite()));
    }
}
