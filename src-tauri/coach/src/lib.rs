//! The coach: words in, [`Report`] out.
//!
//! It knows what a good failure answer is and nothing else: no files, no clock, no threads, no other room.
//! The same words always give the same report. The shell calls [`judge()`]; the booth and the journal use the types.
//!
//! ```
//! use coach::{judge, text, Setting, Take};
//!
//! let words = text::words("i broke the build and i never ran the tests so now a hook runs them").unwrap();
//! let report = judge(&Take::of_text("example", words), &Setting::default());
//! assert_eq!(report.schema, 1);
//! assert_eq!(report.words.len(), 16);
//! ```

mod announced;
mod arc;
mod by_heart;
pub mod candidate;
pub mod chain;
mod clarity;
mod clause;
pub mod compare;
mod composure;
mod cue;
pub mod drill;
pub mod filled;
mod filler;
mod fit;
pub mod follow_up;
pub mod guide;
mod headline;
mod judge;
mod label;
mod ladder;
pub mod lexicon;
mod mark;
pub mod meaning;
mod named;
pub mod net;
pub mod number;
mod outline;
mod ownership;
mod part;
mod pause;
mod plan;
mod question;
mod remark;
mod repair;
pub mod report;
pub mod restart;
mod rubric;
mod so_far;
pub mod sound;
mod spoken;
mod take;
pub mod telling;
pub mod text;
pub mod trap;
pub mod weakest;
mod when;
mod word;

pub use by_heart::over_rehearsed;
pub use composure::own_median;
pub use cue::{Cue, Cues};
pub use filler::FillerWords;
pub use judge::judge;
pub use mark::Mark;
pub use part::{Part, Parts};
pub use plan::{BadPlan, Band, Plan, UnknownPlan};
pub use question::{Lens, Level, UnknownLens, UnknownLevel};
pub use report::Report;
pub use so_far::{SoFar, Told};
pub use sound::Sounds;
pub use take::{Gap, Quality, Setting, Source, SourceKind, Take};
pub use word::{Word, Words, WordsError};
