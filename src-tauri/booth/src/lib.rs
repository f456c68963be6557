//! The booth: it hears a take, and loses nothing of it.
//!
//! From the microphone ([`microphone`]) through the ring and one worker thread ([`live`]) to the take file
//! ([`take_file`]) and the words ([`hearing`], [`recogniser`]); the same [`hearing`] listens to a recording
//! ([`recording`]). [`player`] plays a take, [`models`] keeps the recogniser's models, [`interviewer`] asks the question
//! aloud. The shell calls all of it; the booth judges nothing.

mod activity;
#[cfg(test)]
mod allocations;
mod clock;
mod formats;
pub mod hearing;
pub mod interviewer;
mod level;
mod line;
pub mod live;
mod locale;
mod loudest;
mod loudspeaker;
pub mod microphone;
pub mod models;
mod packed;
mod peaks;
pub mod player;
#[cfg(target_os = "linux")]
mod pulse;
pub mod recogniser;
pub mod recording;
mod resample;
mod sounds;
mod stretch;
pub mod take_file;
mod watch;
mod wav;

pub use hearing::{Heard, HearingError, Losses, Stretch};
pub use peaks::Peaks;
pub use recogniser::{Model, ModelError};
pub use watch::Trouble;

/// The rate everything behind the resampler runs at: what the recogniser was trained on.
pub const RATE_HZ: u32 = 16_000;
