//! How long one report takes: for an ordinary answer, and for an hour of talk.

#![allow(missing_docs, reason = "criterion's macros")]

use std::hint::black_box;

use coach::{Setting, Take, judge, text};
use criterion::{Criterion, criterion_group, criterion_main};

const STORY: &str = "two years ago i was running the move of our clinic's appointment book and on the first monday it \
    went wrong sixty patients had the wrong time on their letters i assumed the new system would keep the old time \
    zone and i never opened a single letter to check i told the practice manager that morning and i called every \
    patient on the list myself i learned that being finished is not the same as being right since then i print ten \
    real letters before every change and that check has caught two mistakes ";

fn reports(criterion: &mut Criterion) {
    for (name, minutes) in [("3 minutes", 3), ("60 minutes", 60)] {
        let words: Vec<&str> = STORY.split_whitespace().collect();
        let text: Vec<&str> =
            words.iter().copied().cycle().take(minutes * text::WORDS_PER_MINUTE as usize).collect();
        let take = Take::of_text("bench", text::words(&text.join(" ")).expect("plain words"));
        criterion.bench_function(&format!("report of {name}"), |bench| {
            bench.iter(|| judge(black_box(&take), &Setting::default()));
        });
    }
}

criterion_group!(benches, reports);
criterion_main!(benches);
