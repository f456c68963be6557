//! Which part each word tells.

use coach::chain::Chain;
use coach::telling;

use crate::fit::{Example, Settings, fit};
use crate::stories::{Spoken, Story};

/// In the order of the coach.
const PARTS: [&str; 6] = ["failure", "ownership", "action", "learning", "change", "other"];
const SETTINGS: Settings = Settings { bits: 18, rounds: 10, step: 0.05, pull: 0.0005 };
/// Recognisers never write these.
const UNHEARD: [&str; 7] = ["um", "uh", "er", "erm", "uhm", "hm", "mm"];

/// A story as the chain sees it.
pub(crate) struct Sample {
    example: Example,
    /// What would be right too.
    fair: Vec<Vec<usize>>,
}

fn sample(story: &Story) -> anyhow::Result<Sample> {
    let (mut texts, mut labels, mut fair) = (Vec::new(), Vec::new(), Vec::new());
    for segment in &story.segments {
        let part = |name: &String| PARTS.iter().position(|part| part == name);
        let label = part(&segment.part).unwrap_or(5);
        let also: Vec<usize> =
            segment.alt.iter().chain(&segment.second).filter_map(part).chain([label]).collect();
        for Spoken { text, .. } in segment.words()? {
            if !UNHEARD.contains(&text.as_str()) {
                texts.push(text);
                labels.push(label);
                fair.push(also.clone());
            }
        }
    }
    let places = telling::places(&texts, texts.len());
    Ok(Sample { example: Example { places, labels }, fair })
}

/// The examples of these stories.
pub(crate) fn samples(stories: &[Story]) -> anyhow::Result<Vec<Sample>> {
    stories.iter().map(sample).collect()
}

/// The chain that these samples teach.
pub(crate) fn learn(samples: &[&Sample]) -> Chain {
    let examples: Vec<&Example> = samples.iter().map(|sample| &sample.example).collect();
    fit(&examples, PARTS.len(), SETTINGS)
}

/// How well words are labelled, and shares met.
#[derive(Debug, Default)]
pub(crate) struct Score {
    words: usize,
    right: usize,
    fair: usize,
    failure_off: f64,
    later_off: f64,
    stories: usize,
}

impl Score {
    pub(crate) fn add(&mut self, chain: &Chain, sample: &Sample) {
        let found = chain.best(&chain.scores(&sample.example.places));
        let wanted = &sample.example.labels;
        self.words += found.len();
        self.right += found.iter().zip(wanted).filter(|(a, b)| a == b).count();
        self.fair += found.iter().zip(&sample.fair).filter(|(a, fair)| fair.contains(a)).count();
        let share = |labels: &[usize], parts: &[usize]| {
            labels.iter().filter(|label| parts.contains(label)).count() as f64 / labels.len().max(1) as f64
        };
        self.failure_off += (share(&found, &[0]) - share(wanted, &[0])).abs();
        self.later_off += (share(&found, &[3, 4]) - share(wanted, &[3, 4])).abs();
        self.stories += 1;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = |part: usize| part as f64 / self.words.max(1) as f64;
        let points = |sum: f64| 100.0 * sum / self.stories.max(1) as f64;
        write!(
            f,
            "words {:.3}, with alternatives {:.3}; failure share off by {:.1} points, learning and change by {:.1} ({} stories)",
            of(self.right),
            of(self.fair),
            points(self.failure_off),
            points(self.later_off),
            self.stories
        )
    }
}
