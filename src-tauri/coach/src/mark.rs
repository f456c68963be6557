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

/// What the marks leave open for each of these words. Of two marks for the same word the later in the list wins.
pub(crate) fn allowed<'a>(words: impl Iterator<Item = &'a Word>, marks: &[Mark]) -> Vec<Allowed> {
    let words: Vec<&Word> = words.collect();
    let mut allowed = vec![Allowed::ANY; words.len()];
    for mark in marks {
        let middle = |word: &Word| f64::midpoint(word.start, word.end);
        if let Some(end) = mark.end {
            for (word, allowed) in words.iter().zip(&mut allowed) {
                if (mark.start..end).contains(&middle(word)) {
                    *allowed = Allowed::only(mark.part);
                }
            }
        } else if let Some(at) = words.iter().position(|word| middle(word) >= mark.start) {
            // Who presses a key does so at the first word of the part or just before it.
            allowed[at] = Allowed::only(mark.part);
            // It begins here: the word before it is of another.
            if let Some(before) = at.checked_sub(1).filter(|&before| !allowed[before].marked) {
                allowed[before].parts &= !(1 << mark.part as u8);
            }
        }
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn a_later_mark_wins_and_a_beginning_is_one() {
        let words = words("one two three four five six").expect("usable");
        let mark = |part, start, end| Mark { part, start, end };
        let open = allowed(
            words.iter(),
            &[
                mark(Part::Failure, 0.0, Some(1.2)),
                mark(Part::Action, 0.8, Some(1.6)),
                mark(Part::Learning, 2.1, None),
            ],
        );
        let only =
            |at: usize, part| Part::ALL.into_iter().all(|other| open[at].allows(other) == (other == part));
        assert!(only(0, Part::Failure) && only(1, Part::Failure));
        assert!(only(2, Part::Action) && only(3, Part::Action));
        assert!(!open[4].allows(Part::Learning) && open[4].allows(Part::Change) && !open[4].marked);
        assert!(only(5, Part::Learning));
    }

    #[test]
    fn a_mark_after_the_last_word_changes_nothing() {
        let words = words("one two").expect("usable");
        let open = allowed(words.iter(), &[Mark { part: Part::Change, start: 60.0, end: None }]);
        assert_eq!(open, [Allowed::ANY; 2]);
    }
}
