//! A file that is not what was written: cut off anywhere, or with a bit turned. All that the journal can do is tried on it.

use std::path::Path;

use journal::export::{ExportError, Table};
use journal::{Best, Journal, JournalError, Stretch, Wanted};

use crate::{Seeded, reports, told};

const PAGE: usize = 4_096;
const TAKES: i64 = 30;
const FLIPS: usize = 50;

/// A journal of thirty takes in one file.
fn whole() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut journal = Journal::open(&path).unwrap();
    let reports = reports();
    for (at, report) in (0..TAKES).zip(reports.iter().cycle()) {
        told(&mut journal, at, report).unwrap();
    }
    drop(journal);
    assert!(!path.with_extension("db-wal").exists(), "the log is in the file");
    std::fs::read(path).unwrap()
}

/// Reads everything there is in every way there is; what cannot be read is an error.
fn read_all(journal: &Journal) -> Result<(), ExportError> {
    let mut first = Ok(());
    let mut seen = |result: Result<(), ExportError>| {
        if first.is_ok() {
            first = result;
        }
    };
    seen(journal.check().map_err(Into::into));
    match journal.takes(&Wanted::default(), 0, u32::MAX) {
        Ok(takes) => takes.iter().for_each(|take| seen(journal.kept(&take.id).map(drop).map_err(Into::into))),
        Err(error) => seen(Err(error.into())),
    }
    seen(journal.export(std::io::sink()).map(drop));
    for table in [Table::Takes, Table::Composure] {
        seen(journal.export_table(table, &|ms| ms.to_string(), std::io::sink()).map(drop));
    }
    seen(journal.trend(None, Stretch::Owning).map(drop).map_err(Into::into));
    seen(journal.personal_best(Best::FewestFillers).map(drop).map_err(Into::into));
    seen(journal.streak(0, 0).map(drop).map_err(Into::into));
    seen(journal.stories().map(drop).map_err(Into::into));
    seen(journal.settings().map(drop).map_err(Into::into));
    first
}

/// Opens such a file and does all that can be done. It is refused and left as it is, or opened; then it is sound, or what
/// is not is an error. Says whether it was opened, and whether all of it could be read.
fn try_on(damaged: &[u8], what: &str) -> (bool, bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    std::fs::write(&path, damaged).unwrap();
    let refused = match Journal::open(&path) {
        Ok(mut journal) => {
            let all = read_all(&journal);
            let copied = journal.back_up(&folder.path().join("copy.db"));
            assert!(all.is_err() || copied.is_ok(), "{what}: sound, and cannot be copied");
            // It may be refused, as where the head says that only a newer SQLite writes such a file.
            let _ = told(&mut journal, TAKES, &coach_report());
            drop(journal);
            assert!(std::fs::metadata(&path).unwrap().len() >= damaged.len() as u64, "{what}");
            return (true, all.is_ok());
        }
        Err(error) => error,
    };
    assert!(!matches!(refused, JournalError::Folder { .. }), "{what}: {refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), damaged, "{what}: {refused}, and it was changed");
    let aside = Journal::set_aside(&path, "2026-11-01").unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), damaged, "{what}");
    assert!(Journal::open(&path).unwrap().check().is_ok(), "{what}: another can be in its place");
    (false, false)
}

fn coach_report() -> coach::Report {
    let words = coach::text::words("i broke the build and i never ran the tests").unwrap();
    coach::judge(&coach::Take::of_text("", words), &coach::Setting::default())
}

#[test]
fn a_journal_that_was_cut_off_opens_or_is_refused_and_left_as_it_is() {
    let whole = whole();
    let pages = whole.len() / PAGE;
    let mut lengths = vec![0, 1, 15, 16, 99, 100, 101, 1_000, whole.len() / 2, whole.len() - 1];
    lengths.extend([1, 2, 3, 10, pages / 3, pages / 2, pages - 2, pages - 1].map(|page| page * PAGE));
    lengths.extend([PAGE - 1, PAGE + 1, PAGE * 2 + 1, PAGE * (pages / 2) + 7]);
    for length in lengths {
        // SQLite takes a file of one byte for an empty one.
        let (opened, all) = try_on(&whole[..length], &format!("cut off after {length} bytes"));
        assert!(length < 2 || !(opened && all), "cut off after {length} bytes, and nothing is said");
    }
    assert_eq!(try_on(&whole, "whole"), (true, true));
}

#[test]
fn a_journal_with_a_bit_turned_opens_or_is_refused_and_left_as_it_is() {
    let whole = whole();
    let mut chance = Seeded(0x000b_17f1_1995);
    for _ in 0..FLIPS {
        let mut damaged = whole.clone();
        let (at, bit) = (chance.below(whole.len()), chance.below(8));
        damaged[at] ^= 1 << bit;
        try_on(&damaged, &format!("bit {bit} of byte {at}"));
    }
}

#[test]
fn a_journal_with_a_bit_turned_in_its_first_page_opens_or_is_refused_and_left_as_it_is() {
    let whole = whole();
    let mut chance = Seeded(0x00f1_2571_9a9e);
    for number in 0..100 + FLIPS {
        // The head of the file says how all the rest is to be read: every byte of it.
        let at = if number < 100 { number } else { 100 + chance.below(PAGE - 100) };
        let mut damaged = whole.clone();
        let bit = chance.below(8);
        damaged[at] ^= 1 << bit;
        try_on(&damaged, &format!("bit {bit} of byte {at}"));
    }
}

#[test]
fn what_belongs_to_a_damaged_journal_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    for (end, text) in [("db", "no journal"), ("db-wal", "its log"), ("db-shm", "its index")] {
        std::fs::write(path.with_extension(end), text).unwrap();
    }
    let aside = Journal::set_aside(Path::new(&path), "2026-11-01").unwrap();
    for (end, text) in [("db", "no journal"), ("db-wal", "its log"), ("db-shm", "its index")] {
        assert!(!path.with_extension(end).exists());
        assert_eq!(std::fs::read_to_string(aside.with_extension(end)).unwrap(), text);
    }
}
