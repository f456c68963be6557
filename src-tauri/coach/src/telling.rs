//! What is known of every word for telling which part of the story it tells: the words around it, near and far, their
//! kinds, and where in the answer it stands. The trainer learns from it; `label` uses it.

use crate::chain::{Features, feature};
use crate::lexicon::{Seen, seen};

/// What is known of each of the words of an answer of `expected` words in all.
#[must_use]
pub fn places(texts: &[String], expected: usize) -> Vec<Features> {
    let seen: Vec<Seen> = texts.iter().map(|text| seen(text)).collect();
    let expected = expected.max(texts.len());
    (0..texts.len()).map(|at| place(&seen, at, expected)).collect()
}

fn place(seen: &[Seen], at: usize, expected: usize) -> Features {
    let mut features = Features::with_capacity(120);
    let mut say = |kind: u32, values: &[u64]| features.push(feature(kind, values));
    let word = |offset: isize| at.checked_add_signed(offset).and_then(|at| seen.get(at));

    say(0, &[]);
    let tenth = (at * 12 / expected.max(1)) as u64;
    say(1, &[tenth]);
    say(2, &[(at.min(200) / 12) as u64]);
    say(3, &[((expected - at).min(200) / 12) as u64]);

    for offset in -40..=40_isize {
        if let Some(word) = word(offset) {
            let zone = zone(offset);
            say(10, &[zone, word.word]);
            if offset.abs() <= 5 {
                say(11, &[zone, word.class]);
            }
            // Whatever side it is on.
            if offset.abs() <= 6 {
                say(12, &[word.word]);
            }
        }
    }
    for offset in -8..=7_isize {
        if let (Some(first), Some(second)) = (word(offset), word(offset + 1)) {
            say(20, &[zone(offset), first.word, second.word]);
            if offset.abs() <= 4 {
                say(21, &[zone(offset), first.id, second.id]);
                say(22, &[first.word, second.word]);
            }
            if let Some(third) = word(offset + 2)
                && offset.abs() <= 4
            {
                say(23, &[first.id, second.id, third.id]);
                say(24, &[first.word, second.word, third.word]);
            }
        }
    }
    say(30, &[tenth / 3, word(0).map_or(0, |word| word.id)]);
    features
}

fn zone(offset: isize) -> u64 {
    match offset {
        ..=-26 => 7,
        -25..=-15 => 5,
        -14..=-6 => 0,
        -5..=-1 => 1,
        0 => 2,
        1..=5 => 3,
        6..=14 => 4,
        15..=25 => 6,
        _ => 8,
    }
}
