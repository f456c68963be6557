//! Words as they were heard, checked once at the edge so that everything behind it can rely on their times.

use std::ops::Deref;

use crate::number::thousandths;
use crate::report::Quote;
use serde::{Deserialize, Serialize};

/// One recognised word and where it lies in the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Word {
    /// The word as recognised or typed.
    pub text: String,
    /// Seconds from the start of the recording.
    pub start: f64,
    /// Seconds from the start of the recording; never before `start`.
    pub end: f64,
    /// How sure the recogniser was, 0 to 1.
    #[serde(default = "certain")]
    pub conf: f64,
    /// A filled pause that the recogniser wrote as a word: kept, but no part of the text.
    #[serde(default, skip_serializing_if = "is_false")]
    pub struck: bool,
}

fn certain() -> f64 {
    1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// No take is longer than a day; what comes later would only make a timeline without end.
const LATEST_S: f64 = 86_400.0;

/// What makes a list of words unusable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A start, an end or a confidence that is no number.
    #[error("word {number} has a time that is no finite number")]
    NotFinite {
        /// Counted from 1, as a person would.
        number: usize,
    },
    /// Before the recording began.
    #[error("word {number} lies before the start of the recording")]
    Negative {
        /// Counted from 1.
        number: usize,
    },
    /// It ends before it starts.
    #[error("word {number} ends before it starts")]
    Backwards {
        /// Counted from 1.
        number: usize,
    },
    /// Later than any take: a time in the wrong unit, or none at all.
    #[error("word {number} ends more than a day after the start of the recording")]
    TooLate {
        /// Counted from 1.
        number: usize,
    },
    /// No text to judge.
    #[error("word {number} is empty")]
    Empty {
        /// Counted from 1.
        number: usize,
    },
}

/// Words in the order they were spoken: texts non-empty, times finite, starts never running backwards.
///
/// The order given is taken as the order spoken, so that word numbers stay those of the input; a start that
/// runs backwards (overlapping words) is pulled forward to its predecessor's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words(Vec<Word>);

impl Words {
    /// Checks the words.
    pub fn new(mut words: Vec<Word>) -> Result<Self, WordsError> {
        let mut earliest = 0.0_f64;
        for (index, word) in words.iter_mut().enumerate() {
            let number = index + 1;
            if ![word.start, word.end, word.conf].iter().all(|value| value.is_finite()) {
                return Err(WordsError::NotFinite { number });
            }
            if word.start < 0.0 {
                return Err(WordsError::Negative { number });
            }
            if word.end > LATEST_S {
                return Err(WordsError::TooLate { number });
            }
            if word.end < word.start {
                return Err(WordsError::Backwards { number });
            }
            if word.text.trim().is_empty() {
                return Err(WordsError::Empty { number });
            }
            word.conf = word.conf.clamp(0.0, 1.0);
            word.start = word.start.max(earliest);
            word.end = word.end.max(word.start);
            earliest = word.start;
        }
        Ok(Self(words))
    }

    /// The words as a plain list.
    #[must_use]
    pub fn into_vec(self) -> Vec<Word> {
        self.0
    }

    /// The same words, with those struck that are to be.
    pub(crate) fn with_struck(&self, struck: impl Iterator<Item = usize>) -> Self {
        let mut words = self.0.clone();
        for at in struck {
            words[at].struck = true;
        }
        Self(words)
    }

    /// What is said in `range`, as one string.
    #[must_use]
    pub fn quote(&self, range: std::ops::Range<usize>) -> String {
        let texts: Vec<&str> =
            self.0[range].iter().filter(|word| !word.struck).map(|word| word.text.as_str()).collect();
        texts.join(" ")
    }

    /// What is said in `range` and where; the range is not to be empty.
    pub(crate) fn quoted(&self, range: std::ops::Range<usize>) -> Quote {
        let (first, last) = (&self.0[range.start], &self.0[range.end - 1]);
        let (start, end) = (thousandths(first.start), thousandths(last.end));
        Quote { quote: self.quote(range), start, end }
    }
}

impl Deref for Words {
    type Target = [Word];

    fn deref(&self) -> &[Word] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, start: f64, end: f64) -> Word {
        Word { text: text.into(), start, end, conf: 1.0, struck: false }
    }

    #[test]
    fn times_that_are_no_numbers_are_refused_by_word() {
        let words = vec![word("i", 0.0, 0.1), word("broke", f64::NAN, 0.4)];
        assert_eq!(Words::new(words), Err(WordsError::NotFinite { number: 2 }));
        assert_eq!(Words::new(vec![word("i", 0.0, f64::INFINITY)]), Err(WordsError::NotFinite { number: 1 }));
    }

    #[test]
    fn a_word_before_the_recording_or_ending_before_it_starts_is_refused() {
        assert_eq!(Words::new(vec![word("i", -0.1, 0.1)]), Err(WordsError::Negative { number: 1 }));
        assert_eq!(Words::new(vec![word("i", 1e308, 1.7e308)]), Err(WordsError::TooLate { number: 1 }));
        assert_eq!(Words::new(vec![word("i", 0.3, 0.1)]), Err(WordsError::Backwards { number: 1 }));
        assert_eq!(Words::new(vec![word("  ", 0.0, 0.1)]), Err(WordsError::Empty { number: 1 }));
    }

    #[test]
    fn overlapping_words_keep_their_order_and_numbers() {
        let words = Words::new(vec![word("we", 1.0, 1.5), word("were", 0.8, 1.2)]).expect("usable");
        assert_eq!(words[1].text, "were");
        assert!(words[1].start >= words[0].start);
        assert!(words[1].end >= words[1].start);
    }
}
