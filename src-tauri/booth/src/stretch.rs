//! Faster or slower speech at its own pitch: overlapping pieces of the recording are laid closer together or further
//! apart, each where it fits the one before best (waveform-similarity overlap-add). Used by the player.

/// A piece: 30 ms at 16 kHz, two periods of the lowest voice.
const PIECE: usize = 480;
/// Pieces overlap by half, where their windows add up to one.
const STEP: usize = PIECE / 2;
/// How far a piece may move to fit: 8 ms, a period of most voices.
const REACH: usize = 128;
/// Every fourth shift is tried: at 16 kHz a voice changes little in between.
const TRIED: usize = 4;

/// Stretches mono samples.
pub(crate) struct Stretch {
    waiting: Vec<f32>,
    /// Of the recording, before `waiting` begins.
    dropped: u64,
    /// Where the next piece belongs, in `waiting`.
    next: f64,
    /// Where the last piece would have gone on by itself, in `waiting`.
    follows: Option<usize>,
    /// The second half of the last piece, faded out.
    tail: [f32; STEP],
    window: [f32; PIECE],
}

impl Stretch {
    pub(crate) fn new() -> Self {
        let window = std::array::from_fn(|at| {
            let turn = std::f32::consts::TAU * (at as f32 + 0.5) / PIECE as f32;
            0.5 - 0.5 * turn.cos()
        });
        Self { waiting: Vec::new(), dropped: 0, next: 0.0, follows: None, tail: [0.0; STEP], window }
    }

    /// Takes in samples of the recording.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        self.waiting.extend_from_slice(samples);
    }

    /// How many samples of the recording the output has come to.
    pub(crate) fn position(&self) -> f64 {
        self.dropped as f64 + self.next
    }

    /// Appends one step of sound at a speed; `false` if there are not samples enough for it.
    pub(crate) fn pull(&mut self, speed: f64, out: &mut Vec<f32>) -> bool {
        let wanted = self.next as usize;
        let reach = if self.follows.is_some() { REACH } else { 0 };
        if wanted + reach + PIECE > self.waiting.len() {
            return false;
        }
        let at = self.follows.map_or(wanted, |follows| self.fitting(wanted, follows));
        for (n, sample) in self.waiting[at..at + STEP].iter().enumerate() {
            out.push(self.tail[n] + sample * self.window[n]);
        }
        for (n, tail) in self.tail.iter_mut().enumerate() {
            *tail = self.waiting[at + STEP + n] * self.window[STEP + n];
        }
        if self.follows.is_none() {
            // The first piece has nothing before it to fade in from.
            let from = out.len() - STEP;
            out[from..].copy_from_slice(&self.waiting[at..at + STEP]);
        }
        self.follows = Some(at + STEP);
        self.next += STEP as f64 * speed;
        self.forget();
        true
    }

    /// Where around `wanted` the sound goes on most like what follows the last piece.
    fn fitting(&self, wanted: usize, follows: usize) -> usize {
        let natural = &self.waiting[follows..(follows + STEP).min(self.waiting.len())];
        let likeness = |at: usize| {
            let piece = &self.waiting[at..at + natural.len()];
            let dot: f32 = piece.iter().zip(natural).map(|(a, b)| a * b).sum();
            let power: f32 = piece.iter().map(|a| a * a).sum();
            dot / (power + 1e-6).sqrt()
        };
        let from = wanted.saturating_sub(REACH);
        // At the recording's own speed, what follows is exactly what belongs there.
        let tried =
            (from..=wanted + REACH).step_by(TRIED).chain([wanted, follows.clamp(from, wanted + REACH)]);
        tried.max_by(|a, b| likeness(*a).total_cmp(&likeness(*b))).unwrap_or(wanted)
    }

    /// Drops what no piece can reach any more.
    fn forget(&mut self) {
        let needed = (self.next as usize).saturating_sub(REACH).min(self.follows.unwrap_or(0));
        if needed > 8 * PIECE {
            self.waiting.drain(..needed);
            self.dropped += needed as u64;
            self.next -= needed as f64;
            self.follows = self.follows.map(|follows| follows - needed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, seconds: f32) -> Vec<f32> {
        (0..(seconds * 16_000.0) as usize)
            .map(|n| 0.5 * (std::f32::consts::TAU * hz * n as f32 / 16_000.0).sin())
            .collect()
    }

    fn stretched(sound: &[f32], speed: f64) -> Vec<f32> {
        let (mut stretch, mut out) = (Stretch::new(), Vec::new());
        for piece in sound.chunks(777) {
            stretch.push(piece);
            while stretch.pull(speed, &mut out) {}
        }
        out
    }

    /// How often it crosses zero upwards in a second.
    fn pitch(sound: &[f32]) -> f64 {
        let crossings = sound.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        crossings as f64 * 16_000.0 / sound.len() as f64
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_level_at_every_speed() {
        for hz in [110.0, 220.0, 440.0] {
            let sound = tone(hz, 2.0);
            for speed in [0.75, 1.0, 1.25, 1.5] {
                let out = stretched(&sound, speed);
                let length = out.len() as f64 * speed / sound.len() as f64;
                assert!((length - 1.0).abs() < 0.04, "{hz} Hz at {speed}: {length} of the length");
                assert!(
                    (pitch(&out) / f64::from(hz) - 1.0).abs() < 0.02,
                    "{hz} Hz at {speed}: {}",
                    pitch(&out)
                );
                let loudest = out.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
                assert!((0.45..=0.55).contains(&loudest), "{hz} Hz at {speed}: {loudest}");
            }
        }
    }

    #[test]
    fn at_its_own_speed_nothing_changes() {
        let sound: Vec<f32> = tone(220.0, 1.0).iter().zip(tone(331.0, 1.0)).map(|(a, b)| a + b).collect();
        let out = stretched(&sound, 1.0);
        assert!(out.iter().zip(&sound).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn the_position_follows_the_recording_through_a_change_of_speed() {
        let sound = tone(220.0, 3.0);
        let (mut stretch, mut out) = (Stretch::new(), Vec::new());
        stretch.push(&sound);
        while stretch.position() < 16_000.0 && stretch.pull(0.75, &mut out) {}
        let slow = out.len();
        while stretch.pull(1.5, &mut out) {}
        assert!((slow as f64 - 16_000.0 / 0.75).abs() < 500.0);
        assert!(((out.len() - slow) as f64 - 32_000.0 / 1.5).abs() < 900.0);
        assert!((stretch.position() - 48_000.0).abs() < 1_000.0);
    }
}
