//! FLAC, MP3 and M4A, unpacked by symphonia (MPL-2.0, used unchanged). Called through [`crate::recording`].

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::recording::{LOUDEST, MOST_CHANNELS, RATES_HZ, RecordingError, file_length};

/// A packed recording being read.
pub(crate) struct Packed {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    rate_hz: u32,
    channels: u16,
    /// The block that was unpacked to learn rate and channels.
    first: Option<Vec<f32>>,
    read: Arc<AtomicU64>,
    length: u64,
}

/// Opens a packed recording.
pub(crate) fn open(path: &Path) -> Result<Packed, RecordingError> {
    let length = file_length(path)?;
    let file =
        File::open(path).map_err(|reason| RecordingError::Unreadable { path: path.to_owned(), reason })?;
    let read = Arc::new(AtomicU64::new(0));
    let counted = Counted { file, length, read: read.clone() };
    let not_sound = || RecordingError::NotSound(path.to_owned());
    // A damaged file must not take the program with it, whatever the unpacker makes of it.
    let opened =
        catch_unwind(AssertUnwindSafe(|| unpack(counted))).unwrap_or(Err(Error::Unsupported("damaged")));
    let (format, decoder, track) = opened.map_err(|_| not_sound())?;
    let mut packed = Packed { format, decoder, track, rate_hz: 0, channels: 0, first: None, read, length };
    let mut block = Vec::new();
    if !packed.next(&mut block) {
        return Err(RecordingError::NoSound(path.to_owned()));
    }
    packed.first = Some(block);
    let unsupported = |what: String| RecordingError::Unsupported { path: path.to_owned(), what };
    if packed.channels == 0 || packed.channels > MOST_CHANNELS {
        return Err(unsupported(format!("{} channels", packed.channels)));
    }
    if !RATES_HZ.contains(&packed.rate_hz) {
        return Err(unsupported(format!("a rate of {} Hz", packed.rate_hz)));
    }
    Ok(packed)
}

type Opened = (Box<dyn FormatReader>, Box<dyn AudioDecoder>, u32);

fn unpack(source: Counted) -> Result<Opened, Error> {
    let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    // What the file is called says nothing; what is in it does.
    let format = symphonia::default::get_probe().probe(
        &Hint::new(),
        stream,
        FormatOptions::default(),
        MetadataOptions::default(),
    )?;
    let track = format.default_track(TrackType::Audio).ok_or(Error::Unsupported("no sound"))?;
    let parameters = track
        .codec_params
        .as_ref()
        .and_then(|parameters| parameters.audio())
        .ok_or(Error::Unsupported("no sound"))?;
    let decoder =
        symphonia::default::get_codecs().make_audio_decoder(parameters, &AudioDecoderOptions::default())?;
    let track = track.id;
    Ok((format, decoder, track))
}

impl Packed {
    pub(crate) fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    pub(crate) fn channels(&self) -> u16 {
        self.channels
    }

    /// Fraction of the file read so far.
    pub(crate) fn done(&self) -> f64 {
        (self.read.load(Ordering::Relaxed) as f64 / self.length as f64).min(1.0)
    }

    pub(crate) fn read(&mut self, block: &mut Vec<f32>) -> bool {
        match self.first.take() {
            Some(first) => {
                *block = first;
                true
            }
            None => self.next(block),
        }
    }

    /// The next block with sound in it.
    fn next(&mut self, block: &mut Vec<f32>) -> bool {
        block.clear();
        catch_unwind(AssertUnwindSafe(|| self.decode(block))).unwrap_or(false)
    }

    fn decode(&mut self, block: &mut Vec<f32>) -> bool {
        while let Ok(Some(packet)) = self.format.next_packet() {
            if packet.track_id != self.track {
                continue;
            }
            let decoded = match self.decoder.decode(&packet) {
                Ok(decoded) => decoded,
                // A packet that is damaged costs itself, not what follows.
                Err(Error::DecodeError(_) | Error::IoError(_)) => continue,
                Err(_) => return false,
            };
            let (rate_hz, channels) = (decoded.spec().rate(), decoded.spec().channels().count() as u16);
            if self.channels == 0 {
                (self.rate_hz, self.channels) = (rate_hz, channels);
            } else if (rate_hz, channels) != (self.rate_hz, self.channels) {
                return false;
            }
            decoded.copy_to_vec_interleaved(block);
            for sample in block.iter_mut() {
                *sample = if sample.is_finite() { sample.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
            }
            if !block.is_empty() {
                return true;
            }
        }
        false
    }
}

/// A file that tells how far it has been read.
struct Counted {
    file: File,
    length: u64,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.read.store(self.file.stream_position()?, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl MediaSource for Counted {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}
