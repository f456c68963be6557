//! `retake analyze` on real speech through the real recogniser, on words and on text.

use std::collections::HashSet;

use coach::report::{Kind, PauseKind};
use coach::{Part, Report, SourceKind};

use crate::program::{fixture, retake, stderr, stdout};

fn report(arguments: &[&str]) -> Report {
    let output = retake(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

fn spoken() -> String {
    fixture("spoken-answer.wav").to_str().unwrap().to_owned()
}

/// Fraction of the words said that were heard, in any order.
fn heard_share(report: &Report, said: &str) -> f64 {
    let heard: HashSet<&str> = report.words.iter().map(|word| word.text.as_str()).collect();
    let said: Vec<String> = said
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    said.iter().filter(|word| heard.contains(word.as_str())).count() as f64 / said.len() as f64
}

#[test]
fn a_spoken_answer_is_heard_and_its_arc_found() {
    let report = report(&["analyze", &spoken(), "--json"]);
    let said = std::fs::read_to_string(fixture("spoken-answer.txt")).unwrap();
    let share = heard_share(&report, &said);
    assert!(share > 0.9, "only {share:.2} of the words were heard");

    assert_eq!(report.id, "spoken-answer");
    assert_eq!(report.kind, Kind::FailureAnswer);
    assert_eq!(report.source.kind, SourceKind::Audio);
    assert_eq!(report.source.model.as_deref(), Some("en-us"));
    assert!((report.source.duration_s - 75.9).abs() < 0.01, "{}", report.source.duration_s);
    assert_eq!(report.arc.missing, []);
    let parts: Vec<Part> = report.arc.spans.iter().map(|span| span.part).collect();
    assert_eq!(parts.first(), Some(&Part::Failure));
    assert_eq!(parts.last(), Some(&Part::Change));
    // A second of room before the first word, a breath between the lines.
    assert_eq!(report.composure.pauses[0].kind, PauseKind::Thinking);
    let breaths = report.composure.pauses.iter().filter(|pause| pause.kind == PauseKind::Boundary).count();
    assert!((6..=20).contains(&breaths), "{breaths} pauses");
    assert!(report.quality.problems.is_empty(), "{:?}", report.quality.problems);
}

#[test]
fn the_same_recording_gives_the_same_bytes_ten_times() {
    let wav = fixture("short-answer.wav");
    let runs: HashSet<Vec<u8>> = (0..10)
        .map(|_| {
            let output = retake(["analyze", "--json", wav.to_str().unwrap()]);
            assert!(output.status.success(), "{}", stderr(&output));
            output.stdout
        })
        .collect();
    assert_eq!(runs.len(), 1);
}

#[test]
fn words_and_text_are_judged_without_a_recogniser() {
    let folder = tempfile::tempdir().unwrap();
    let text = fixture("spoken-answer.txt");
    let from_text = report(&["analyze", "--json", "--text", text.to_str().unwrap()]);
    assert_eq!(from_text.source.kind, SourceKind::Text);
    assert_eq!(from_text.source.model, None);
    assert!((from_text.composure.pace.wpm.unwrap() - 150.0).abs() < 0.1);

    let words = folder.path().join("words.json");
    std::fs::write(&words, serde_json::to_string(&from_text.words).unwrap()).unwrap();
    let from_words = report(&["analyze", "--json", "--words", words.to_str().unwrap()]);
    assert_eq!(from_words.source.kind, SourceKind::Words);
    assert_eq!(from_words.arc, from_text.arc);
}

#[test]
fn plan_level_and_question_are_taken_over() {
    let text = fixture("short-answer.txt");
    let text = text.to_str().unwrap();
    let report = report(&[
        "analyze",
        "--json",
        "--text",
        text,
        "--plan",
        "discipline",
        "--level",
        "ic6_7",
        "--question",
        "conflict",
    ]);
    assert_eq!(report.arc.plan, "discipline");
    assert!((report.arc.parts.ownership.target.unwrap() - 0.30).abs() < 1e-9);
    assert_eq!(report.level.map(coach::Level::id), Some("ic6_7"));
    assert_eq!(report.question.id(), "conflict");
}

#[test]
fn the_page_for_reading_names_the_fix_and_every_part() {
    let output = retake(["analyze", &spoken()]);
    let page = stdout(&output);
    for word in ["One fix:", "told", "plan", "failure", "ownership", "action", "learning", "change", "Pace:"]
    {
        assert!(page.contains(word), "{word} is missing in:\n{page}");
    }
}

#[test]
fn the_page_says_who_owns_it_how_far_the_lesson_goes_and_what_may_be_asked() {
    let said = fixture("short-answer.txt");
    let output = retake(["analyze", "--text", said.to_str().unwrap()]);
    let page = stdout(&output);
    for line in [
        "You own it at 0:",
        "The lesson reaches proof that it held: “and it has not happened again",
        "May be asked: ",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
}

#[test]
fn the_fillers_that_count_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("said.txt");
    std::fs::write(&file, "Frankly we lost the order on the first day and frankly it was my doing.").unwrap();
    let said = file.to_str().unwrap();
    let fillers = |more: &[&str]| -> Vec<String> {
        let output = retake([&["analyze", "--text", said, "--json"], more].concat());
        let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let found = report["composure"]["fillers"].as_array().unwrap();
        found.iter().map(|filler| filler["text"].as_str().unwrap().to_lowercase()).collect()
    };
    assert!(fillers(&[]).is_empty());
    assert_eq!(fillers(&["--fillers", "Frankly, you see"]), ["frankly", "frankly"]);
}

/// The names in a document, however deep.
pub(crate) fn names(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, field)| std::iter::once(name.clone()).chain(names(field)))
            .collect(),
        serde_json::Value::Array(list) => list.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_field_of_a_report_is_described() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/REPORT.md")).unwrap();
    for recording in [spoken(), fixture("slipping-answer.wav").to_str().unwrap().to_owned()] {
        let output = retake(["analyze", &recording, "--json"]);
        let written: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let untold: HashSet<String> =
            names(&written).into_iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
        assert!(untold.is_empty(), "docs/REPORT.md says nothing of {untold:?}");
    }
}
