//! What can go wrong with the journal, and what to do about it.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the journal could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// A later Retake has written it; opening it here could lose what this one does not know.
    #[error(
        "this journal was written by a newer Retake (version {found}, this one knows up to {supported}); update Retake to open it"
    )]
    NewerJournal {
        /// Its schema version.
        found: u32,
        /// The newest one known here.
        supported: u32,
    },
    /// The file is no journal, or no longer one.
    #[error("the file at {0} is damaged or is no journal of Retake's; it was left untouched")]
    Damaged(PathBuf),
    /// It was damaged, and is out of the way now.
    #[error(
        "the journal was damaged; it is kept as {aside}, {}; without it, Retake begins a new one",
        .copy.as_ref().map_or_else(
            || "and there is no copy of it".to_owned(),
            |copy| format!("and `retake restore \"{}\"` puts its last copy back", copy.display())
        )
    )]
    SetAside {
        /// Where it lies now.
        aside: PathBuf,
        /// The newest daily copy that is sound.
        copy: Option<PathBuf>,
    },
    /// Another program's database.
    #[error(
        "the file at {0} is another program's; it was left untouched, choose another folder with RETAKE_DATA"
    )]
    Foreign(PathBuf),
    /// A copy was to be written where a file is.
    #[error("there is a file at {0} already; it was left untouched, choose another name")]
    AlreadyThere(PathBuf),
    /// It was to be brought into itself.
    #[error("{0} is the journal itself; choose a copy, an export or a recording")]
    Itself(PathBuf),
    /// Another Retake has it open.
    #[error("the journal at {0} is open in another Retake; close that one and try again")]
    InUse(PathBuf),
    /// Another Retake is writing, and went on for longer than anybody waits.
    #[error("another Retake is writing the journal just now; try again in a moment")]
    Busy,
    /// Some of it was damaged while it was open, or before without showing.
    #[error(
        "a part of the journal is damaged; `retake doctor` looks through it, and `retake restore FILE` puts a copy back"
    )]
    DamagedWithin,
    /// The folder cannot be made or written.
    #[error("the journal's folder {folder} cannot be used: {reason}")]
    Folder {
        /// Where the journal should lie.
        folder: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// No such story or take.
    #[error("there is no {what} with the id '{id}'")]
    NotFound {
        /// "story" or "take".
        what: &'static str,
        /// The id that was asked for.
        id: String,
    },
    /// A take that has no report: still recording, or never finished.
    #[error("the take '{0}' has no report yet")]
    NoReport(String),
    /// A value in the journal that this version cannot read.
    #[error("the journal holds {what} that cannot be read: {reason}")]
    Unreadable {
        /// Which value.
        what: &'static str,
        /// Why.
        reason: serde_json::Error,
    },
    /// There is no room left for it.
    #[error("the disk is full, so the journal cannot be written; free some space and try again")]
    DiskFull,
    /// Anything else SQLite says.
    #[error("the journal could not be read or written: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        // A side file that cannot grow is told as an input error of its own kind.
        let full = |inner: &rusqlite::ffi::Error| {
            inner.code == ErrorCode::DiskFull || inner.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
        };
        match &error {
            rusqlite::Error::SqliteFailure(inner, _) if full(inner) => Self::DiskFull,
            rusqlite::Error::SqliteFailure(inner, _) => match inner.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DatabaseCorrupt => Self::DamagedWithin,
                _ => Self::Sqlite(error),
            },
            _ => Self::Sqlite(error),
        }
    }
}
