//! Filled pauses: "um", "uh" and their like. Recognisers write few of them; the rest leave a hole between words, or stand
//! in the text as a short word that nobody said. So the held sounds the booth has heard are judged by how they sound and
//! by the words around them: one small logistic model for holes, one for words, fitted by the trainer.

use std::sync::LazyLock;

use crate::number::tenths;
use crate::report::HeardBy;
use crate::text::plain;
use crate::{Quality, Sound, Word, Words};

/// As they are written.
const WRITTEN: [&str; 14] =
    ["um", "umm", "uh", "ah", "uhm", "er", "erm", "eh", "hm", "hmm", "mm", "mhm", "uh-huh", "huh"];
/// Words a recogniser writes for a filled pause.
const LIKE_UH: [&str; 7] = ["a", "oh", "up", "or", "of", "are", "her"];
const LIKE_UM: [&str; 9] = ["i'm", "am", "on", "and", "own", "in", "him", "home", "an"];
const OTHERS: [&str; 10] = ["when", "now", "we", "all", "the", "to", "well", "with", "one", "at"];

/// Sounds this near each other are one.
const TOGETHER_S: f64 = 0.09;
/// Two filled pauses this near each other are one.
const ONE_S: f64 = 0.06;
/// More of a sound than this under a word makes it the word's.
const UNDER_WORD: f64 = 0.4;
/// What is no louder than the room by this is the room: a fan hums steadily too.
const AUDIBLE_DB: f32 = 3.0;
/// Clear speech has a mean confidence of 0.9 and more, a strong accent or much noise 0.8.
const UNSURE: f64 = 0.75;
/// Fewer words tell nothing of the recogniser.
const FEWEST_WORDS: usize = 20;
/// From here on it is one: a hole, a word.
const LIKELY: [f32; 2] = [0.55, 0.65];

/// What may be a filled pause, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Seconds.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// The word it stands in the text as; none for a hole between words.
    pub word: Option<usize>,
    /// What the model weighs.
    pub features: [f32; FEATURES],
}

