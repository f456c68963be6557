//! The take file: a WAV that is valid at every moment and loses at most a second to a crash or power cut.
//! Written by the take's worker thread; mended at launch if a take was cut off.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::RATE_HZ;

/// What a take leaves free on the disk, so that its words and its report still have room.
const RESERVE: u64 = 1 << 20;

/// A take file being written.
pub struct TakeFile {
    writer: hound::WavWriter<BufWriter<File>>,
    /// The same file, to have the system write it out to the disk.
    disk: File,
    path: PathBuf,
    since_sync: usize,
}

impl TakeFile {
    /// Creates the file; it is a valid, empty recording at once. An existing file is not overwritten.
    pub fn create(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        let disk = file.try_clone()?;
        // Held as long as the take is written, so that nobody takes it for one that was cut off.
        match disk.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => return Err(io::ErrorKind::ResourceBusy.into()),
            // Some network file systems know no locks; the take counts for more.
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => {}
        }
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: RATE_HZ,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let writer = hound::WavWriter::new(BufWriter::new(file), spec).map_err(to_io)?;
        let mut take = Self { writer, disk, path: path.to_owned(), since_sync: 0 };
        take.sync()?;
        Ok(take)
    }

    /// Appends samples; every second of them is brought safely to the disk. Refuses with
    /// [`io::ErrorKind::StorageFull`] while there is still room on the disk for the journal.
    pub fn append(&mut self, samples: &[i16]) -> io::Result<()> {
        for &sample in samples {
            self.writer.write_sample(sample).map_err(to_io)?;
        }
        self.since_sync += samples.len();
        if self.since_sync >= RATE_HZ as usize {
            self.sync()?;
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.since_sync = 0;
        self.writer.flush().map_err(to_io)?;
        self.disk.sync_data()?;
        match fs4::available_space(&self.path) {
            Ok(left) if left < RESERVE => Err(io::ErrorKind::StorageFull.into()),
            // A file system that does not tell is written until it is full.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Closes the file, all of it on the disk.
    pub fn finish(self) -> io::Result<PathBuf> {
        self.writer.finalize().map_err(to_io)?;
        self.disk.sync_all()?;
        Ok(self.path)
    }
}

/// Whether some program is still recording into this file.
pub fn is_being_written(path: &Path) -> io::Result<bool> {
    match File::open(path)?.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(std::fs::TryLockError::WouldBlock) => Ok(true),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

fn to_io(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording;

    fn seconds_on_disk(path: &Path) -> f64 {
        let mut recording = recording::open(path).unwrap();
        let (mut frames, mut block) = (0, Vec::new());
        while recording.read(&mut block) {
            frames += block.len();
        }
        frames as f64 / f64::from(RATE_HZ)
    }

    #[test]
    fn a_take_that_is_never_finished_loses_less_than_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("takes").join("cut-off.wav");
        let mut take = TakeFile::create(&path).unwrap();
        let mut written = 0.0;
        for _ in 0..57 {
            take.append(&[1_000; 1_024]).unwrap();
            written += 1_024.0 / f64::from(RATE_HZ);
            if written > 1.1 {
                assert!(written - seconds_on_disk(&path) < 1.0 + 1e-9);
            }
        }
        // As after a kill: neither finished nor dropped.
        std::mem::forget(take);
        assert!(written - seconds_on_disk(&path) < 1.0 + 1e-9);
    }

    #[test]
    fn a_take_is_known_to_be_written_until_it_is_finished_or_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        let take = TakeFile::create(&path).unwrap();
        assert!(is_being_written(&path).unwrap());
        take.finish().unwrap();
        assert!(!is_being_written(&path).unwrap());
        assert!(is_being_written(&folder.path().join("none.wav")).is_err());
    }

    #[test]
    fn a_finished_take_is_whole_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        let mut take = TakeFile::create(&path).unwrap();
        take.append(&vec![7; 20_000]).unwrap();
        take.finish().unwrap();
        assert!((seconds_on_disk(&path) - 1.25).abs() < 1e-9);
        assert!(TakeFile::create(&path).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_take_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        TakeFile::create(&path).unwrap().finish().unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
