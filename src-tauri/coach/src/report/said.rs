//! The part of the report on how it was said.

use serde::{Deserialize, Serialize};

use crate::{Part, Parts};

/// How it was said, and where it slipped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Composure {
    /// Filled pauses and discourse fillers.
    pub fillers: Vec<Filler>,
    /// What was taken back and said again.
    pub restarts: Vec<Restart>,
    /// Every silence of 0.25 s and more.
    pub pauses: Vec<Pause>,
    /// Words a minute.
    pub pace: Pace,
    /// The same measures for each part.
    pub by_part: Parts<Measures>,
    /// Failure and ownership against the rest of the take.
    pub owning_vs_rest: OwningVsRest,
    /// The same measures for the whole take.
    #[serde(default)]
    pub whole: Measures,
}

/// A filled pause, or a word used as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Filler {
    pub kind: FillerKind,
    pub text: String,
    pub start: f64,
    pub end: f64,
    pub part: Part,
    pub heard_by: HeardBy,
    pub certainty: f64,
}

/// What kind of filler it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum FillerKind {
    FilledPause,
    Discourse,
}

/// By which evidence a filler was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum HeardBy {
    Words,
    Sound,
}

/// Words taken back, and what replaced them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Restart {
    /// Repeated, revised, abandoned or announced.
    pub kind: RestartKind,
    /// What was taken back.
    pub first: String,
    /// What was said instead.
    pub then: String,
    /// The words taken back, half-open.
    pub first_words: [u32; 2],
    /// Seconds.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// The part it happened in.
    pub part: Part,
}

/// What kind of restart it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum RestartKind {
    Repeat,
    Revision,
    Abandoned,
    Announced,
}

/// A silence of 0.25 s and more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Pause {
    pub kind: PauseKind,
    pub start: f64,
    pub end: f64,
    pub part: Part,
}

/// What a silence is. Boundary pauses and thinking are never held against anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PauseKind {
    /// Short, or where a clause ends.
    Boundary,
    /// 1.2 s and more where no clause ends.
    Hesitation,
    /// 3 s and more.
    Stall,
    /// Before the first word.
    Thinking,
}

/// Words a minute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Pace {
    /// Over the whole time from first to last word.
    pub wpm: Option<f64>,
    /// Without pauses of 0.25 s and more.
    pub articulation_wpm: Option<f64>,
    /// In windows of 10 s, one every second.
    pub timeline: Vec<PaceAt>,
}

/// The pace around one moment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaceAt {
    /// The middle of the window, in seconds of the recording.
    pub t: f64,
    /// Words a minute in it.
    pub wpm: f64,
}

/// Composure in one stretch of the take. `None` where there is too little of it, or it is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Measures {
    /// The speech it rests on.
    pub seconds: f64,
    /// Words a minute.
    pub wpm: Option<f64>,
    /// Filled pauses and discourse fillers a minute; none where “um” and “uh” cannot be heard by their sound.
    pub fillers_per_min: Option<f64>,
    /// Restarts a minute.
    pub restarts_per_min: Option<f64>,
    /// Hesitations and stalls a minute.
    pub hesitations_per_min: Option<f64>,
    /// How many fillers that is.
    #[serde(default)]
    pub fillers: u32,
    /// How many restarts that is.
    #[serde(default)]
    pub restarts: u32,
    /// How many hesitations and stalls that is.
    #[serde(default)]
    pub hesitations: u32,
    /// There are 20 s of speech; otherwise it is too short to say.
    #[serde(default)]
    pub enough: bool,
}

impl Measures {
    /// Fillers and restarts together, where both can be told.
    #[must_use]
    pub fn slips_per_min(&self) -> Option<f64> {
        Some(self.fillers_per_min? + self.restarts_per_min?)
    }
}

/// Failure and ownership against the rest of the same take.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OwningVsRest {
    /// While telling the failure and owning it.
    pub owning: Measures,
    /// In the rest of the take.
    pub rest: Measures,
    /// Both sides have 20 s of speech; otherwise it is too short to say.
    pub enough: bool,
}
