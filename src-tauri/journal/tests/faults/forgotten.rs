//! What was deleted for good is not in the file any more, however the file has grown around it and whoever reads it then.

use coach::{Setting, Take, judge, text};
use journal::{Journal, JournalError};
use rusqlite::Connection;

use crate::told;

const TAKES: u16 = 120;

/// A word that no other take has.
fn own(take: u16) -> String {
    format!("zq{take:04}x")
}

fn is_left(path: &std::path::Path, word: &str) -> bool {
    ["db", "db-wal"].iter().any(|end| {
        let bytes = std::fs::read(path.with_extension(end)).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

fn journal_of_own_words(path: &std::path::Path) -> (Journal, Vec<String>) {
    let mut journal = Journal::open(path).unwrap();
    let ids = (0..TAKES).map(|take| {
        let said: String = (0..100).map(|at| own(take) + &at.to_string() + " ").collect();
        let report = judge(&Take::of_text("", text::words(&said).unwrap()), &Setting::default());
        told(&mut journal, take.into(), &report).unwrap()
    });
    let ids = ids.collect();
    (journal, ids)
}

#[test]
fn what_is_forgotten_among_many_takes_cannot_be_read_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let (mut journal, ids) = journal_of_own_words(&path);
    let gone: Vec<String> = ids.iter().step_by(2).cloned().collect();
    for id in &gone {
        journal.delete_take(id, 1).unwrap();
    }
    journal.forget(&gone, 0).unwrap();
    let left: Vec<u16> = (0..TAKES).step_by(2).filter(|take| is_left(&path, &own(*take))).collect();
    assert!(left.is_empty(), "words of {} forgotten takes are left: {left:?}", left.len());
    assert!(is_left(&path, &own(1)), "the others stay");
}

#[test]
fn it_is_said_when_a_reader_keeps_what_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let (mut journal, ids) = journal_of_own_words(&path);
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let _: u32 = reader.query_row("SELECT count(*) FROM takes", [], |row| row.get(0)).unwrap();
    journal.delete_take(&ids[3], 1).unwrap();
    let forgot = journal.forget(&ids[3..4], 0);
    assert!(!is_left(&path, &own(3)) || matches!(forgot, Err(JournalError::InUse(_))), "{forgot:?}");
}
