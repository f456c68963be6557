//! Filled pauses: "um", "uh" and their like. Those that were written as words are struck: kept, but no part of the text.

use crate::Words;
use crate::text::plain;

/// As they are written.
const WRITTEN: [&str; 14] =
    ["um", "umm", "uh", "uhm", "er", "erm", "eh", "ah", "hm", "hmm", "mm", "mhm", "uh-huh", "huh"];

/// The words with every filled pause among them struck.
pub(crate) fn struck(words: &Words) -> Words {
    words.with_struck(|word| WRITTEN.contains(&plain(&word.text).as_str()))
}
