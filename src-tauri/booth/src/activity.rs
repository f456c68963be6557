//! Voice activity: where somebody speaks, in frames of 16 ms.
//!
//! The detector takes the beginning of a noise for a voice now and then. What it heard must also be louder than what lies
//! around it; that is known when the take is over.

use crate::RATE_HZ;
use crate::hearing::Stretch;
use crate::level;

/// Samples in one frame; the detector takes no other number.
pub(crate) const FRAME: usize = 256;
const FRAME_S: f64 = FRAME as f64 / RATE_HZ as f64;

/// The detector's own recommendation.
const VOICE: f32 = 0.5;
/// Frames of silence that do not yet end a stretch: stops and soft ends within a word.
const HANGOVER: u32 = 8;
/// A voice is louder than the room by more than the room itself varies.
const ABOVE_ROOM_DB: f64 = 1.5;
/// The detector takes the first moment it ever hears for a voice; so it hears the first half second once before it counts.
const WARMS_UP: usize = 32 * FRAME;
/// With less than half a second of room there is nothing to compare with.
const ROOM_FRAMES: u32 = 32;

/// Follows the voice through a take.
pub(crate) struct Activity {
    detector: Box<earshot::Detector>,
    waiting: Vec<i16>,
    is_warm: bool,
    frames: u64,
    silent_frames: u32,
    open: Option<Voiced>,
    stretches: Vec<Voiced>,
    room: Room,
}

/// A stretch, and how loud its voiced frames are.
#[derive(Debug, Clone, Copy)]
struct Voiced {
    start: f64,
    power: f64,
    frames: u32,
    end: f64,
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self {
            detector: earshot::Detector::default_boxed(),
            waiting: Vec::with_capacity(2 * WARMS_UP),
            is_warm: false,
            frames: 0,
            silent_frames: 0,
            open: None,
            stretches: Vec::new(),
            room: Room::new(),
        }
    }

    /// Takes samples in and hands each whole frame to `frame`, with whether it is voiced.
    pub(crate) fn push(&mut self, samples: &[i16], mut frame: impl FnMut(&[i16], bool)) {
        self.waiting.extend_from_slice(samples);
        if !self.is_warm {
            if self.waiting.len() < WARMS_UP {
                return;
            }
            for piece in self.waiting.chunks_exact(FRAME) {
                self.detector.predict_i16(piece);
            }
            self.is_warm = true;
        }
        self.detect(&mut frame);
    }

    fn detect(&mut self, frame: &mut impl FnMut(&[i16], bool)) {
        let mut from = 0;
        while self.waiting.len() - from >= FRAME {
            let piece = &self.waiting[from..from + FRAME];
            let voiced = self.detector.predict_i16(piece) >= VOICE;
            frame(piece, voiced);
            let power = level::power(piece);
            self.step(voiced, power);
            from += FRAME;
        }
        self.waiting.drain(..from);
    }

    fn step(&mut self, voiced: bool, power: f64) {
        let now = self.frames as f64 * FRAME_S;
        self.frames += 1;
        self.room.add(power);
        if voiced {
            self.silent_frames = 0;
            let open = self.open.get_or_insert(Voiced { start: now, power: 0.0, frames: 0, end: now });
            open.power += power;
            open.frames += 1;
            open.end = now + FRAME_S;
            return;
        }
        if self.open.is_some() {
            self.silent_frames += 1;
            if self.silent_frames > HANGOVER {
                self.stretches.extend(self.open.take());
            }
        }
    }

    /// The voiced stretches, the last one closed. A take shorter than the warming up is taken in only now.
    pub(crate) fn finish(mut self, mut frame: impl FnMut(&[i16], bool)) -> Vec<Stretch> {
        self.detect(&mut frame);
        self.stretches.extend(self.open.take());
        let quietest = self.room.dbfs().map_or(f64::NEG_INFINITY, |room| room + ABOVE_ROOM_DB);
        self.stretches
            .into_iter()
            .filter(|voiced| level::to_dbfs(voiced.power / f64::from(voiced.frames)) >= quietest)
            .map(|Voiced { start, end, .. }| Stretch { start, end })
            .collect()
    }
}

/// How loud it is where nobody speaks: the level that a fifth of all frames stay under. Somebody who talks without a
/// pause stays under it between the syllables, and the detector's own word for where nobody speaks is not needed: it
/// misses half of what a hoarse voice says.
struct Room {
    /// Frames by level, a decibel each, from full scale downwards.
    by_level: [u32; 100],
    frames: u32,
}

impl Room {
    fn new() -> Self {
        Self { by_level: [0; 100], frames: 0 }
    }

    fn add(&mut self, power: f64) {
        let below = (-level::to_dbfs(power)).max(0.0) as usize;
        self.by_level[below.min(self.by_level.len() - 1)] += 1;
        self.frames += 1;
    }

    fn dbfs(&self) -> Option<f64> {
        if self.frames < ROOM_FRAMES {
            return None;
        }
        let mut quieter = 0;
        let level = self.by_level.iter().rposition(|frames| {
            quieter += frames;
            quieter * 5 >= self.frames
        })?;
        Some(-(level as f64 + 0.5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(sound: &[i16]) -> Vec<Stretch> {
        let mut activity = Activity::new();
        activity.push(sound, |_, _| {});
        activity.finish(|_, _| {})
    }

    #[test]
    fn silence_holds_no_voice() {
        assert!(stretches(&vec![0; 5 * RATE_HZ as usize]).is_empty());
    }

    #[test]
    fn what_is_no_louder_than_the_room_is_no_voice() {
        let mut activity = Activity::new();
        let (room, voice) = (1e5, 1e7);
        let mut say = |frames: u32, voiced, power| (0..frames).for_each(|_| activity.step(voiced, power));
        // The beginning of a noise, taken for a voice; a door; then somebody speaks.
        say(12, true, room);
        say(60, false, room);
        say(3, false, 1e9);
        say(20, true, voice);
        say(60, false, room);
        let heard = activity.finish(|_, _| {});
        assert_eq!(heard, [Stretch { start: 75.0 * FRAME_S, end: 95.0 * FRAME_S }]);
    }

    #[test]
    fn somebody_who_never_pauses_is_heard() {
        let mut activity = Activity::new();
        // Ten syllables of 112 ms, and 32 ms between them that are 10 dB softer.
        for _ in 0..10 {
            (0..7).for_each(|_| activity.step(true, 1e6));
            (0..2).for_each(|_| activity.step(true, 1e5));
        }
        assert_eq!(activity.finish(|_, _| {}), [Stretch { start: 0.0, end: 90.0 * FRAME_S }]);
    }
}
