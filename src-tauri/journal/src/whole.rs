//! The journal and all its recordings in one file: a plain zip, the journal first. Written while the journal is in use, read
//! through before it has its name, and unpacked by `restore` as a copy of the journal alone is.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::backup::beside;
use crate::open::{private_file, private_folder};
use crate::{Journal, JournalError};

const JOURNAL: &str = "journal.db";
const RECORDINGS: &str = "recordings/";

impl Journal {
    /// Writes a copy of everything, recordings and all. A file that is there is not overwritten. How many recordings.
    pub fn back_up_with_recordings(&self, recordings: &Path, to: &Path) -> Result<usize, JournalError> {
        let refused = |reason| JournalError::Folder { folder: to.to_owned(), reason };
        if to.try_exists().map_err(refused)? {
            return Err(JournalError::AlreadyThere(to.to_owned()));
        }
        let (alone, half) = (beside(to, "journal"), beside(to, "half"));
        let written = self.back_up(&alone).and_then(|()| {
            let ids = self.with_recording()?;
            pack(&alone, recordings, &ids, &half).map_err(refused)
        });
        let _ = std::fs::remove_file(&alone);
        match written.and_then(|count| std::fs::rename(&half, to).map_err(refused).map(|()| count)) {
            Ok(count) => Ok(count),
            Err(error) => {
                let _ = std::fs::remove_file(&half);
                Err(error)
            }
        }
    }

    /// Also those that a crash cut off and nobody has finished: all of them that there is lies in their recording.
    fn with_recording(&self) -> Result<Vec<String>, JournalError> {
        let mut select = self.read().prepare_cached(
            "SELECT id FROM takes WHERE recording IS NOT NULL
             AND (state IN ('done', 'recovered') OR state IN ('recording', 'analysing') AND imported_from IS NULL)",
        )?;
        let ids = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }
}

fn pack(journal: &Path, recordings: &Path, ids: &[String], to: &Path) -> io::Result<usize> {
    // Recordings on a disk that is away are not removed by hand.
    if recordings.is_symlink() {
        recordings.metadata()?;
    }
    private_file(to)?;
    let mut zip = ZipWriter::new(File::options().write(true).open(to)?);
    // Sound does not get smaller, and a backup is to be quick.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    zip.start_file(JOURNAL, options)?;
    io::copy(&mut File::open(journal)?, &mut zip)?;
    let mut count = 0;
    for id in ids {
        let mut recording = match File::open(recordings.join(format!("{id}.wav"))) {
            Ok(recording) => recording,
            // Somebody has removed it by hand.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        zip.start_file(format!("{RECORDINGS}{id}.wav"), options)?;
        io::copy(&mut recording, &mut zip)?;
        count += 1;
    }
    zip.finish()?.sync_all()?;
    read_through(to)?;
    Ok(count)
}

/// Reads every file in it to its end, which compares it with its checksum.
fn read_through(path: &Path) -> io::Result<()> {
    let mut zip = ZipArchive::new(File::open(path)?)?;
    for at in 0..zip.len() {
        io::copy(&mut zip.by_index(at)?, &mut io::sink())?;
    }
    Ok(())
}

/// Whether a file is such a copy.
pub(crate) fn is_whole(path: &Path) -> bool {
    let mut beginning = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut beginning)).is_ok()
        && beginning == *b"PK\x03\x04"
}

/// Unpacks the journal to `journal` and recordings that are not there yet into `recordings`.
pub(crate) fn unpack(from: &Path, journal: &Path, recordings: &Path) -> io::Result<()> {
    read_through(from)?;
    let mut zip = ZipArchive::new(File::open(from)?)?;
    private_folder(recordings)?;
    for at in 0..zip.len() {
        let mut file = zip.by_index(at)?;
        let to: PathBuf = match &*file.name()? {
            JOURNAL => journal.to_owned(),
            name => match name.strip_prefix(RECORDINGS).filter(|name| is_recording(name)) {
                Some(name) => recordings.join(name),
                None => continue,
            },
        };
        if to != journal && to.try_exists()? {
            continue;
        }
        let half = beside(&to, "half");
        private_file(&half)?;
        io::copy(&mut file, &mut File::options().write(true).truncate(true).open(&half)?)?;
        std::fs::rename(&half, &to)?;
    }
    Ok(())
}

/// A take's recording, and no way out of the folder.
fn is_recording(name: &str) -> bool {
    name.strip_suffix(".wav").is_some_and(crate::export::is_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::{begun, told};

    #[test]
    fn everything_goes_into_one_file_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let (path, recordings) = (folder.path().join("journal.db"), folder.path().join("recordings"));
        let copy = folder.path().join("all.zip");
        let mut journal = Journal::open(&path).unwrap();
        let [first, second] = [1, 2].map(|n| told(&mut journal, &begun(n), "i broke it"));
        let cut_off = journal.begin_take(&begun(3)).unwrap();
        std::fs::create_dir(&recordings).unwrap();
        for id in [&first, &cut_off] {
            std::fs::write(recordings.join(format!("{id}.wav")), "the sound of it").unwrap();
        }
        assert_eq!(journal.back_up_with_recordings(&recordings, &copy).unwrap(), 2);
        assert!(matches!(
            journal.back_up_with_recordings(&recordings, &copy),
            Err(JournalError::AlreadyThere(_))
        ));
        drop(journal);

        let elsewhere = folder.path().join("elsewhere").join("journal.db");
        let there = elsewhere.with_file_name("recordings");
        assert_eq!(Journal::restore(&copy, &elsewhere, &there).unwrap(), None);
        let journal = Journal::open(&elsewhere).unwrap();
        assert!(journal.report(&first).is_ok() && journal.report(&second).is_ok());
        for id in [&first, &cut_off] {
            let sound = std::fs::read_to_string(there.join(format!("{id}.wav"))).unwrap();
            assert_eq!(sound, "the sound of it");
        }
        drop(journal);

        let mut damaged = std::fs::read(&copy).unwrap();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0xff;
        std::fs::write(&copy, damaged).unwrap();
        assert!(Journal::restore(&copy, &elsewhere, &there).is_err());
        assert!(Journal::open(&elsewhere).unwrap().report(&first).is_ok(), "nothing has changed");
    }

    #[test]
    fn a_file_with_a_way_out_of_the_folder_is_left_in_the_copy() {
        let folder = tempfile::tempdir().unwrap();
        let bad = folder.path().join("bad.zip");
        let mut zip = ZipWriter::new(File::create(&bad).unwrap());
        for name in ["recordings/../../evil.wav", "evil.wav", "recordings/good.wav", "/tmp/evil.wav"] {
            zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
                .unwrap();
        }
        zip.finish().unwrap();
        let deep = folder.path().join("a").join("b");
        unpack(&bad, &deep.join("journal.db"), &deep.join("recordings")).unwrap();
        let mut found: Vec<_> = walk(folder.path());
        found.sort();
        assert_eq!(found, ["bad.zip", "good.wav"]);
    }

    fn walk(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| {
                if path.is_dir() {
                    walk(&path)
                } else {
                    vec![path.file_name().unwrap().to_string_lossy().into_owned()]
                }
            })
            .collect()
    }
}
