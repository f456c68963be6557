//! Plain text as words, for answers that were written rather than spoken.

use crate::{Word, Words, WordsError};

/// The pace plain text is timed at: the middle of the comfortable range, so 0.4 s a word.
pub const WORDS_PER_MINUTE: f64 = 150.0;

/// Splits at white space and gives every word the same time.
pub fn words(text: &str) -> Result<Words, WordsError> {
    let seconds = 60.0 / WORDS_PER_MINUTE;
    let words = text.split_whitespace().enumerate().map(|(index, text)| Word {
        text: text.to_owned(),
        start: crate::number::thousandths(index as f64 * seconds),
        end: crate::number::thousandths((index + 1) as f64 * seconds),
        conf: 1.0,
        struck: false,
    });
    Words::new(words.collect())
}

/// A word as it is compared: lower case, without the punctuation around it.
pub(crate) fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_timed_at_150_words_a_minute() {
        let words = words(&"word ".repeat(150)).expect("usable");
        assert_eq!(words.len(), 150);
        assert!((words[149].end - 60.0).abs() < 1e-9);
    }

    #[test]
    fn words_are_compared_without_case_and_punctuation() {
        assert_eq!(plain("“Never,"), "never");
        assert_eq!(plain("Didn’t"), "didn't");
        assert_eq!(plain("—"), "");
    }
}
