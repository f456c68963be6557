//! Timed words as JSON, as `retake analyze --words` takes them: refused, or judged with every word in one span.
#![no_main]

use coach::{Setting, Take, Word, Words, judge};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(words) = serde_json::from_slice::<Vec<Word>>(bytes) else { return };
    let Ok(words) = Words::new(words) else { return };
    let report = judge(&Take::of_words("fuzzed", words), &Setting::default());
    let told: u32 = report.arc.spans.iter().map(|span| span.last_word + 1 - span.first_word).sum();
    assert_eq!(told as usize, report.words.len());
    let written = serde_json::to_string(&report).unwrap();
    let read: coach::Report = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
});
