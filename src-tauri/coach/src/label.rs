//! Which part each word tells: a chain over the words, learnt from our own stories (`models/arc`).

use std::sync::LazyLock;

use crate::chain::Chain;
use crate::text::plain;
use crate::{Part, Parts, Words, clause, cues, telling};

/// A stretch of words in one part, half-open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) part: Part,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) certainty: f64,
}

/// The labelled take.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labels {
    /// From the first word to the last without gaps; neighbours differ in part.
    pub(crate) stretches: Vec<Stretch>,
    /// First word of the first clause that names what went wrong.
    pub(crate) failure_named: Option<usize>,
    /// How many words tell each part.
    pub(crate) told: Parts<f64>,
    /// What cues for its content say for each part.
    pub(crate) points: Parts<f64>,
}

static CHAIN: LazyLock<Chain> = LazyLock::new(|| {
    Chain::from_bytes(include_bytes!("../../../models/arc/weights.bin"))
        .expect("the weights are part of the program")
});

/// Labels the words of an answer of `expected_words` in all: as many as there are, or more while it is being told.
pub(crate) fn label(words: &Words, expected_words: usize) -> Labels {
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let said: Vec<usize> = (0..words.len()).filter(|&at| !words[at].struck).collect();
    let texts: Vec<String> = said.iter().map(|&at| plain[at].clone()).collect();
    let scores = CHAIN.scores(&telling::places(&texts, expected_words));
    let best = CHAIN.best(&scores);
    let likelihoods = CHAIN.likelihoods(&scores);

    let mut told = Parts::default();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (n, (&at, &label)) in said.iter().zip(&best).enumerate() {
        let part = Part::ALL[label];
        let certainty = f64::from(likelihoods[n * Part::ALL.len() + label]).clamp(0.0, 1.0);
        told[part] += 1.0;
        // A struck word goes with what comes before it.
        let to = said.get(n + 1).copied().unwrap_or(words.len());
        match stretches.last_mut() {
            Some(last) if last.part == part => {
                let (before, added) = ((at - last.from) as f64, (to - at) as f64);
                last.certainty = (last.certainty * before + certainty * added) / (before + added);
                last.to = to;
            }
            _ => stretches.push(Stretch { part, from: if n == 0 { 0 } else { at }, to, certainty }),
        }
    }
    if said.is_empty() && !words.is_empty() {
        stretches.push(Stretch { part: Part::Other, from: 0, to: words.len(), certainty: 1.0 });
    }

    let starts = clause::starts(words);
    let clauses: Vec<(usize, usize)> = starts
        .iter()
        .enumerate()
        .map(|(n, &from)| (from, starts.get(n + 1).copied().unwrap_or(words.len())))
        .collect();
    let mut points = Parts::default();
    for &(from, to) in &clauses {
        let cue = cues::weigh(&plain[from..to]);
        for part in Part::ALL {
            points[part] += cue[part];
        }
    }
    let failure_named =
        clauses.iter().find(|&&(from, to)| cues::names_failure(&plain[from..to])).map(|&(from, _)| from);
    Labels { stretches, failure_named, told, points }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    const STORY: &str = "last year we were moving the shop's orders to a new system and on the first morning \
        everything went wrong the printer labels were empty and customers complained \
        i assumed the old labels would carry over and i never printed one \
        i called the warehouse that afternoon and we fixed the labels by hand \
        i learned that a plan nobody has tried is a guess \
        since then i print one of everything before every launch and it has not happened again";

    fn whole(words: &Words) -> Labels {
        label(words, words.len())
    }

    #[test]
    fn the_beginning_of_an_answer_is_not_taken_for_its_end() {
        let begun = words("last year we were moving the shop's orders and").expect("usable");
        let parts: Vec<Part> = label(&begun, 300).stretches.iter().map(|stretch| stretch.part).collect();
        assert_eq!(parts, [Part::Failure]);
    }

    #[test]
    fn a_story_told_in_order_has_its_five_parts_in_order() {
        let labels = whole(&words(STORY).expect("usable"));
        let parts: Vec<Part> = labels.stretches.iter().map(|stretch| stretch.part).collect();
        assert_eq!(parts, Part::STORY);
    }

    #[test]
    fn stretches_cover_every_word_once() {
        let words = words(STORY).expect("usable");
        let labels = whole(&words);
        let mut next = 0;
        for stretch in &labels.stretches {
            assert_eq!(stretch.from, next);
            assert!((0.0..=1.0).contains(&stretch.certainty));
            next = stretch.to;
        }
        assert_eq!(next, words.len());
    }

    #[test]
    fn no_words_have_no_labels() {
        assert!(whole(&Words::default()).stretches.is_empty());
    }
}
