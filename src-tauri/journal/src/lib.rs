//! The journal: every story, take and setting, in one SQLite file on this machine.
//!
//! One connection writes, behind the shell's lock. Times come from the shell as UTC milliseconds: the journal has
//! no clock. It stores what the booth heard and what the coach said, and judges nothing.

mod backup;
mod daily;
mod earlier;
mod error;
pub mod export;
mod list;
mod name;
mod open;
mod recordings;
mod report;
mod settings;
mod stories;
mod takes;
mod trash;
mod trends;
mod whole;

pub use daily::DAILY_KEPT;
pub use error::JournalError;
pub use list::{TakeRow, Wanted};
pub use open::{Journal, SCHEMA_VERSION};
pub use recordings::{Outline, Retention};
pub use report::Stretch;
pub use settings::{Beginning, Settings, Theme};
pub use stories::{Check, Shape, Story, StoryDraft};
pub use takes::{Begun, Done, Kept, Mode, Said, State};
pub use trash::TRASH_DAYS;
pub use trends::{Best, PersonalBest, Point, Rolling, Streak};
