//! What the booth heard beside the words, a hundred times a second, small enough to be kept with the take: about 15 kB a
//! minute. The coach looks in it for filled pauses.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The sound of a take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sounds {
    /// How loud it is from 300 to 1,800 Hz, as [`Sounds::level`] writes it.
    pub levels: Vec<u8>,
    /// Whether anything but the room is heard.
    pub sounding: Vec<bool>,
    /// Stretches in which a sound is held.
    pub held: Vec<Held>,
}

/// A stretch in which a sound is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its first frame.
    pub start: u32,
    /// What is heard in it, a hundredth of a second each.
    pub frames: Vec<Frame>,
}

/// A hundredth of a second of a held sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    change: u8,
    periodicity: u8,
    lag: u8,
    against: [i8; 2],
}

/// The faintest level that is told from others.
const FAINTEST_DB: f32 = -50.0;
const STEP_DB: f32 = 0.25;
/// The first byte of what is packed.
const VERSION: u8 = 1;

impl Held {
    /// The first frame after it.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.start + self.frames.len() as u32
    }
}

impl Frame {
    /// As periodic as this on the whole, it is a voice; nine breaths in ten stay below.
    pub(crate) const VOICED: f32 = 0.38;

    /// Change in decibels a band over 40 ms, periodicity of 255, lag in samples at 16 kHz, and how far the bands of 500 to 800
    /// and of 1,200 to 1,800 Hz are over what is usual for the voice, in decibels.
    #[must_use]
    pub fn new(change_db: f32, periodicity: u8, lag: u8, against_voice_db: [f32; 2]) -> Self {
        let change = (change_db * 10.0).round().clamp(0.0, 255.0) as u8;
        let against = against_voice_db.map(|db| (db / STEP_DB).round().clamp(-127.0, 127.0) as i8);
        Self { change, periodicity, lag, against }
    }

    /// How much the shape of the spectrum changes.
    #[must_use]
    pub fn change_db(self) -> f32 {
        f32::from(self.change) / 10.0
    }

    /// How alike one period is to the next, 0 to 1.
    #[must_use]
    pub fn periodicity(self) -> f32 {
        f32::from(self.periodicity) / 255.0
    }

    /// The length of a period in samples at 16 kHz; 0 if there is none.
    #[must_use]
    pub fn lag(self) -> u8 {
        self.lag
    }

    /// How far two bands are over what is usual for the voice.
    #[must_use]
    pub fn against_voice_db(self) -> [f32; 2] {
        self.against.map(|db| f32::from(db) * STEP_DB)
    }
}

