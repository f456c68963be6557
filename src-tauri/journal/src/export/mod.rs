//! Export: everything the journal holds as one JSON document, which [`Journal::import`] merges into another journal; tables
//! for a spreadsheet; and one take as a page to read, in Markdown or as HTML that opens anywhere. `docs/EXPORT.md` says
//! what stands where.

mod html;
mod import;
mod markdown;
mod page;
mod tables;

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use coach::Report;
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

pub use html::html;
pub use import::Imported;
pub use markdown::markdown;
pub use page::TakePage;
pub use tables::{Format, Table};

use crate::takes::Begun;
use crate::{Journal, JournalError, Outline, Said, Settings, State, Story};

/// The version of the document. Fields may be added; none changes meaning without a new number.
pub const EXPORT_SCHEMA: u32 = 1;

/// A story in the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoryOut {
    #[serde(flatten)]
    story: Story,
    created_ms: i64,
    #[serde(default)]
    deleted_ms: Option<i64>,
}

/// A take in the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct TakeOut {
    id: String,
    #[serde(flatten)]
    begun: Begun,
    state: State,
    #[serde(default)]
    deleted_ms: Option<i64>,
    /// Its recording was kept, where it was exported.
    #[serde(default)]
    recording: bool,
    #[serde(default)]
    outline: Option<OutlineOut>,
    #[serde(flatten)]
    said: Said,
    /// In base64, as the journal has them.
    #[serde(default)]
    sounds: Option<String>,
    coach_version: String,
    report: Report,
}

/// The outline of a recording, its bytes in base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OutlineOut {
    per_second: u32,
    peaks: String,
}

impl From<&Outline> for OutlineOut {
    fn from(outline: &Outline) -> Self {
        Self { per_second: outline.per_second, peaks: BASE64_STANDARD.encode(&outline.peaks) }
    }
}

/// Why nothing could be exported: the journal or the file is the reason.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What was written to.
    #[error("the export could not be written: {0}")]
    Write(#[from] io::Error),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal(error.into())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Whether a text may be an id: it becomes the name of a recording.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(plain)
}

impl Journal {
    /// Writes everything, a take at a time, so that memory stays the same however many there are: stories and finished
    /// takes, those in the trash too, and the settings. Recordings are not in it. How many takes had to be left out, because
    /// what the journal holds of them cannot be read.
    pub fn export(&self, mut out: impl Write) -> Result<usize, ExportError> {
        // One state of the journal, whatever is written meanwhile.
        let _snapshot = self.read().unchecked_transaction()?;
        write!(out, "{{\n\"retake_export\": {EXPORT_SCHEMA},\n\"settings\": ")?;
        serde_json::to_writer(&mut out, &self.stored_settings()?)?;
        write!(out, ",\n\"stories\": [")?;
        let mut between = "\n";
        for story in self.stories_out()? {
            write!(out, "{between}")?;
            serde_json::to_writer(&mut out, &story)?;
            between = ",\n";
        }
        write!(out, "\n],\n\"takes\": [")?;
        let mut ids = self
            .read()
            .prepare("SELECT id FROM takes WHERE state IN ('done', 'recovered') ORDER BY started_ms, id")?;
        let mut ids = ids.query([])?;
        let mut between = "\n";
        let mut left_out = 0;
        while let Some(row) = ids.next()? {
            let id: String = row.get(0)?;
            let Some(take) = self.take_out(&id)? else {
                left_out += 1;
                continue;
            };
            write!(out, "{between}")?;
            serde_json::to_writer(&mut out, &take)?;
            between = ",\n";
        }
        write!(out, "\n]\n}}\n")?;
        out.flush()?;
        Ok(left_out)
    }

    /// The settings, if any were kept.
    fn stored_settings(&self) -> Result<Option<Settings>, JournalError> {
        let stored =
            self.read().prepare_cached("SELECT 1 FROM settings WHERE key = 'settings'")?.exists([])?;
        stored.then(|| self.settings()).transpose()
    }

    fn stories_out(&self) -> Result<Vec<StoryOut>, JournalError> {
        let sql = format!(
            "SELECT {}, created_ms, deleted_ms FROM stories ORDER BY created_ms, stories.id",
            Story::COLUMNS
        );
        let mut select = self.read().prepare_cached(&sql)?;
        let stories = select.query_map([], story_out)?.collect::<Result<_, _>>()?;
        Ok(stories)
    }

    fn story_out(&self, id: &str) -> Result<Option<StoryOut>, JournalError> {
        let sql =
            format!("SELECT {}, created_ms, deleted_ms FROM stories WHERE stories.id = ?1", Story::COLUMNS);
        Ok(self.read().prepare_cached(&sql)?.query_row([id], story_out).optional()?)
    }

    /// A finished take; nothing, if there is none of this id or it has no report that can be read.
    fn take_out(&self, id: &str) -> Result<Option<TakeOut>, JournalError> {
        let more = self
            .read()
            .prepare_cached(
                "SELECT deleted_ms, recording IS NOT NULL, coach_version
                 FROM takes JOIN reports ON reports.take_id = takes.id WHERE takes.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((deleted_ms, recording, coach_version)) = more else { return Ok(None) };
        let kept = match self.kept(id) {
            Ok(kept) => kept,
            Err(JournalError::Unreadable { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let outline = self.outline(id)?.as_ref().map(OutlineOut::from);
        let crate::Kept { begun, state, report, sounds, said } = kept;
        let id = id.to_owned();
        Ok(Some(TakeOut {
            id,
            begun,
            state,
            deleted_ms,
            recording,
            outline,
            said,
            sounds: (!sounds.is_empty()).then(|| BASE64_STANDARD.encode(sounds.pack())),
            coach_version,
            report,
        }))
    }
}

fn story_out(row: &Row<'_>) -> rusqlite::Result<StoryOut> {
    Ok(StoryOut { story: Story::from_row(row)?, created_ms: row.get(17)?, deleted_ms: row.get(18)? })
}
