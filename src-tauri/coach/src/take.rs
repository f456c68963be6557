//! What the coach is given: a take's words, where they come from, and what the speaker aimed at.

use serde::{Deserialize, Serialize};

use crate::report::Flag;
use crate::{FillerWords, Lens, Level, Mark, Plan, Sounds, Words};

/// One spoken or written attempt, as far as the coach is concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Comes from the input, so that reports repeat byte for byte.
    pub id: String,
    /// What was said.
    pub words: Words,
    /// Where the words come from.
    pub source: Source,
    /// How well it could be heard.
    pub quality: Quality,
    /// What was heard beside the words; nothing where there was no sound.
    pub sounds: Sounds,
    /// Where the speaker says which part it is.
    pub marks: Vec<Mark>,
    /// Moments that the speaker wants to look at again.
    pub flags: Vec<Flag>,
}

impl Take {
    /// A take of plain text: timed evenly, nothing to hear.
    #[must_use]
    pub fn of_text(id: impl Into<String>, words: Words) -> Self {
        Self::unheard(id, words, SourceKind::Text)
    }

    /// A take of words that came with their times, but without sound.
    #[must_use]
    pub fn of_words(id: impl Into<String>, words: Words) -> Self {
        Self::unheard(id, words, SourceKind::Words)
    }

    fn unheard(id: impl Into<String>, words: Words, kind: SourceKind) -> Self {
        let duration_s = words.iter().map(|word| word.end).fold(0.0, f64::max);
        Take {
            id: id.into(),
            words,
            source: Source { kind, duration_s: crate::number::thousandths(duration_s), model: None },
            quality: Quality::default(),
            sounds: Sounds::default(),
            marks: Vec::new(),
            flags: Vec::new(),
        }
    }
}

/// What the speaker aimed at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// The target split.
    pub plan: Plan,
    /// The level it is told for, when chosen.
    pub level: Option<Level>,
    /// The question that was asked.
    pub question: Lens,
    /// The words that count as fillers where they carry nothing.
    pub fillers: FillerWords,
    /// The points of the story that are to be said.
    pub outline: Vec<String>,
    /// Follow-up questions of recent takes of the story, which are not asked again yet.
    pub asked: Vec<String>,
    /// What the role that the story is told for must be able to do above all.
    pub core_skills: Vec<String>,
    /// The follow-up question that this answers, instead of telling the whole.
    pub follow_up: Option<String>,
}

/// Where the words come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Source {
    /// Sound, timed words or plain text.
    pub kind: SourceKind,
    /// Length of the recording; of the words, where there is none.
    pub duration_s: f64,
    /// The recogniser's model, when one listened.
    pub model: Option<String>,
}

/// What a report was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum SourceKind {
    Audio,
    Words,
    Text,
}

/// How well the take could be heard. Unknown (`None`) where there was no sound.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Quality {
    /// Level of the speech.
    pub level_dbfs: Option<f64>,
    /// Level of what is heard between the words.
    pub noise_dbfs: Option<f64>,
    /// Fraction of the samples at full scale.
    pub clipped_share: Option<f64>,
    /// Samples that the computer was too busy to take in.
    pub lost_samples: u32,
    /// When nothing was recorded for a while: the microphone was away, or the computer slept.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    /// What to know before trusting the measures, in whole sentences.
    pub problems: Vec<String>,
}

impl Quality {
    /// With more than this share of its samples at full scale, a recording does not sound like its speaker any more.
    pub const TOO_CLIPPED: f64 = 0.01;
}

/// Time that passed without being recorded. The recording itself has no hole: what came after follows at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Gap {
    /// Where in the recording.
    pub at: f64,
    /// How long nothing was recorded.
    pub seconds: f64,
}
