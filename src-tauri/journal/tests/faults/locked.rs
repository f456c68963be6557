//! Another program has the journal: a second Retake that writes, or somebody's database browser.

use std::path::Path;
use std::sync::mpsc;

use journal::{Journal, JournalError, Wanted};
use rusqlite::Connection;

use crate::{begin, reports, sound, told};

fn locks(path: &Path, how: &str) -> Connection {
    let other = Connection::open(path).unwrap();
    other.execute_batch(how).unwrap();
    other
}

#[test]
fn a_journal_that_another_is_writing_is_opened_and_read_and_a_take_in_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let report = &reports()[0];
    let mut journal = Journal::open(&path).unwrap();
    let id = told(&mut journal, 1, report).unwrap();
    for how in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let other = locks(&path, how);
        let refused = begin(&mut journal, 2).unwrap_err();
        assert!(matches!(refused, JournalError::Busy), "{refused:?}");
        assert!(!refused.to_string().is_empty());
        let second = Journal::open(&path).unwrap();
        assert_eq!(second.takes(&Wanted::default(), 0, 9).unwrap().len(), 1);
        assert_eq!(second.report(&id).unwrap().words, report.words);
        other.execute_batch("ROLLBACK").unwrap();
        second.check().unwrap();
    }
    begin(&mut journal, 3).unwrap();
}

#[test]
fn a_take_waits_for_another_that_lets_go_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let reports = reports();
    let mut journal = Journal::open(&path).unwrap();
    let other = locks(&path, "BEGIN IMMEDIATE");
    let (about_to, waits) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            waits.recv().unwrap();
            other.execute_batch("UPDATE takes SET device = 'another'; COMMIT").unwrap();
        });
        about_to.send(()).unwrap();
        told(&mut journal, 1, &reports[0]).unwrap();
    });
    drop(journal);
    sound(&path, &reports);
}

#[test]
fn a_journal_that_another_has_all_to_itself_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    drop(Journal::open(&path).unwrap());
    let other = locks(
        &path,
        "PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE; UPDATE takes SET device = ''; COMMIT",
    );
    let refused = Journal::open(&path).err().unwrap();
    assert!(matches!(refused, JournalError::Busy), "{refused:?}");
    drop(other);
    Journal::open(&path).unwrap().check().unwrap();
}
