//! Plain libvosk and nothing else, for `make bench` to compare with: `plain MODEL WAV [--live]`.
//!
//! Feeds a 16 kHz mono WAV in the booth's chunks, words on. With `--live` at the pace of real time, and every change of
//! the text is printed as it comes: what the words are now, on one line. At the end the words as JSON.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a program of the bench's own"
)]

use std::io::Write;
use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let live = arguments.get(3).is_some_and(|flag| flag == "--live");
    let model = vosk::Model::new(&arguments[1]).unwrap();
    let mut recogniser = vosk::Recognizer::new(&model, 16_000.0).unwrap();
    recogniser.set_words(true);
    let samples: Vec<i16> =
        hound::WavReader::open(&arguments[2]).unwrap().samples::<i16>().map(Result::unwrap).collect();
    let mut words = Vec::new();
    if live {
        say("begin");
    }
    let began = Instant::now();
    for (index, chunk) in samples.chunks(1_600).enumerate() {
        if live {
            // A chunk can be had when its last sample has been spoken.
            let spoken = Duration::from_millis(100 * (index as u64 + 1));
            std::thread::sleep(spoken.saturating_sub(began.elapsed()));
        }
        match recogniser.accept_waveform(chunk).unwrap() {
            vosk::DecodingState::Finalized => {
                keep(&mut words, recogniser.result());
                if live {
                    say(&text(&words, ""));
                }
            }
            _ if live => say(&text(&words, recogniser.partial_result().partial)),
            _ => {}
        }
    }
    keep(&mut words, recogniser.final_result());
    let listed: Vec<String> =
        words.iter().map(|(word, end)| format!("{{\"text\":\"{word}\",\"end\":{end}}}")).collect();
    say(&format!("[{}]", listed.join(",")));
}

fn keep(words: &mut Vec<(String, f32)>, result: vosk::CompleteResult) {
    if let vosk::CompleteResult::Single(result) = result {
        words.extend(result.result.into_iter().map(|word| (word.word.to_owned(), word.end)));
    }
}

fn text(words: &[(String, f32)], partial: &str) -> String {
    let mut all: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    all.extend(partial.split_whitespace());
    all.join(" ")
}

fn say(line: &str) {
    println!("{line}");
    std::io::stdout().flush().unwrap();
}
