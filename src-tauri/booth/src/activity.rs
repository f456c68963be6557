//! Voice activity: where somebody speaks, in frames of 16 ms.

use crate::RATE_HZ;
use crate::hearing::Stretch;

/// Samples in one frame; the detector takes no other number.
pub(crate) const FRAME: usize = 256;
const FRAME_S: f64 = FRAME as f64 / RATE_HZ as f64;

/// The detector's own recommendation.
const VOICE: f32 = 0.5;
/// Frames of silence that do not yet end a stretch: stops and soft ends within a word.
const HANGOVER: u32 = 8;

/// Follows the voice through a take.
pub(crate) struct Activity {
    detector: Box<earshot::Detector>,
    waiting: Vec<i16>,
    frames: u64,
    silent_frames: u32,
    open_since: Option<f64>,
    stretches: Vec<Stretch>,
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self {
            detector: earshot::Detector::default_boxed(),
            waiting: Vec::with_capacity(2 * FRAME),
            frames: 0,
            silent_frames: 0,
            open_since: None,
            stretches: Vec::new(),
        }
    }

    /// Takes samples in and hands each whole frame to `frame`, with whether it is voiced.
    pub(crate) fn push(&mut self, samples: &[i16], mut frame: impl FnMut(&[i16], bool)) {
        self.waiting.extend_from_slice(samples);
        let mut from = 0;
        while self.waiting.len() - from >= FRAME {
            let piece = &self.waiting[from..from + FRAME];
            let voiced = self.detector.predict_i16(piece) >= VOICE;
            frame(piece, voiced);
            self.step(voiced);
            from += FRAME;
        }
        self.waiting.drain(..from);
    }

    fn step(&mut self, voiced: bool) {
        let now = self.frames as f64 * FRAME_S;
        self.frames += 1;
        if voiced {
            self.silent_frames = 0;
            self.open_since.get_or_insert(now);
        } else if let Some(start) = self.open_since {
            self.silent_frames += 1;
            if self.silent_frames > HANGOVER {
                let end = now - f64::from(self.silent_frames - 1) * FRAME_S;
                self.stretches.push(Stretch { start, end });
                self.open_since = None;
            }
        }
    }

    /// The voiced stretches, the last one closed.
    pub(crate) fn finish(mut self) -> Vec<Stretch> {
        if let Some(start) = self.open_since {
            let end = self.frames as f64 * FRAME_S - f64::from(self.silent_frames) * FRAME_S;
            self.stretches.push(Stretch { start, end });
        }
        self.stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_holds_no_voice() {
        let mut activity = Activity::new();
        activity.push(&vec![0; 5 * RATE_HZ as usize], |_, _| {});
        assert!(activity.finish().is_empty());
    }
}
