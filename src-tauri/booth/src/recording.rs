//! A recording in a file, whatever it is packed in: a WAV of our own or of anybody's, FLAC, MP3, M4A. Read block by
//! block, so that memory does not grow with its length. Used wherever a recording is heard or imported.

use std::fs::File;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::packed::{self, Packed};
use crate::wav::{self, Wav};

pub(crate) const MOST_CHANNELS: u16 = 32;
/// From the poorest telephone to the finest studio; a header outside of it is torn.
pub(crate) const RATES_HZ: RangeInclusive<u32> = 4_000..=768_000;
/// Float samples go beyond full scale by a little when mixed; by more only when they are no sound.
pub(crate) const LOUDEST: f32 = 8.0;

/// Why a file could not be opened as a recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// Not there, a folder, or not readable.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's word for it.
        reason: std::io::Error,
    },
    /// Nothing in it.
    #[error("{0} is empty")]
    Empty(PathBuf),
    /// Something else.
    #[error("{0} is no recording that Retake can read; WAV, FLAC, MP3 and M4A are understood")]
    NotSound(PathBuf),
    /// A header and nothing behind it.
    #[error("{0} holds no sound")]
    NoSound(PathBuf),
    /// A recording of a kind that is not understood.
    #[error("{path} is a recording of a kind Retake cannot read: {what}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What is unusual.
        what: String,
    },
}

/// A recording being read.
pub struct Recording(Kind);

enum Kind {
    Wav(Wav),
    Packed(Box<Packed>),
}

/// Opens a recording.
pub fn open(path: &Path) -> Result<Recording, RecordingError> {
    let kind =
        if is_wav(path)? { Kind::Wav(wav::open(path)?) } else { Kind::Packed(Box::new(packed::open(path)?)) };
    Ok(Recording(kind))
}

impl Recording {
    /// Samples a second.
    #[must_use]
    pub fn rate_hz(&self) -> u32 {
        match &self.0 {
            Kind::Wav(wav) => wav.rate_hz(),
            Kind::Packed(packed) => packed.rate_hz(),
        }
    }

    /// How many channels lie interleaved.
    #[must_use]
    pub fn channels(&self) -> u16 {
        match &self.0 {
            Kind::Wav(wav) => wav.channels(),
            Kind::Packed(packed) => packed.channels(),
        }
    }

    /// Fraction read so far.
    #[must_use]
    pub fn done(&self) -> f64 {
        match &self.0 {
            Kind::Wav(wav) => wav.done(),
            Kind::Packed(packed) => packed.done(),
        }
    }

    /// Reads the next block of interleaved samples, whole frames, into `block`; `false` at the end. What cannot be
    /// decoded any more is the end: everything before it is kept.
    pub fn read(&mut self, block: &mut Vec<f32>) -> bool {
        match &mut self.0 {
            Kind::Wav(wav) => wav.read(block),
            Kind::Packed(packed) => packed.read(block),
        }
    }
}

/// A file's length; refuses what is no file, or empty.
pub(crate) fn file_length(path: &Path) -> Result<u64, RecordingError> {
    let unreadable = |reason| RecordingError::Unreadable { path: path.to_owned(), reason };
    // Asked before opening: opening a pipe would wait for somebody to write into it.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let reason = std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is not a file");
        return Err(unreadable(reason));
    }
    if metadata.len() == 0 { Err(RecordingError::Empty(path.to_owned())) } else { Ok(metadata.len()) }
}

fn is_wav(path: &Path) -> Result<bool, RecordingError> {
    file_length(path)?;
    let unreadable = |reason| RecordingError::Unreadable { path: path.to_owned(), reason };
    let mut begins = Vec::with_capacity(4);
    File::open(path).map_err(unreadable)?.take(4).read_to_end(&mut begins).map_err(unreadable)?;
    Ok(begins == b"RIFF")
}
