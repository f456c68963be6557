//! Which part says least, where all are told: what the readers of our stories called so, by how much is said of each.

use coach::weakest::{Weights, known, scores};
use coach::{Part, Parts};

use crate::stories::Story;

const ROUNDS: usize = 3_000;
const STEP: f64 = 0.3;
const PULL: f64 = 0.001;

/// A story in which all five parts are told.
pub(crate) struct Case {
    known: [[f64; 3]; Part::STORY.len()],
    weakest: usize,
    /// Each part that may be called so too.
    fair: Vec<usize>,
}

pub(crate) fn cases(stories: &[Story]) -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for story in stories.iter().filter(|story| story.kind == "failure_answer") {
        let mut told = Parts::<f64>::default();
        for segment in &story.segments {
            if let Some(part) = part(&segment.part) {
                told[part] += segment.words()?.iter().filter(|word| !word.filler).count() as f64;
            }
        }
        let number = |id: &String| Part::STORY.into_iter().position(|part| part.id() == id);
        if let Some(weakest) = number(&story.weakest)
            && Part::STORY.into_iter().all(|part| told[part] > 0.0)
        {
            let fair = story.weakest_ok.iter().filter_map(number).chain([weakest]).collect();
            cases.push(Case { known: known(&told), weakest, fair });
        }
    }
    Ok(cases)
}

fn part(id: &str) -> Option<Part> {
    Part::ALL.into_iter().find(|part| part.id() == id)
}

/// Weights that make what readers said likely.
pub(crate) fn learn(cases: &[&Case]) -> Weights {
    let mut weights = Weights::default();
    for _ in 0..ROUNDS {
        let mut slopes = Weights::default();
        for case in cases {
            let scores = scores(&weights, &case.known);
            let most = scores.iter().copied().fold(f64::MIN, f64::max);
            let all: f64 = scores.iter().map(|score| (score - most).exp()).sum();
            for (part, score) in scores.iter().enumerate() {
                let wanted = f64::from(u8::from(part == case.weakest));
                let wrong = wanted - (score - most).exp() / all;
                slopes[part]
                    .iter_mut()
                    .zip(case.known[part])
                    .for_each(|(slope, value)| *slope += wrong * value);
            }
        }
        for (weight, slope) in weights.as_flattened_mut().iter_mut().zip(slopes.as_flattened()) {
            *weight += STEP * (slope / cases.len() as f64 - PULL * *weight);
        }
    }
    weights
}

/// How many of the cases get a part that may be called the weakest.
pub(crate) fn right(weights: &Weights, cases: &[&Case]) -> usize {
    let fair = |case: &&&Case| {
        let scores = scores(weights, &case.known);
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
        case.fair.contains(&best)
    };
    cases.iter().filter(fair).count()
}
