//! A WAV of any rate, channel count and sample format, torn or whole. hound decodes; the header's sizes are mended
//! first, because a program that died while recording leaves them wrong.

use std::fs::File;
use std::io::{BufReader, Chain, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use crate::recording::{LOUDEST, MOST_CHANNELS, RATES_HZ, RecordingError, file_length};

/// Frames a block: about a tenth of a second.
const BLOCK: usize = 4_096;
/// A description of the samples longer than this is none; other chunks (pictures, tags) may be of any length.
const LONGEST_FORMAT: u64 = 1 << 10;
/// A WAV being read.
pub(crate) struct Wav {
    samples: Samples,
    rate_hz: u32,
    channels: u16,
    total: u64,
    read: u64,
}

type Reader = hound::WavReader<Chain<Cursor<Vec<u8>>, BufReader<File>>>;

enum Samples {
    Int(Reader, f32),
    Float(Reader),
}

/// Opens a WAV.
pub(crate) fn open(path: &Path) -> Result<Wav, RecordingError> {
    let unreadable = |reason| RecordingError::Unreadable { path: path.to_owned(), reason };
    let length = file_length(path)?;
    let mut file = File::open(path).map_err(unreadable)?;
    let header = mended_header(&mut file, length)
        .map_err(unreadable)?
        .ok_or_else(|| RecordingError::NotSound(path.to_owned()))?;
    let unsupported = |what: String| RecordingError::Unsupported { path: path.to_owned(), what };

    let reader = hound::WavReader::new(Cursor::new(header).chain(BufReader::new(file)))
        .map_err(|error| unsupported(error.to_string()))?;
    let spec = reader.spec();
    if spec.channels == 0 || spec.channels > MOST_CHANNELS {
        return Err(unsupported(format!("{} channels", spec.channels)));
    }
    if !RATES_HZ.contains(&spec.sample_rate) {
        return Err(unsupported(format!("a rate of {} Hz", spec.sample_rate)));
    }
    let total = u64::from(reader.len());
    if total == 0 {
        return Err(RecordingError::NoSound(path.to_owned()));
    }
    let samples = match (spec.sample_format, spec.bits_per_sample) {
        (hound::SampleFormat::Float, 32) => Samples::Float(reader),
        (hound::SampleFormat::Int, bits @ (8 | 16 | 24 | 32)) => {
            Samples::Int(reader, 1.0 / (1_u64 << (bits - 1)) as f32)
        }
        (format, bits) => return Err(unsupported(format!("{bits} bit {format:?}").to_lowercase())),
    };
    Ok(Wav { samples, rate_hz: spec.sample_rate, channels: spec.channels, total, read: 0 })
}

impl Wav {
    /// Samples a second.
    pub(crate) fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// How many channels lie interleaved.
    pub(crate) fn channels(&self) -> u16 {
        self.channels
    }

    /// Fraction read so far.
    pub(crate) fn done(&self) -> f64 {
        self.read as f64 / self.total as f64
    }

    /// Reads the next block of interleaved samples into `block`; `false` at the end. What cannot be decoded any
    /// more is the end: everything before it is kept.
    pub(crate) fn read(&mut self, block: &mut Vec<f32>) -> bool {
        block.clear();
        let most = BLOCK * usize::from(self.channels);
        match &mut self.samples {
            Samples::Int(reader, scale) => {
                block.extend(
                    reader.samples::<i32>().take(most).map_while(Result::ok).map(|s| s as f32 * *scale),
                );
            }
            Samples::Float(reader) => {
                let finite = |s: f32| if s.is_finite() { s.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
                block.extend(reader.samples::<f32>().take(most).map_while(Result::ok).map(finite));
            }
        }
        self.read += block.len() as u64;
        block.truncate(block.len() / usize::from(self.channels) * usize::from(self.channels));
        !block.is_empty()
    }
}

/// The bytes up to the samples, with sizes that fit the file; the file is left at its first sample.
/// `None` if this is no WAV.
fn mended_header(file: &mut File, length: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut riff = [0; 12];
    if file.read_exact(&mut riff).is_err() || &riff[..4] != b"RIFF" || &riff[8..] != b"WAVE" {
        return Ok(None);
    }
    let mut header = riff.to_vec();
    let mut block_align = None;
    loop {
        let mut chunk = [0; 8];
        if file.read_exact(&mut chunk).is_err() {
            return Ok(None);
        }
        let size = u64::from(u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]));
        let at = file.stream_position()?;
        if &chunk[..4] == b"data" {
            let align = match block_align {
                None | Some(0) => return Ok(None),
                Some(align) => u64::from(align),
            };
            let there = length - at;
            // A header of 0 is one that was never written again; one past the end is a torn file.
            let size = if size == 0 || size > there { there } else { size };
            let size = u32::try_from(size - size % align).unwrap_or(u32::MAX - u32::MAX % align as u32);
            header.extend_from_slice(b"data");
            header.extend_from_slice(&size.to_le_bytes());
            let riff_size = (header.len() as u32).saturating_add(size) - 8;
            header[4..8].copy_from_slice(&riff_size.to_le_bytes());
            return Ok(Some(header));
        }
        let padded = size + size % 2;
        let is_format = &chunk[..4] == b"fmt ";
        if at + padded > length || is_format && padded > LONGEST_FORMAT {
            return Ok(None);
        }
        if is_format {
            let mut fmt = vec![0; padded as usize];
            file.read_exact(&mut fmt)?;
            block_align = fmt.get(12..14).map(|align| u16::from_le_bytes([align[0], align[1]]));
            header.extend_from_slice(&chunk);
            header.extend_from_slice(&fmt);
        } else {
            file.seek(SeekFrom::Current(padded.cast_signed()))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(spec: hound::WavSpec, frames: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
        for n in 0..frames * u32::from(spec.channels) {
            match (spec.sample_format, spec.bits_per_sample) {
                (hound::SampleFormat::Float, _) => writer.write_sample((n % 100) as f32 / 200.0).unwrap(),
                (_, bits) => writer.write_sample((n % 100).cast_signed() << (bits - 8)).unwrap(),
            }
        }
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    fn spec(channels: u16, sample_rate: u32, bits_per_sample: u16, float: bool) -> hound::WavSpec {
        let sample_format = if float { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
        hound::WavSpec { channels, sample_rate, bits_per_sample, sample_format }
    }

    fn opened(bytes: &[u8]) -> Result<(Wav, Vec<f32>), RecordingError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        std::fs::write(&path, bytes).unwrap();
        let mut recording = open(&path)?;
        let (mut all, mut block) = (Vec::new(), Vec::new());
        while recording.read(&mut block) {
            all.extend_from_slice(&block);
        }
        Ok((recording, all))
    }

    #[test]
    fn every_usual_kind_of_wav_is_read_whole() {
        for (channels, rate, bits, float) in [
            (1, 8_000, 8, false),
            (2, 44_100, 16, false),
            (5, 48_000, 24, false),
            (1, 96_000, 32, false),
            (2, 48_000, 32, true),
        ] {
            let (recording, samples) = opened(&written(spec(channels, rate, bits, float), 1_000)).unwrap();
            assert_eq!((recording.rate_hz(), recording.channels()), (rate, channels));
            assert_eq!(samples.len(), 1_000 * usize::from(channels));
            assert!(samples.iter().all(|sample| sample.abs() <= 1.0));
            assert!((recording.done() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_torn_header_is_mended() {
        let whole = written(spec(1, 16_000, 16, false), 1_000);
        for size in [0_u32, u32::MAX, 1_000_000] {
            let mut torn = whole.clone();
            torn[40..44].copy_from_slice(&size.to_le_bytes());
            assert_eq!(opened(&torn).unwrap().1.len(), 1_000, "a data size of {size}");
        }
        let half = &whole[..44 + 999];
        assert_eq!(opened(half).unwrap().1.len(), 499);
    }

    #[test]
    fn what_is_no_recording_is_refused_in_one_sentence() {
        assert!(matches!(opened(b""), Err(RecordingError::Empty(_))));
        assert!(matches!(opened(b"hello"), Err(RecordingError::NotSound(_))));
        assert!(matches!(opened(&[0; 5_000]), Err(RecordingError::NotSound(_))));
        let whole = written(spec(1, 16_000, 16, false), 10);
        assert!(matches!(opened(&whole[..44]), Err(RecordingError::NoSound(_))));
        assert!(matches!(open(Path::new("no-such.wav")), Err(RecordingError::Unreadable { .. })));
        assert!(matches!(open(Path::new(".")), Err(RecordingError::Unreadable { .. })));
    }

    #[test]
    fn a_picture_before_the_samples_is_passed_over() {
        let whole = written(spec(1, 16_000, 16, false), 1_000);
        let mut tagged = whole[..36].to_vec();
        tagged.extend_from_slice(b"LIST");
        tagged.extend_from_slice(&2_000_000_u32.to_le_bytes());
        tagged.extend(std::iter::repeat_n(7, 2_000_000));
        tagged.extend_from_slice(&whole[36..]);
        assert_eq!(opened(&tagged).unwrap().1.len(), 1_000);
    }

    #[test]
    fn float_samples_that_are_no_sound_are_brought_back_to_one() {
        let mut wild = written(spec(1, 44_100, 32, true), 4_000);
        let body = wild.len() - 16_000;
        for (n, sample) in wild[body..].chunks_exact_mut(4).enumerate() {
            let value = [3e38_f32, -3e38, f32::NAN, f32::INFINITY][n % 4];
            sample.copy_from_slice(&value.to_le_bytes());
        }
        let (recording, samples) = opened(&wild).unwrap();
        assert!(samples.iter().all(|sample| sample.abs() <= LOUDEST));
        let mut ready = Vec::<i16>::new();
        let mut resampler = crate::resample::Resampler::new(recording.rate_hz()).unwrap();
        resampler.push(&samples, &mut ready);
        resampler.finish(&mut ready);
        assert!(!ready.is_empty());
    }

    #[test]
    fn a_rate_that_no_sound_has_is_refused() {
        let slow = written(spec(1, 1, 16, false), 100);
        assert!(matches!(opened(&slow), Err(RecordingError::Unsupported { .. })));
    }

    proptest! {
        #[test]
        fn a_wav_cut_anywhere_is_read_or_refused_and_never_a_panic(cut in 0_usize..2_100, flip in 0_usize..44, with: u8) {
            let mut bytes = written(spec(2, 44_100, 16, false), 500);
            bytes[flip] ^= with;
            bytes.truncate(cut);
            let _ = opened(&bytes);
        }

        #[test]
        fn a_torn_wav_gives_every_whole_frame_that_is_there(
            (bits, float) in prop::sample::select(vec![(8, false), (16, false), (24, false), (32, false), (32, true)]),
            channels in 1_u16..=6,
            frames in 1_u32..400,
            // Where it breaks off, what its header says of its length, and what stands between header and samples.
            cut in 0.0_f64..1.0,
            said in prop::sample::select(vec![0_u32, u32::MAX, 0x7fff_fffe, 1 << 24]),
            between in 0_usize..60,
        ) {
            let whole = written(spec(channels, 44_100, bits, float), frames);
            let (_, all) = opened(&whole).unwrap();
            let align = usize::from(channels * bits / 8);
            let body = whole.len() - frames as usize * align;
            let mut torn = whole[..body - 8].to_vec();
            if between > 0 {
                torn.extend_from_slice(b"junk");
                torn.extend_from_slice(&(between as u32).to_le_bytes());
                torn.extend(std::iter::repeat_n(7, between + between % 2));
            }
            torn.extend_from_slice(b"data");
            torn.extend_from_slice(&said.to_le_bytes());
            torn[4..8].copy_from_slice(&said.to_le_bytes());
            let there = (cut * (whole.len() - body) as f64) as usize;
            torn.extend_from_slice(&whole[body..body + there]);
            match opened(&torn) {
                Ok((_, samples)) => {
                    prop_assert_eq!(samples.len(), there / align * usize::from(channels));
                    prop_assert_eq!(&samples[..], &all[..samples.len()]);
                }
                Err(error) => {
                    prop_assert!(there < align && matches!(error, RecordingError::NoSound(_)), "{}", error);
                }
            }
        }
    }
}
