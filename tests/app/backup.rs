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

    // Another than the one that is put back: it is kept.
    assert_eq!(retake(&data, &["import", recording.to_str().unwrap()]).status.code(), Some(0));
    let restored = retake(&data, &["restore", copy]);
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("before-restore-1.db"), "{}", stdout(&restored));
    assert_eq!(stdout(&retake(&data, &["takes"])), takes);

    let lost = retake(&data, &["restore", recording.to_str().unwrap()]);
    assert_eq!(lost.status.code(), Some(2));
    assert_eq!(stdout(&retake(&data, &["takes"])), takes);
}

#[test]
fn a_damaged_journal_is_set_aside_and_its_last_copy_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let recording = fixture("short-answer.wav");
    assert_eq!(retake(&data, &["import", recording.to_str().unwrap()]).status.code(), Some(0));
    let takes = stdout(&retake(&data, &["takes"]));
    // As the window makes one each day.
    std::fs::create_dir(data.join("backups")).unwrap();
    let copy = data.join("backups/journal-2026-11-20.db");
    assert_eq!(retake(&data, &["backup", copy.to_str().unwrap()]).status.code(), Some(0));
    for side in ["journal.db-wal", "journal.db-shm"] {
        let _ = std::fs::remove_file(data.join(side));
    }
    std::fs::write(data.join("journal.db"), "this was a journal once").unwrap();

    // Who only looks moves nothing: a window may have it open.
    let looked = retake(&data, &["doctor"]);
    assert_eq!(looked.status.code(), Some(1));
    assert!(stdout(&looked).contains("is damaged"), "{}", stdout(&looked));
    assert_eq!(std::fs::read(data.join("journal.db")).unwrap(), b"this was a journal once");

    let told = retake(&data, &["takes"]);
    assert_eq!(told.status.code(), Some(2));
    let told = stderr(&told);
    // Where daily copies of what begins now do not push it out.
    let kept = data.join("journal.before-damage-1.db");
    assert!(told.contains("damaged") && told.contains(kept.to_str().unwrap()), "{told}");
    assert!(std::fs::read(&kept).unwrap() == std::fs::read(&copy).unwrap());
    std::fs::remove_file(&copy).unwrap();
    let aside = std::fs::read_dir(&data)
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|file| file.file_name().unwrap().to_string_lossy().starts_with("journal.damaged-"));
    let aside = aside.expect("it is kept");
    assert!(told.contains(aside.to_str().unwrap()), "{told}");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "this was a journal once");
    assert_eq!(retake(&data, &["restore", kept.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(stdout(&retake(&data, &["takes"])), takes);
}

#[test]
fn with_recordings_one_file_holds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let recording = fixture("short-answer.wav");
    assert_eq!(retake(&data, &["import", recording.to_str().unwrap()]).status.code(), Some(0));
    let copy = folder.path().join("all.zip");
    let made = retake(&data, &["backup", "--with-recordings", copy.to_str().unwrap()]);
    assert!(stdout(&made).contains("recordings: 1."), "{}", stdout(&made));
    assert_eq!(retake(&other, &["restore", copy.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(stdout(&retake(&other, &["takes"])), stdout(&retake(&data, &["takes"])));
    let sound = |data: &Path| {
        let file = std::fs::read_dir(data.join("recordings")).unwrap().next().unwrap().unwrap();
        std::fs::read(file.path()).unwrap()
    };
    assert!(sound(&data) == sound(&other), "the recording came along");
}
