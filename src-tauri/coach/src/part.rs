//! The five parts of a failure answer, and a value for each of them.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// One part of the story; `Other` is everything outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Context, stakes, what went wrong, the damage.
    Failure,
    /// The speaker's own decision, assumption or omission as the cause.
    Ownership,
    /// Containment, telling people, repair, how it ended.
    Action,
    /// The gap, now named.
    Learning,
    /// A lasting habit or process, and the evidence that it stuck.
    Change,
    /// Greeting, meta talk, thinking aloud.
    Other,
}

impl Part {
    /// The five parts of the story, in the order it is usually told.
    pub const STORY: [Part; 5] = [Part::Failure, Part::Ownership, Part::Action, Part::Learning, Part::Change];

    /// The five parts and `Other`.
    pub const ALL: [Part; 6] =
        [Part::Failure, Part::Ownership, Part::Action, Part::Learning, Part::Change, Part::Other];

    /// The id used in reports, the journal and the corpus.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Part::Failure => "failure",
            Part::Ownership => "ownership",
            Part::Action => "action",
            Part::Learning => "learning",
            Part::Change => "change",
            Part::Other => "other",
        }
    }
}

/// A value for each part, printed as an object keyed by part id.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the fields are the parts")]
pub struct Parts<T> {
    pub failure: T,
    pub ownership: T,
    pub action: T,
    pub learning: T,
    pub change: T,
    pub other: T,
}

impl<T> Parts<T> {
    /// Builds a value for every part.
    pub fn from_fn(mut value: impl FnMut(Part) -> T) -> Self {
        Parts {
            failure: value(Part::Failure),
            ownership: value(Part::Ownership),
            action: value(Part::Action),
            learning: value(Part::Learning),
            change: value(Part::Change),
            other: value(Part::Other),
        }
    }
}

impl<T> Index<Part> for Parts<T> {
    type Output = T;

    fn index(&self, part: Part) -> &T {
        match part {
            Part::Failure => &self.failure,
            Part::Ownership => &self.ownership,
            Part::Action => &self.action,
            Part::Learning => &self.learning,
            Part::Change => &self.change,
            Part::Other => &self.other,
        }
    }
}

impl<T> IndexMut<Part> for Parts<T> {
    fn index_mut(&mut self, part: Part) -> &mut T {
        match part {
            Part::Failure => &mut self.failure,
            Part::Ownership => &mut self.ownership,
            Part::Action => &mut self.action,
            Part::Learning => &mut self.learning,
            Part::Change => &mut self.change,
            Part::Other => &mut self.other,
        }
    }
}
