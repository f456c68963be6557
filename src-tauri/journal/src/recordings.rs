//! What the journal knows of a take's recording: whether it is kept, for how long, and its outline.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use crate::{Journal, JournalError};

/// How long recordings are kept. Words and reports always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Retention {
    /// Until their take is deleted.
    #[default]
    Keep,
    /// For so many days.
    Days {
        /// How many.
        days: u32,
    },
    /// Not beyond the report.
    Never,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Retention {
    /// Recordings of takes begun before this are no longer kept; `None` if all are.
    #[must_use]
    pub fn kept_since(self, now_ms: i64) -> Option<i64> {
        match self {
            Retention::Keep => None,
            Retention::Days { days } => Some(now_ms.saturating_sub(i64::from(days).saturating_mul(DAY_MS))),
            Retention::Never => Some(i64::MAX),
        }
    }
}

/// The outline of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Bytes to a second.
    pub per_second: u32,
    /// 0 is silence, 255 full scale.
    pub peaks: Vec<u8>,
}

impl Outline {
    pub(crate) fn keep(&self, write: &rusqlite::Transaction<'_>, take: &str) -> rusqlite::Result<()> {
        write
            .prepare_cached("INSERT OR REPLACE INTO peaks (take_id, per_second, peaks) VALUES (?1, ?2, ?3)")?
            .execute((take, self.per_second, &self.peaks))?;
        Ok(())
    }
}

impl Journal {
    /// Finished takes begun before a moment whose recording is still there.
    pub fn recordings_before(&self, moment_ms: i64) -> Result<Vec<String>, JournalError> {
        let mut select = self.read().prepare_cached(
            "SELECT id FROM takes
             WHERE recording IS NOT NULL AND state IN ('done', 'recovered') AND started_ms < ?1
             ORDER BY started_ms",
        )?;
        let ids = select.query_map([moment_ms], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// Discarded takes whose recording may still be there.
    pub fn discarded_recordings(&self) -> Result<Vec<String>, JournalError> {
        let mut select = self
            .read()
            .prepare_cached("SELECT id FROM takes WHERE recording IS NOT NULL AND state = 'discarded'")?;
        let ids = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// A take's recording has been removed; its words and report stay.
    pub fn forget_recording(&mut self, id: &str) -> Result<(), JournalError> {
        let write = self.write()?;
        write.prepare_cached("UPDATE takes SET recording = NULL WHERE id = ?1")?.execute([id])?;
        write.prepare_cached("DELETE FROM peaks WHERE take_id = ?1")?.execute([id])?;
        Ok(write.commit()?)
    }

    /// Whether a take's recording is kept.
    pub fn has_recording(&self, id: &str) -> Result<bool, JournalError> {
        let kept = self
            .read()
            .prepare_cached("SELECT recording IS NOT NULL FROM takes WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        kept.ok_or_else(|| JournalError::NotFound { what: "take", id: id.to_owned() })
    }

    /// The outline of a take's recording, if it was counted.
    pub fn outline(&self, id: &str) -> Result<Option<Outline>, JournalError> {
        let outline = self
            .read()
            .prepare_cached("SELECT per_second, peaks FROM peaks WHERE take_id = ?1")?
            .query_row([id], |row| Ok(Outline { per_second: row.get(0)?, peaks: row.get(1)? }))
            .optional()?;
        Ok(outline)
    }

    /// Keeps the outline of a take's recording.
    pub fn keep_outline(&mut self, id: &str, outline: &Outline) -> Result<(), JournalError> {
        let write = self.write()?;
        outline.keep(&write, id)?;
        Ok(write.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use coach::{Setting, Take, judge, text};

    use super::*;
    use crate::{Begun, Done, State};

    fn told(journal: &mut Journal, started_ms: i64) -> String {
        let begun = Begun { plan: "quarter".to_owned(), started_ms, ..Begun::default() };
        let id = journal.begin_take(&begun).unwrap();
        let report = judge(&Take::of_text(&*id, text::words("i broke it").unwrap()), &Setting::default());
        let outline = Outline { per_second: 50, peaks: vec![0, 255] };
        let done = Done {
            state: State::Done,
            report: &report,
            coach_version: "test",
            outline: Some(&outline),
            sounds: None,
        };
        journal.finish_take(&id, &done).unwrap();
        id
    }

    #[test]
    fn recordings_are_kept_as_long_as_was_chosen() {
        let day = DAY_MS;
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let old = told(&mut journal, day);
        let young = told(&mut journal, 9 * day);
        let now = 10 * day;
        let due = |journal: &Journal, retention: Retention| {
            retention.kept_since(now).map_or(Vec::new(), |since| journal.recordings_before(since).unwrap())
        };
        assert!(due(&journal, Retention::Keep).is_empty());
        assert_eq!(due(&journal, Retention::Days { days: 7 }), std::slice::from_ref(&old));
        assert_eq!(due(&journal, Retention::Never), [old.clone(), young.clone()]);

        journal.forget_recording(&old).unwrap();
        assert_eq!(due(&journal, Retention::Never), std::slice::from_ref(&young));
        assert!(!journal.has_recording(&old).unwrap() && journal.has_recording(&young).unwrap());
        assert_eq!(journal.outline(&old).unwrap(), None);
        assert_eq!(journal.outline(&young).unwrap().unwrap().peaks, [0, 255]);
        assert_eq!(journal.report(&old).unwrap().words.len(), 3, "words and report stay");
    }

    #[test]
    fn the_recording_of_a_take_that_is_not_finished_is_never_due() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let id = told(&mut journal, 0);
        journal.take_state(&id, State::Analysing).unwrap();
        assert!(journal.recordings_before(i64::MAX).unwrap().is_empty());
        assert!(journal.discarded_recordings().unwrap().is_empty());
        journal.take_state(&id, State::Discarded).unwrap();
        assert_eq!(journal.discarded_recordings().unwrap(), [id]);
    }
}
