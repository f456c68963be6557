//! A journal that may not be written: the file, its folder or its disk is read-only. Root may write all the same, so for
//! root it is the file's own attribute or the disk that says no.

use std::path::{Path, PathBuf};

use journal::{Journal, JournalError};

use crate::mounted::{SmallDisk, runs, skipped};
use crate::{reports, sound, told};

/// Something that nobody may change until this is dropped.
struct Fixed(PathBuf);

impl Fixed {
    fn new(path: &Path) -> Option<Self> {
        if runs("chattr", &["+i", &path.to_string_lossy()]) {
            return Some(Self(path.to_owned()));
        }
        // Whoever may not do that is not root, and is held off by what the file allows.
        let mode = if path.is_dir() { "0500" } else { "0400" };
        if !runs("chmod", &[mode, &path.to_string_lossy()]) || runs("test", &["-w", &path.to_string_lossy()])
        {
            skipped("nothing can be made read-only here");
            return None;
        }
        Some(Self(path.to_owned()))
    }
}

impl Drop for Fixed {
    fn drop(&mut self) {
        runs("chattr", &["-i", &self.0.to_string_lossy()]);
        runs("chmod", &["u+w", &self.0.to_string_lossy()]);
    }
}

fn refused(path: &Path) -> JournalError {
    let refused = Journal::open(path).err().expect("it cannot be written");
    let said = refused.to_string();
    assert!(said.contains("cannot be used") || said.contains("could not be"), "{said}");
    refused
}

#[test]
fn a_read_only_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let reports = reports();
    told(&mut Journal::open(&path).unwrap(), 1, &reports[0]).unwrap();
    let Some(fixed) = Fixed::new(&path) else { return };
    assert!(matches!(refused(&path), JournalError::Folder { .. }));
    drop(fixed);
    sound(&path, &reports);
}

#[test]
fn a_read_only_folder_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let path = data.join("journal.db");
    std::fs::create_dir(&data).unwrap();
    let Some(fixed) = Fixed::new(&data) else { return };
    assert!(matches!(refused(&path), JournalError::Folder { .. }));
    assert!(matches!(refused(&data.join("deeper").join("journal.db")), JournalError::Folder { .. }));
    drop(fixed);

    let reports = reports();
    told(&mut Journal::open(&path).unwrap(), 1, &reports[0]).unwrap();
    let fixed = Fixed::new(&data).unwrap();
    // The file may be written, but not the log beside it.
    refused(&path);
    drop(fixed);
    sound(&path, &reports);
}

#[test]
fn a_read_only_disk_is_said() {
    let Some(disk) = SmallDisk::mount("3m") else { return };
    let path = disk.path().join("journal.db");
    let reports = reports();
    told(&mut Journal::open(&path).unwrap(), 1, &reports[0]).unwrap();
    disk.remount("ro");
    assert!(matches!(refused(&path), JournalError::Folder { .. }));
    assert!(matches!(refused(&disk.path().join("new.db")), JournalError::Folder { .. }));
    disk.remount("rw");
    sound(&path, &reports);
}
