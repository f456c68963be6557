//! Another connection of the same program comes and goes, as for the daily copy: what the journal has locked stays locked.
//! Otherwise the next program to look in (somebody's database browser) takes itself for the last one there, and removes the
//! log that the journal goes on writing to.
#![cfg(target_os = "linux")]

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use journal::{Journal, JournalError};

/// The locks that this program has on a file, as the system tells them.
fn locks(path: &Path) -> Vec<String> {
    let ours = std::process::id().to_string();
    let inode = format!(":{}", std::fs::metadata(path).unwrap().ino());
    let all = std::fs::read_to_string("/proc/locks").unwrap();
    let fields = all.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let found = fields.filter(|fields| fields[4] == ours && fields[5].ends_with(&inode));
    found.map(|fields| fields[1..].join(" ")).collect()
}

#[test]
fn an_open_journal_stays_locked_whoever_else_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = Journal::open(&path).unwrap();
    let locked = locks(&path);
    assert!(!locked.is_empty(), "a journal in use is locked");
    drop(Journal::open(&path).unwrap());
    assert_eq!(locks(&path), locked);

    let restored = Journal::restore(&path, &path, folder.path());
    assert!(matches!(restored, Err(JournalError::Itself(_))), "{restored:?}");
    assert_eq!(locks(&path), locked);
    drop(journal);
    assert!(locks(&path).is_empty());
}
