//! Which part each clause tells: cues for the clause, the story's usual order for the way from one to the next.
//!
//! A simple labeller, exact over clauses (Viterbi) and linear in them.

use crate::text::plain;
use crate::{Part, Parts, Words, clause, cues};

/// A stretch of clauses in one part, in words, half-open.
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
    /// What the cues said in all for each part.
    pub(crate) points: Parts<f64>,
}

/// What it costs to leave a part for another: forwards is free of charge, skipping and going back are dear.
const STAY: f64 = 0.0;
const NEXT: f64 = -0.8;
const SKIP: f64 = -1.2;
const BACK: f64 = -1.4;
const OUTSIDE: f64 = -2.0;

/// How strongly the place in the answer speaks for a part.
const PLACE_WEIGHT: f64 = 0.6;

/// Where in an answer a part usually lies (its middle, as a fraction).
fn usual_place(part: Part) -> Option<f64> {
    match part {
        Part::Failure => Some(0.15),
        Part::Ownership => Some(0.38),
        Part::Action => Some(0.52),
        Part::Learning => Some(0.70),
        Part::Change => Some(0.90),
        Part::Other => None,
    }
}

/// Labels the words of an answer of `expected_words` in all: as many as there are, or more while it is being told.
pub(crate) fn label(words: &Words, expected_words: usize) -> Labels {
    let starts = clause::starts(words);
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let bounds: Vec<(usize, usize)> = starts
        .iter()
        .enumerate()
        .map(|(n, &from)| (from, starts.get(n + 1).copied().unwrap_or(words.len())))
        .collect();

    let cues: Vec<Parts<f64>> = bounds.iter().map(|&(from, to)| cues::weigh(&plain[from..to])).collect();
    let scores: Vec<Parts<f64>> = bounds
        .iter()
        .zip(&cues)
        .map(|(&(from, to), cue)| {
            let place = (from + to) as f64 / 2.0 / expected_words.max(words.len()) as f64;
            Parts::from_fn(|part| cue[part] + by_place(part, place))
        })
        .collect();

    let path = best_path(&scores);
    let mut points = Parts::default();
    for cue in &cues {
        for part in Part::ALL {
            points[part] += cue[part];
        }
    }
    Labels {
        failure_named: bounds
            .iter()
            .find(|&&(from, to)| cues::names_failure(&plain[from..to]))
            .map(|&(from, _)| from),
        stretches: join(&bounds, &path, &scores),
        points,
    }
}

fn by_place(part: Part, place: f64) -> f64 {
    match usual_place(part) {
        Some(usual) => PLACE_WEIGHT * (1.0 - 4.0 * (place - usual).abs()).max(-1.0),
        None => -PLACE_WEIGHT,
    }
}

fn step(from: Part, to: Part) -> f64 {
    if from == to {
        return STAY;
    }
    if from == Part::Other || to == Part::Other {
        return OUTSIDE;
    }
    match (to as usize).cmp(&(from as usize + 1)) {
        std::cmp::Ordering::Equal => NEXT,
        std::cmp::Ordering::Greater => SKIP,
        std::cmp::Ordering::Less => BACK,
    }
}

/// The parts, one a clause, whose scores and steps add up to most.
fn best_path(scores: &[Parts<f64>]) -> Vec<Part> {
    let Some((first, rest)) = scores.split_first() else {
        return Vec::new();
    };
    let mut best = Parts::from_fn(|part| first[part]);
    let mut came_from: Vec<Parts<Part>> = Vec::with_capacity(rest.len());
    for score in rest {
        let from = Parts::from_fn(|to| strongest(|from| best[from] + step(from, to)));
        best = Parts::from_fn(|to| best[from[to]] + step(from[to], to) + score[to]);
        came_from.push(from);
    }
    let mut part = strongest(|part| best[part]);
    let mut path = vec![part];
    for from in came_from.iter().rev() {
        part = from[part];
        path.push(part);
    }
    path.reverse();
    path
}

/// The part with the highest value; the earlier one of equals.
fn strongest(value: impl Fn(Part) -> f64) -> Part {
    let [first, rest @ ..] = Part::ALL;
    rest.into_iter().fold(first, |best, part| if value(part) > value(best) { part } else { best })
}

fn join(bounds: &[(usize, usize)], path: &[Part], scores: &[Parts<f64>]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for ((&(from, to), &part), score) in bounds.iter().zip(path).zip(scores) {
        let certainty = softmax_of(part, score);
        match stretches.last_mut() {
            Some(last) if last.part == part => {
                let (before, added) = ((last.to - last.from) as f64, (to - from) as f64);
                last.certainty = (last.certainty * before + certainty * added) / (before + added);
                last.to = to;
            }
            _ => stretches.push(Stretch { part, from, to, certainty }),
        }
    }
    stretches
}

fn softmax_of(part: Part, score: &Parts<f64>) -> f64 {
    let sum: f64 = Part::ALL.into_iter().map(|other| (score[other] - score[part]).exp()).sum();
    1.0 / sum
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
