//! `retake backup` and `retake restore`: the journal goes out whole and comes back.

use std::path::Path;
use std::process::Output;

use crate::program::{command, fixture, stderr, stdout};

fn retake(data: &Path, arguments: &[&str]) -> Output {
    command(data).args(arguments).output().unwrap()
}

#[test]
fn a_journal_is_copied_and_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let copy = folder.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    let nothing = retake(&data, &["backup", copy]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("nothing to copy"), "{}", stderr(&nothing));

    let recording = fixture("short-answer.wav");
    assert_eq!(retake(&data, &["import", recording.to_str().unwrap()]).status.code(), Some(0));
    let takes = stdout(&retake(&data, &["takes"]));
    let made = retake(&data, &["backup", copy]);
    assert_eq!((made.status.code(), stderr(&made).as_str()), (Some(0), ""));
    assert!(stdout(&made).contains("Takes: 1; stories: 0;"), "{}", stdout(&made));
    let twice = retake(&data, &["backup", copy]);
    assert_eq!(twice.status.code(), Some(2));
    assert!(stderr(&twice).contains("already"), "{}", stderr(&twice));

    std::fs::write(data.join("journal.db"), "this was a journal once").unwrap();
    assert_eq!(retake(&data, &["takes"]).status.code(), Some(2));
    let restored = retake(&data, &["restore", copy]);
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("before-restore-1.db"), "{}", stdout(&restored));
    assert_eq!(stdout(&retake(&data, &["takes"])), takes);

    let lost = retake(&data, &["restore", recording.to_str().unwrap()]);
    assert_eq!(lost.status.code(), Some(2));
    assert_eq!(stdout(&retake(&data, &["takes"])), takes);
}
