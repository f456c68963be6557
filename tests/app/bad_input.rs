//! Whatever is wrong with what was given: one clear sentence on stderr, exit 2, never a panic.

use std::io::Write;
use std::path::Path;

use crate::program::{command, fixture, retake, stderr, stdout};

/// Runs `retake` and gives the sentence it refuses with.
fn refusal(arguments: &[&str]) -> String {
    let output = retake(arguments);
    let sentence = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?} said: {sentence}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed a report all the same");
    assert_eq!(sentence.lines().count(), 1, "{arguments:?} said more than a sentence: {sentence}");
    assert!(sentence.starts_with("retake: "), "{sentence}");
    for trace in ["panicked", "RUST_BACKTRACE", "Error("] {
        assert!(!sentence.contains(trace), "{sentence}");
    }
    sentence
}

fn file(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn unknown_verbs_and_flags_are_named() {
    assert!(refusal(&["sing"]).contains("'sing'"));
    assert!(refusal(&["analyze", "--loud"]).contains("'--loud'"));
    assert!(refusal(&["analyze"]).contains("<FILE>"));
    assert!(refusal(&["batch"]).contains("<FILE>"));
}

#[test]
fn unknown_plans_levels_and_questions_are_named_with_the_known_ones() {
    let wav = fixture("short-answer.wav");
    let wav = wav.to_str().unwrap();
    assert!(refusal(&["analyze", wav, "--plan", "thirds"]).contains("quarter"));
    assert!(refusal(&["analyze", wav, "--level", "cto"]).contains("manager"));
    assert!(refusal(&["analyze", wav, "--question", "hobby"]).contains("conflict"));
}

#[test]
fn files_that_are_missing_empty_or_no_recording_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refusal(&["analyze", "no-such-file.wav"]).contains("no-such-file.wav"));
    assert!(refusal(&["analyze", folder.path().to_str().unwrap()]).contains("not a file"));
    assert!(refusal(&["analyze", &file(folder.path(), "empty.wav", b"")]).contains("is empty"));
    assert!(
        refusal(&["analyze", &file(folder.path(), "letter.wav", b"dear diary")]).contains("no recording")
    );
    assert!(
        refusal(&["analyze", &file(folder.path(), "torn.wav", b"RIFF\0\0\0\0WAVE")]).contains("no recording")
    );
}

#[test]
fn words_and_texts_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let with = |flag: &str, name: &str, content: &[u8]| {
        refusal(&["analyze", flag, &file(folder.path(), name, content)])
    };
    assert!(with("--words", "words.json", b"{").contains("no JSON list"));
    assert!(with("--words", "empty.json", b"").contains("is empty"));
    assert!(
        with("--words", "backwards.json", br#"[{"text":"i","start":2,"end":1}]"#).contains("ends before")
    );
    assert!(
        with("--words", "early.json", br#"[{"text":"i","start":-2,"end":1}]"#).contains("before the start")
    );
    assert!(with("--words", "untimed.json", br#"[{"text":"i"}]"#).contains("start"));
    assert!(with("--text", "latin1.txt", b"caf\xe9").contains("UTF-8"));
    assert!(refusal(&["analyze", "--text", "no-such.txt"]).contains("no-such.txt"));
}

#[test]
fn the_doctor_says_what_to_do_and_nothing_else_writes_to_the_terminal() {
    let data = tempfile::tempdir().unwrap();
    let output = command(data.path()).arg("doctor").output().unwrap();
    assert_eq!(stderr(&output), "");
    let said = stdout(&output);
    for what in ["recogniser", "model", "microphone", "journal", "voice"] {
        let line =
            said.lines().find(|line| line.starts_with(what)).unwrap_or_else(|| panic!("no {what} in {said}"));
        let told = ["fine", "missing", "to do"].iter().find_map(|state| line.split_once(state));
        assert!(told.is_some_and(|(_, detail)| detail.trim().len() > 3), "{line}");
    }
    assert!(!data.path().join("journal.db").exists(), "the doctor makes no journal");
}

#[test]
fn a_take_that_is_not_there_is_named() {
    assert!(refusal(&["show", "0123"]).contains("no journal yet"));
    let data = tempfile::tempdir().unwrap();
    journal::Journal::open(&data.path().join("journal.db")).unwrap();
    let output = command(data.path()).args(["show", "0123"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("'0123'"));
}

#[test]
fn a_missing_model_says_how_to_mend_it() {
    let data = tempfile::tempdir().unwrap();
    let output = command(data.path())
        .env("RETAKE_MODEL", data.path().join("nowhere"))
        .arg("analyze")
        .arg(fixture("short-answer.wav"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    for part in ["nowhere", "install Retake again", "make run"] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    let doctor =
        command(data.path()).env("RETAKE_MODEL", data.path().join("nowhere")).arg("doctor").output().unwrap();
    assert_eq!(doctor.status.code(), Some(1));
    let said = stdout(&doctor);
    let model = said.lines().find(|line| line.starts_with("model")).unwrap();
    for part in ["to do", "nowhere", "make run"] {
        assert!(model.contains(part), "{model}");
    }
}

#[allow(clippy::explicit_write, reason = "the harness keeps what passing tests print to itself; not this")]
#[test]
fn without_a_display_the_window_says_so_in_one_line() {
    if !cfg!(target_os = "linux") {
        writeln!(std::io::stderr(), "skipped: only Linux runs without a display").unwrap();
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let output = command(data.path()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output).lines().count(), 1);
    assert!(stderr(&output).contains("no display"));

    let output = command(data.path()).env("DISPLAY", ":9876").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("display"));
}
