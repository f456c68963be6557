//! Marks: which part it is where the speaker says so. A mark wins over what the coach thinks.

use serde::{Deserialize, Serialize};

use crate::{Part, Word};

/// A part, set by the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Mark {
    /// The part it is.
    pub part: Part,
    /// Seconds: from here on, as far as the coach goes along, or to `end`.
    pub start: f64,
    /// Seconds, where a whole stretch was set; every word in it is of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<f64>,
}

/// The parts a word may be of: a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowed {
    parts: u8,
    /// Whether a mark says so.
    pub(crate) marked: bool,
}

impl Allowed {
    const ANY: Self = Self { parts: u8::MAX, marked: false };

    fn only(part: Part) -> Self {
        Self { parts: 1 << part as u8, marked: true }
    }

    pub(crate) fn allows(self, part: Part) -> bool {
        self.parts & 1 << part as u8 != 0
    }
}

/// What keys pressed while speaking leave open for each of these words.
pub(crate) fn allowed<'a>(words: impl Iterator<Item = &'a Word>, marks: &[Mark]) -> Vec<Allowed> {
    let words: Vec<&Word> = words.collect();
    let mut allowed = vec![Allowed::ANY; words.len()];
    for mark in marks.iter().filter(|mark| mark.end.is_none()) {
        // Who presses a key does so at the first word of the part or just before it.
        if let Some(at) = words.iter().position(|word| middle(word) >= mark.start) {
            allowed[at] = Allowed::only(mark.part);
            // It begins here: the word before it is of another.
            if let Some(before) = at.checked_sub(1).filter(|&before| !allowed[before].marked) {
                allowed[before].parts &= !(1 << mark.part as u8);
            }
        }
    }
    allowed
}

/// The part of a word that lies in a stretch which the speaker has set; the last of the marks decides. What lies around
/// it stays as it was.
pub(crate) fn set(word: &Word, marks: &[Mark]) -> Option<Part> {
    let covers = |mark: &&Mark| mark.end.is_some_and(|end| (mark.start..end).contains(&middle(word)));
    marks.iter().rev().find(covers).map(|mark| mark.part)
}

fn middle(word: &Word) -> f64 {
    f64::midpoint(word.start, word.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn mark(part: Part, start: f64, end: Option<f64>) -> Mark {
        Mark { part, start, end }
    }

    #[test]
    fn of_two_stretches_the_later_mark_decides() {
        let words = words("one two three four five").expect("usable");
        let marks = [mark(Part::Failure, 0.0, Some(1.2)), mark(Part::Action, 0.8, Some(1.6))];
        let parts: Vec<Option<Part>> = words.iter().map(|word| set(word, &marks)).collect();
        let [failure, action] = [Some(Part::Failure), Some(Part::Action)];
        assert_eq!(parts, [failure, failure, action, action, None]);
    }

    #[test]
    fn where_a_key_is_pressed_a_part_begins() {
        let words = words("one two three four five six").expect("usable");
        let open = allowed(words.iter(), &[mark(Part::Learning, 2.1, None)]);
        assert!(Part::ALL.into_iter().all(|part| open[5].allows(part) == (part == Part::Learning)));
        assert!(!open[4].allows(Part::Learning) && open[4].allows(Part::Change) && !open[4].marked);
        assert_eq!(open[3], Allowed::ANY);
    }

    #[test]
    fn a_mark_after_the_last_word_changes_nothing() {
        let words = words("one two").expect("usable");
        let open = allowed(words.iter(), &[mark(Part::Change, 60.0, None)]);
        assert_eq!(open, [Allowed::ANY; 2]);
    }
}
