//! Of parts that are all told, the one that says least: learnt from which one readers of our stories called so, by how
//! much is said of each (`models/arc/weakest.txt`).

use std::sync::LazyLock;

use crate::number::share;
use crate::{Part, Parts};

/// For each part of the story: what the logarithm of its words, its share of all words and the part itself count.
pub type Weights = [[f64; 3]; Part::STORY.len()];

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    from_text(include_str!("../../../models/arc/weakest.txt")).expect("the weights are part of the program")
});

/// What is known of each part by the words that tell it.
#[must_use]
pub fn known(told: &Parts<f64>) -> [[f64; 3]; Part::STORY.len()] {
    let all: f64 = Part::STORY.into_iter().map(|part| told[part]).sum();
    Part::STORY.map(|part| [(1.0 + told[part]).ln(), told[part] / all.max(1.0), 1.0])
}

/// How much speaks for each part being the weakest.
#[must_use]
pub fn scores(weights: &Weights, known: &[[f64; 3]; Part::STORY.len()]) -> [f64; Part::STORY.len()] {
    std::array::from_fn(|part| weights[part].iter().zip(&known[part]).map(|(a, b)| a * b).sum())
}

/// The part that says least.
pub(crate) fn weakest(told: &Parts<f64>) -> Part {
    let scores = scores(&WEIGHTS, &known(told));
    let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
    Part::STORY[best]
}

/// A line a part, its id and three numbers.
#[must_use]
pub fn to_text(weights: &Weights) -> String {
    let line = |(part, weights): (Part, &[f64; 3])| {
        let numbers: Vec<String> = weights.iter().map(|weight| share(*weight).to_string()).collect();
        format!("{} {}\n", part.id(), numbers.join(" "))
    };
    Part::STORY.into_iter().zip(weights).map(line).collect()
}

fn from_text(text: &str) -> Option<Weights> {
    let mut weights = Weights::default();
    let mut lines = text.lines();
    for (part, weights) in Part::STORY.into_iter().zip(&mut weights) {
        let mut fields = lines.next()?.split(' ');
        fields.next().filter(|id| *id == part.id())?;
        for weight in weights {
            *weight = fields.next()?.parse().ok()?;
        }
    }
    Some(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_with_hardly_a_word_says_least() {
        let told =
            Parts { failure: 60.0, ownership: 30.0, action: 25.0, learning: 4.0, change: 40.0, other: 0.0 };
        assert_eq!(weakest(&told), Part::Learning);
    }

    #[test]
    fn weights_come_back_from_their_text() {
        assert_eq!(from_text(&to_text(&WEIGHTS)), Some(*WEIGHTS));
        assert_eq!(from_text("failure 1 2"), None);
    }
}
