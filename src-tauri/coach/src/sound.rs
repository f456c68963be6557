//! What the booth heard beside the words: the evidence filled pauses are judged by.

use serde::{Deserialize, Serialize};

/// A stretch in which one voiced sound was held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sound {
    /// Seconds.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// How much louder than the softest tenth of the take.
    pub above_room_db: f32,
    /// How alike one period is to the next, 0 to 1.
    pub periodicity: f32,
    /// How much the sound changes from moment to moment, in decibels a band.
    pub change: f32,
    /// How much it has changed from its beginning to its end, in decibels a band.
    pub drift: f32,
    /// How much its pitch moves, in octaves.
    pub pitch_moves: f32,
    /// Its pitch.
    pub pitch_hz: f32,
    /// How much its level moves, in decibels.
    pub level_moves: f32,
    /// The shape of its spectrum: each band's level over their mean.
    pub bands: [f32; Self::BANDS],
    /// How much of the quarter of a second before it is silent beside it, 0 to 1.
    pub quiet_before: f32,
    /// The same after it.
    pub quiet_after: f32,
}

impl Sound {
    /// Bands from 80 Hz to 6 kHz.
    pub const BANDS: usize = 8;

    /// Its length in seconds.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.end - self.start
    }
}
