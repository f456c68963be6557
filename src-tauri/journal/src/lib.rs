//! The journal: every story, take and setting, in one SQLite file on this machine.
//!
//! One connection writes, behind the shell's lock. Times come from the shell as UTC milliseconds: the journal has
//! no clock. It stores what the booth heard and what the coach said, and judges nothing.

mod backup;
mod earlier;
mod error;
mod open;
mod recordings;
mod settings;
mod stories;
mod takes;

pub use error::JournalError;
pub use open::{Journal, SCHEMA_VERSION};
pub use recordings::{Outline, Retention};
pub use settings::{Settings, Theme};
pub use stories::{Story, StoryDraft};
pub use takes::{Begun, Done, Kept, State, TakeRow};