impl Sounds {
    /// How many frames there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.levels.len() as u32
    }

    /// Whether nothing was listened to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// Puts what was heard after it behind it.
    pub fn append(&mut self, later: Sounds) {
        let by = self.count();
        self.levels.extend(later.levels);
        self.sounding.extend(later.sounding);
        self.held.extend(later.held.into_iter().map(|held| Held { start: held.start + by, ..held }));
    }

    /// When a frame begins to count: it is four times as long as a step, and what is heard lies in its middle.
    #[must_use]
    pub fn seconds(frame: usize) -> f64 {
        frame as f64 * 0.01 + 0.015
    }

    /// The frame that a moment is in; before the first it is less than 0.
    #[must_use]
    pub fn frame(seconds: f64) -> i64 {
        // Words begin at whole hundredths, which lie just between two frames: always the later one.
        ((seconds - 0.015) / 0.01 + 0.501).floor() as i64
    }

    /// The frames between two moments.
    pub(crate) fn frames(&self, seconds: Range<f64>) -> Range<usize> {
        let at = |seconds: f64| Self::frame(seconds).clamp(0, i64::from(self.count())) as usize;
        at(seconds.start)..at(seconds.end)
    }

    /// A level beside that of the loud quarter of the speech, as it is kept.
    #[must_use]
    pub fn level(beside_speech_db: f32) -> u8 {
        ((beside_speech_db - FAINTEST_DB) / STEP_DB).round().clamp(0.0, 255.0) as u8
    }

    /// How loud a frame is beside the loud quarter of the speech.
    #[must_use]
    pub fn level_db(&self, frame: usize) -> f32 {
        f32::from(self.levels[frame]) * STEP_DB + FAINTEST_DB
    }

    /// As bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend((self.levels.len() as u32).to_le_bytes());
        bytes.extend(&self.levels);
        bytes.extend(
            self.sounding
                .chunks(8)
                .map(|bits| bits.iter().enumerate().fold(0, |byte, (n, bit)| byte | u8::from(*bit) << n)),
        );
        for held in &self.held {
            bytes.extend(held.start.to_le_bytes());
            bytes.extend((held.frames.len() as u16).to_le_bytes());
            for Frame { change, periodicity, lag, against: [low, high] } in &held.frames {
                bytes.extend([*change, *periodicity, *lag, low.cast_unsigned(), high.cast_unsigned()]);
            }
        }
        bytes
    }

    /// From its bytes; nothing, if they are of another version or not whole.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (version, bytes) = bytes.split_first()?;
        let (length, bytes) = bytes.split_first_chunk()?;
        let length = u32::from_le_bytes(*length) as usize;
        let (levels, bytes) = bytes.split_at_checked(length)?;
        let (bits, mut bytes) = bytes.split_at_checked(length.div_ceil(8))?;
        let sounding = (0..length).map(|at| bits[at / 8] >> (at % 8) & 1 == 1).collect();
        let mut held = Vec::new();
        let mut before = 0;
        while !bytes.is_empty() {
            let (start, rest) = bytes.split_first_chunk()?;
            let (count, rest) = rest.split_first_chunk()?;
            let (start, count) = (u32::from_le_bytes(*start), usize::from(u16::from_le_bytes(*count)));
            let (frames, rest) = rest.split_at_checked(5 * count)?;
            if count == 0 || (start as usize) < before || start as usize + count > length {
                return None;
            }
            before = start as usize + count;
            let frames = frames.as_chunks().0.iter().map(|&[change, periodicity, lag, low, high]| Frame {
                change,
                periodicity,
                lag,
                against: [low.cast_signed(), high.cast_signed()],
            });
            held.push(Held { start, frames: frames.collect() });
            bytes = rest;
        }
        (*version == VERSION).then(|| Self { levels: levels.to_vec(), sounding, held })
    }
}

impl Serialize for Sounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.pack().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Sounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        Self::unpack(&bytes).ok_or_else(|| serde::de::Error::custom("what was heard is not whole"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_heard_comes_back_from_its_bytes_and_no_other_bytes_are_taken() {
        let frame = |n: u8| Frame::new(f32::from(n) / 3.0, n, n / 2, [f32::from(n) - 20.0, -3.1]);
        let held = |start: u32, count: u8| Held { start, frames: (0..count).map(frame).collect() };
        let sounds = Sounds {
            levels: (0..=200).collect(),
            sounding: (0..=200).map(|n| n % 3 == 0).collect(),
            held: vec![held(5, 30), held(35, 9), held(190, 11)],
        };
        let bytes = sounds.pack();
        assert_eq!(Sounds::unpack(&bytes), Some(sounds.clone()));
        assert_eq!(Sounds::unpack(&Sounds::default().pack()), Some(Sounds::default()));
        for length in 0..bytes.len() {
            // Cut between two stretches it is a shorter take, and nothing else.
            let cut = Sounds::unpack(&bytes[..length]);
            assert!(cut.is_none_or(|cut| sounds.held.starts_with(&cut.held)), "{length}");
        }
        let mut other = bytes.clone();
        other[0] = 2;
        assert_eq!(Sounds::unpack(&other), None);
        let after_the_end = Sounds { held: vec![held(191, 11)], ..sounds };
        assert_eq!(Sounds::unpack(&after_the_end.pack()), None);
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_are_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Sounds::unpack(&bytes);
            // The same as if it said that it is a short take.
            let short = [&[VERSION, 9, 0, 0, 0], &bytes[..]].concat();
            if let Some(sounds) = Sounds::unpack(&short) {
                prop_assert_eq!(sounds.levels.len(), 9);
            }
        }
    }
}
