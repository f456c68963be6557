//! How long one report takes: for an ordinary answer, and for an hour of talk; and the ribbon after every word.

#![allow(missing_docs, reason = "criterion's macros")]

use std::hint::black_box;
use std::time::Instant;

use coach::{Setting, SoFar, Take, Words, judge, text};
use criterion::{Criterion, criterion_group, criterion_main};

const STORY: &str = "two years ago i was running the move of our clinic's appointment book and on the first monday it \
    went wrong sixty patients had the wrong time on their letters i assumed the new system would keep the old time \
    zone and i never opened a single letter to check i told the practice manager that morning and i called every \
    patient on the list myself i learned that being finished is not the same as being right since then i print ten \
    real letters before every change and that check has caught two mistakes ";

fn spoken(minutes: usize) -> Words {
    let words = STORY.split_whitespace().cycle().take(minutes * text::WORDS_PER_MINUTE as usize);
    text::words(&words.collect::<Vec<_>>().join(" ")).expect("plain words")
}

#[allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench of the terminal")]
fn loading(_: &mut Criterion) {
    let take = Take::of_text("bench", text::words("i broke it").expect("plain words"));
    let begun = Instant::now();
    black_box(judge(black_box(&take), &Setting::default()));
    println!("| coach: first report of a run, with all weights read | | {:.1?} | |", begun.elapsed());
}

fn live(criterion: &mut Criterion) {
    for minutes in [1, 3, 15] {
        let words = spoken(minutes);
        let mut so_far = SoFar::default();
        for end in 1..words.len() {
            so_far.hear(&Words::new(words[..end].to_vec()).expect("in order"), &[]);
        }
        criterion.bench_function(&format!("ribbon after {minutes} minutes"), |bench| {
            bench.iter(|| so_far.hear(black_box(&words), &[]));
        });
    }
}

fn reports(criterion: &mut Criterion) {
    for (name, minutes) in [("3 minutes", 3), ("60 minutes", 60)] {
        let take = Take::of_text("bench", spoken(minutes));
        criterion.bench_function(&format!("report of {name}"), |bench| {
            bench.iter(|| judge(black_box(&take), &Setting::default()));
        });
    }
}

criterion_group!(benches, loading, live, reports);
criterion_main!(benches);
