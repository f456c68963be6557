//! Filled pauses: "um", "uh" and their like. Recognisers write few of them; the rest leave a hole between words, or stand
//! in the text as a short word that nobody said. So the sounds that are held there are judged by how they sound and by the
//! words around them: one small logistic model for holes, one for words, fitted by the trainer.

use std::sync::LazyLock;

use crate::candidate::{Candidate, FEATURES, HOLE_FEATURES, candidates};
use crate::clarity::{Clarity, Speech};
use crate::number::{tenths, thousandths};
use crate::report::HeardBy;
use crate::sound::Sounds;
use crate::text::plain;
use crate::{Quality, Word, Words};

/// As they are written. "Ah" is a word as well, or half of "all": it is judged by its sound.
const WRITTEN: [&str; 12] = ["um", "umm", "uh", "uhm", "er", "erm", "eh", "hm", "hmm", "mm", "mhm", "uh-huh"];
const AS_HEARD: [&str; 2] = ["ah", "huh"];
/// Words that are written for one that closes, as "um" does.
const LIKE_UM: [&str; 9] = ["i'm", "am", "on", "and", "own", "in", "him", "home", "an"];

/// Two filled pauses this near each other are one.
const ONE_S: f64 = 0.06;
/// Where all is guessed, a word that is written for one has to be as sure as this.
const UNSURE: f64 = 0.75;
/// From here on it is one.
const LIKELY: f32 = 0.4;
/// The less clear the words are all along, the likelier it has to be, up to this: what is held between them may be anything.
const LIKELIEST: f32 = 0.75;
const DOUBT: f64 = 6.0;

/// A filled pause.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FilledPause {
    pub(crate) text: String,
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) heard_by: HeardBy,
    pub(crate) certainty: f64,
    /// The word that is struck for it.
    pub(crate) word: Option<usize>,
}

/// The weights of the two models: for holes, for words.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// A bias, then one a feature.
    pub models: [[f32; FEATURES + 1]; 2],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::parse(include_str!("../../../models/fillers/weights.txt"))
        .expect("the weights are part of the program")
});

impl Weights {
    /// From their file: a line a model.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut models = [[0.0; FEATURES + 1]; 2];
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        for (model, count) in models.iter_mut().zip([HOLE_FEATURES, FEATURES]) {
            let mut values = lines.next()?.split_whitespace().map(str::parse::<f32>);
            for weight in &mut model[..=count] {
                *weight = values.next()?.ok().filter(|value| value.is_finite())?;
            }
        }
        Some(Self { models })
    }

    /// How likely a candidate is a filled pause.
    #[must_use]
    pub fn likelihood(&self, candidate: &Candidate) -> f32 {
        let model = &self.models[usize::from(candidate.word.is_some())];
        let sum: f32 = model[0]
            + model[1..].iter().zip(&candidate.features).map(|(weight, value)| weight * value).sum::<f32>();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// The filled pauses among words and sounds, in order.
pub(crate) fn filled_pauses(words: &Words, sounds: &Sounds, quality: &Quality) -> Vec<FilledPause> {
    let clarity = Clarity::of(words, sounds);
    let nothing = Sounds::default();
    // Where nobody says a word, nobody looks for one.
    let sounds = if is_clipped(quality) || words.is_empty() { &nothing } else { sounds };
    // "Ah" is taken at its word only where nothing can be heard.
    let says_ah = |word: &Word| sounds.is_empty() && AS_HEARD.contains(&plain(&word.text).as_str());
    let written = words
        .iter()
        .enumerate()
        .filter(|(_, word)| is_written(word) || says_ah(word))
        .filter(|(_, word)| !(clarity.at(word.start).is_guessed() && word.conf < UNSURE))
        .map(|(at, word)| FilledPause {
            text: plain(&word.text),
            start: word.start,
            end: word.end,
            heard_by: HeardBy::Words,
            certainty: word.conf,
            word: Some(at),
        });
    let heard = heard(&WEIGHTS, words, sounds).into_iter().map(|(candidate, likelihood)| {
        let as_word = candidate.word.map(|at| plain(&words[at].text));
        let closes = as_word.is_some_and(|word| LIKE_UM.contains(&word.as_str()));
        FilledPause {
            text: if closes { "um" } else { "uh" }.to_owned(),
            start: tenths(candidate.start),
            end: tenths(candidate.end),
            heard_by: HeardBy::Sound,
            certainty: f64::from(likelihood),
            word: candidate.word,
        }
    });
    let mut all: Vec<FilledPause> = written.chain(heard).collect();
    all.sort_by(|a, b| a.start.total_cmp(&b.start));
    all
}

/// Whether sound like this can be judged by how it sounds.
pub(crate) fn is_trusted(clarity: &Clarity, quality: &Quality) -> bool {
    !is_clipped(quality) && !clarity.is_guessed() && !clarity.is_drawn_out()
}

fn is_clipped(quality: &Quality) -> bool {
    quality.clipped_share.is_some_and(|share| share > Quality::TOO_CLIPPED)
}

/// How likely a candidate has to be in speech like this; nothing is likely among guesses, or where vowels are held.
fn likely(speech: Speech) -> f32 {
    if speech.is_guessed() || speech.is_drawn_out() {
        return f32::INFINITY;
    }
    (LIKELY + (DOUBT * speech.doubt()) as f32).min(LIKELIEST)
}

/// The candidates that are likely enough; two that are one sound, in a hole and under a word, are one.
#[must_use]
pub fn heard(weights: &Weights, words: &[Word], sounds: &Sounds) -> Vec<(Candidate, f32)> {
    let mut heard: Vec<(Candidate, f32)> = Vec::new();
    // Whether the candidate just before is the last that was likely.
    let mut goes_on = false;
    let clarity = Clarity::of(words, sounds);
    for candidate in candidates(words, sounds) {
        let likelihood = weights.likelihood(&candidate);
        if !candidate.is_voiced || likelihood < likely(clarity.at(candidate.start)) {
            goes_on = false;
            continue;
        }
        match heard.last_mut() {
            Some((last, certainty)) if goes_on && candidate.joins => {
                last.end = last.end.max(candidate.end);
                last.word = last.word.or(candidate.word);
                *certainty = certainty.max(likelihood);
            }
            _ => heard.push((candidate, likelihood)),
        }
        goes_on = true;
    }
    // What is written already is not heard once more.
    let written: Vec<&Word> = words.iter().filter(|word| is_written(word)).collect();
    let apart = |word: &Word, at: &Candidate| {
        thousandths(word.start - at.end).max(thousandths(at.start - word.end)) >= ONE_S
    };
    heard.retain(|(candidate, _)| written.iter().all(|word| apart(word, candidate)));
    heard
}

/// Whether a word is a filled pause that was written as one.
#[must_use]
pub fn is_written(word: &Word) -> bool {
    WRITTEN.contains(&plain(&word.text).as_str())
}
