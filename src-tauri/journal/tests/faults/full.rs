//! A disk that is full: the journal says so, keeps nothing in part, and goes on when there is room again.

use std::fs::File;
use std::io::Write;

use journal::{Journal, JournalError, StoryDraft};

use crate::mounted::SmallDisk;
use crate::{begin, finish, reports, sound, told};

const PAGE: u64 = 4_096;

/// Takes all room on the disk but for so many pages.
fn leave(disk: &SmallDisk, pages: u64) {
    let mut ballast = File::create(disk.path().join("ballast")).unwrap();
    while ballast.write_all(&[1; PAGE as usize]).is_ok() {}
    let length = ballast.metadata().unwrap().len();
    ballast.set_len((length / PAGE * PAGE).saturating_sub(pages * PAGE)).unwrap();
}

fn free(disk: &SmallDisk) {
    std::fs::remove_file(disk.path().join("ballast")).unwrap();
}

#[test]
fn a_full_disk_is_said_and_nothing_is_kept_in_part() {
    let Some(disk) = SmallDisk::mount("3m") else { return };
    let path = disk.path().join("journal.db");
    let reports = reports();
    let mut journal = Journal::open(&path).unwrap();
    let first = told(&mut journal, 1, &reports[0]).unwrap();
    let mut refusals = 0;
    // With ever more room it ends at another write each time: the first page of the log, or the last of a report.
    for pages in 0..40 {
        leave(&disk, pages);
        let begun = begin(&mut journal, 2);
        let written = match &begun {
            Ok(id) => finish(&mut journal, id, &reports[1]),
            Err(_) => journal.add_story(&StoryDraft::default(), 2).map(drop),
        };
        let results = [begun.as_ref().err(), written.as_ref().err()];
        for error in results.into_iter().flatten() {
            assert!(matches!(error, JournalError::DiskFull), "with {pages} pages left: {error:?}");
            refusals += 1;
        }
        journal.check().unwrap();
        assert_eq!(journal.report(&first).unwrap().words, reports[0].words);
        if let Ok(id) = &begun {
            let report = journal.report(id);
            assert_eq!(report.is_ok(), written.is_ok(), "with {pages} pages left");
        }
        free(&disk);
        let id = begun.unwrap_or_else(|_| begin(&mut journal, 3).unwrap());
        finish(&mut journal, &id, &reports[2]).unwrap();
        journal.delete_take(&id, 4).unwrap();
        journal.forget(&[id], 4).unwrap();
    }
    assert!(refusals > 0, "the disk was never full");
    drop(journal);
    sound(&path, &reports);
}

#[test]
fn a_journal_on_a_full_disk_is_opened_or_the_disk_is_said_to_be_full() {
    let Some(disk) = SmallDisk::mount("3m") else { return };
    let path = disk.path().join("journal.db");
    let reports = reports();
    let mut journal = Journal::open(&path).unwrap();
    let id = told(&mut journal, 1, &reports[0]).unwrap();
    drop(journal);
    let before = std::fs::read(&path).unwrap();
    for pages in 0..20 {
        leave(&disk, pages);
        for (what, opened) in [
            ("there", Journal::open(&path).and_then(|journal| journal.report(&id).map(drop))),
            ("new", Journal::open(&disk.path().join("new").join("journal.db")).map(drop)),
        ] {
            let is_said = match &opened {
                Ok(()) | Err(JournalError::DiskFull) => true,
                Err(JournalError::Folder { reason, .. }) => reason.kind() == std::io::ErrorKind::StorageFull,
                Err(_) => false,
            };
            assert!(is_said, "{what}, with {pages} pages left: {opened:?}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
        free(&disk);
        let _ = std::fs::remove_dir_all(disk.path().join("new"));
    }
    sound(&path, &reports);
}

#[test]
fn a_copy_that_has_no_room_leaves_no_half_of_it() {
    let Some(disk) = SmallDisk::mount("3m") else { return };
    let path = disk.path().join("journal.db");
    let reports = reports();
    let mut journal = Journal::open(&path).unwrap();
    told(&mut journal, 1, &reports[0]).unwrap();
    leave(&disk, 20);
    let refused = journal.back_up(&disk.path().join("copy.db")).unwrap_err();
    assert!(matches!(refused, JournalError::DiskFull), "{refused:?}");
    let refused = journal.back_up_daily(&disk.path().join("days"), "2026-11-01").unwrap_err();
    assert!(matches!(refused, JournalError::DiskFull), "{refused:?}");
    let mut names: Vec<_> = std::fs::read_dir(disk.path())
        .unwrap()
        .chain(std::fs::read_dir(disk.path().join("days")).unwrap())
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["ballast", "days", "journal.db", "journal.db-shm", "journal.db-wal"]);
    drop(journal);
    free(&disk);
    sound(&path, &reports);
}