/// How many things are known of a candidate.
pub const FEATURES: usize = 22;

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
        for model in &mut models {
            let mut values = lines.next()?.split_whitespace().map(str::parse::<f32>);
            for weight in model.iter_mut() {
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
pub(crate) fn filled_pauses(words: &Words, sounds: &[Sound], quality: &Quality) -> Vec<FilledPause> {
    let sounds = if is_trusted(words, quality) { sounds } else { &[] };
    let is_guessed = is_guessed(words);
    let written = words
        .iter()
        .enumerate()
        .filter(|(_, word)| is_written(word) && !(is_guessed && word.conf < UNSURE))
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
pub(crate) fn is_trusted(words: &[Word], quality: &Quality) -> bool {
    let clipped = quality.clipped_share.is_some_and(|share| share > Quality::TOO_CLIPPED);
    !clipped && !is_guessed(words)
}

/// Whether the recogniser was unsure all along: then its words are guesses, and so are the holes between them.
pub(crate) fn is_guessed(words: &[Word]) -> bool {
    let sure = words.iter().map(|word| word.conf).sum::<f64>() / words.len().max(1) as f64;
    words.len() >= FEWEST_WORDS && sure < UNSURE
}

/// The candidates that are likely enough; two that follow each other at once are one that was held in two pieces.
#[must_use]
pub fn heard(weights: &Weights, words: &[Word], sounds: &[Sound]) -> Vec<(Candidate, f32)> {
    let mut heard: Vec<(Candidate, f32)> = Vec::new();
    for candidate in candidates(words, sounds) {
        let likelihood = weights.likelihood(&candidate);
        if likelihood < LIKELY[usize::from(candidate.word.is_some())] {
            continue;
        }
        match heard.last_mut() {
            Some((last, certainty))
                if candidate.start - last.end < ONE_S
                    && (last.word.is_none() || candidate.word.is_none()) =>
            {
                last.end = last.end.max(candidate.end);
                last.word = last.word.or(candidate.word);
                *certainty = certainty.max(likelihood);
            }
            _ => heard.push((candidate, likelihood)),
        }
    }
    let written = |at: &Candidate| {
        words
            .iter()
            .any(|word| is_written(word) && word.start - ONE_S < at.end && at.start < word.end + ONE_S)
    };
    heard.retain(|(candidate, _)| candidate.word.is_some() || !written(candidate));
    heard
}

/// Whether a word is a filled pause that was written as one.
#[must_use]
pub fn is_written(word: &Word) -> bool {
    WRITTEN.contains(&plain(&word.text).as_str())
}

/// Everything that may be a filled pause.
#[must_use]
pub fn candidates(words: &[Word], sounds: &[Sound]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut group: Vec<&Sound> = Vec::new();
    let mut of = Place::Elsewhere;
    let mut next = 0;
    for sound in sounds.iter().filter(|sound| sound.above_room_db >= AUDIBLE_DB) {
        while next < words.len() && words[next].end <= sound.start {
            next += 1;
        }
        let place = place(words, next.saturating_sub(1), sound);
        let goes_on = of == place && group.last().is_some_and(|last| sound.start - last.end < TOGETHER_S);
        if !goes_on {
            found.extend(candidate(words, &group, of));
            group.clear();
        }
        of = place;
        group.push(sound);
    }
    found.extend(candidate(words, &group, of));
    found
}

/// Where a sound lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Hole,
    Under(usize),
    /// Under a word that is nobody's filled pause.
    Elsewhere,
}

/// Where a sound lies; only words from `from` on are near it.
fn place(words: &[Word], from: usize, sound: &Sound) -> Place {
    let under = |word: &Word| (word.end.min(sound.end) - word.start.max(sound.start)).max(0.0);
    let near = words[from..].iter().take_while(|word| word.start < sound.end);
    let covered: f64 = near.clone().map(under).sum();
    if covered < UNDER_WORD * sound.length() {
        return Place::Hole;
    }
    let most = near.enumerate().max_by(|(_, a), (_, b)| under(a).total_cmp(&under(b)));
    match most {
        Some((at, word)) if kind(&plain(&word.text)).is_some() => Place::Under(from + at),
        _ => Place::Elsewhere,
    }
}

/// Which kind of word it is that may stand for a filled pause.
fn kind(word: &str) -> Option<usize> {
    [&LIKE_UH[..], &LIKE_UM[..], &OTHERS[..]].iter().position(|words| words.contains(&word))
}

fn candidate(words: &[Word], group: &[&Sound], place: Place) -> Option<Candidate> {
    let word = match place {
        Place::Hole => None,
        Place::Under(word) => Some(word),
        Place::Elsewhere => return None,
    };
    let (first, last) = (group.first()?, group.last()?);
    let (start, end) = (first.start, last.end);
    let held: f64 = group.iter().map(|sound| sound.length()).sum();
    let of = |value: fn(&Sound) -> f32| -> f32 {
        let sum: f64 = group.iter().map(|sound| f64::from(value(sound)) * sound.length()).sum();
        (sum / held) as f32
    };
    let band = |n: usize| -> f32 {
        let sum: f64 = group.iter().map(|sound| f64::from(sound.bands[n]) * sound.length()).sum();
        (sum / held) as f32
    };
    let (from, to) = match word {
        Some(at) => (words[at].start.min(start), words[at].end.max(end)),
        None => (start, end),
    };
    let middle = f64::midpoint(start, end);
    let before = match word {
        Some(at) => at.checked_sub(1).map(|at| &words[at]),
        None => words[..words.partition_point(|word| word.start < middle)].last(),
    };
    let after = match word {
        Some(at) => words.get(at + 1),
        None => words.get(words.partition_point(|word| word.start < middle)),
    };
    let gap_before = before.map_or(0.6, |word| (from - word.end).clamp(-0.1, 0.6));
    let gap_after = after.map_or(0.6, |word| (word.start - to).clamp(-0.1, 0.6));
    let itself = word.map(|at| &words[at]);
    let kind = itself.and_then(|word| kind(&plain(&word.text)));
    let is = |wanted: usize| f32::from(u8::from(kind == Some(wanted)));
    let features = [
        (held.max(0.05) as f32).ln() + 1.5,
        (held.min(0.25) as f32 - 0.15) * 10.0,
        of(|sound| sound.change) - 1.3,
        (of(|sound| sound.drift) - 2.5) / 2.0,
        (of(|sound| sound.periodicity) - 0.85) * 8.0,
        of(|sound| sound.pitch_moves).min(0.3) * 8.0,
        (of(|sound| sound.above_room_db) - 20.0).clamp(-25.0, 25.0) / 10.0,
        of(|sound| sound.level_moves).min(10.0) / 4.0 - 0.8,
        of(|sound| sound.quiet_before),
        of(|sound| sound.quiet_after),
        gap_before as f32 * 4.0,
        gap_after as f32 * 4.0,
        (band(0) / 10.0).clamp(-3.0, 3.0),
        (band(1) / 10.0).clamp(-3.0, 3.0),
        (band(2) / 10.0).clamp(-3.0, 3.0),
        (band(3) / 10.0).clamp(-3.0, 3.0),
        (band(4) / 10.0).clamp(-3.0, 3.0),
        ((band(5) + band(6) + band(7)) / 30.0).clamp(-3.0, 3.0),
        itself.map_or(0.0, |word| 1.0 - word.conf as f32),
        itself.map_or(0.0, |word| (((word.end - word.start).clamp(0.05, 1.5)) as f32).ln() + 1.5),
        is(0),
        is(1),
    ];
    Some(Candidate { start: from.max(start - 0.05), end: to.min(end + 0.05), word, features })
}
