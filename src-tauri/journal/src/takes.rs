//! Takes: a row from the moment the recording starts, words and report once it is heard.

use coach::{Lens, Level, Mark, Report, Sound};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::{Journal, JournalError, Outline};

/// Where a take is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The microphone is open.
    Recording,
    /// The recording is whole, the report not yet there.
    Analysing,
    /// All there.
    Done,
    /// Cut off by a crash, and finished from its file.
    Recovered,
    /// Thrown away by the speaker.
    Discarded,
}

impl State {
    fn id(self) -> &'static str {
        match self {
            State::Recording => "recording",
            State::Analysing => "analysing",
            State::Done => "done",
            State::Recovered => "recovered",
            State::Discarded => "discarded",
        }
    }
}

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.id().into())
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = value.as_str()?;
        [State::Recording, State::Analysing, State::Done, State::Recovered, State::Discarded]
            .into_iter()
            .find(|state| state.id() == id)
            .ok_or(FromSqlError::InvalidType)
    }
}

/// What is known when a take begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The story it tells.
    pub story: Option<String>,
    /// The question that was asked.
    pub question: Lens,
    /// The plan it is measured against.
    pub plan: String,
    /// The level it is told for.
    pub level: Option<Level>,
    /// The microphone, by name; empty for a take from a file.
    pub device: String,
    /// What the file was called that it was imported from.
    pub imported_from: Option<String>,
    /// UTC milliseconds.
    pub started_ms: i64,
}

/// What is known once it was heard and judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Done<'a> {
    /// Done, or recovered.
    pub state: State,
    /// The coach's report.
    pub report: &'a Report,
    /// Which coach gave it.
    pub coach_version: &'a str,
    /// The outline of its recording, if it was counted.
    pub outline: Option<&'a Outline>,
    /// What was heard beside the words, if it was listened to.
    pub sounds: Option<&'a [Sound]>,
}

/// What a take can be judged from anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// How it ended.
    pub state: State,
    /// What it was measured against.
    pub question: Lens,
    /// The plan's id.
    pub plan: String,
    /// The level.
    pub level: Option<Level>,
    /// Its last report, with the words.
    pub report: Report,
    /// What was heard beside the words.
    pub sounds: Vec<Sound>,
    /// Where the speaker says which part it is.
    pub marks: Vec<Mark>,
}

/// A take in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TakeRow {
    /// Stable id; also the recording's file name, with `.wav`.
    pub id: String,
    /// The story it tells, by title.
    pub story: Option<String>,
    /// The question that was asked.
    pub question: String,
    /// The plan it was measured against.
    pub plan: String,
    /// When it began, UTC milliseconds.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub started_ms: i64,
    /// Where it is in its life.
    pub state: State,
    /// Its length, once known.
    pub duration_s: Option<f64>,
    /// Its first words, once heard.
    pub opening: String,
    /// What the file was called that it was imported from.
    pub imported_from: Option<String>,
}

impl TakeRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            story: row.get(1)?,
            question: row.get(2)?,
            plan: row.get(3)?,
            started_ms: row.get(4)?,
            state: row.get(5)?,
            duration_s: row.get(6)?,
            opening: row.get(7)?,
            imported_from: row.get(8)?,
        })
    }
}

impl Journal {
    /// Begins a take: from now on a crash leaves a row to be finished. Returns its id.
    pub fn begin_take(&mut self, take: &Begun) -> Result<String, JournalError> {
        let write = self.write()?;
        let id = write
            .prepare_cached(
                "INSERT INTO takes (id, story_id, question, plan, level, device, imported_from, started_ms, state)
                 VALUES (lower(hex(randomblob(8))), :story, :question, :plan, :level, :device, :imported,
                         :started, :state)
                 RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":story": take.story, ":question": take.question.id(), ":plan": take.plan,
                    ":level": take.level.map(Level::id), ":device": take.device,
                    ":imported": take.imported_from, ":started": take.started_ms,
                    ":state": if take.imported_from.is_some() { State::Analysing } else { State::Recording },
                },
                |row| row.get::<_, String>(0),
            )?;
        write.prepare_cached("UPDATE takes SET recording = id || '.wav' WHERE id = ?1")?.execute([&id])?;
        write.commit()?;
        Ok(id)
    }

    /// Names the microphone that was really opened.
    pub fn take_device(&mut self, id: &str, device: &str) -> Result<(), JournalError> {
        self.change_take("UPDATE takes SET device = ?2 WHERE id = ?1", (id, device), id)
    }

    /// Moves a take on in its life.
    pub fn take_state(&mut self, id: &str, state: State) -> Result<(), JournalError> {
        self.change_take("UPDATE takes SET state = ?2 WHERE id = ?1", (id, state), id)
    }

    fn change_take(
        &mut self,
        sql: &str,
        values: impl rusqlite::Params,
        id: &str,
    ) -> Result<(), JournalError> {
        let write = self.write()?;
        if write.prepare_cached(sql)?.execute(values)? == 0 {
            return Err(JournalError::NotFound { what: "take", id: id.to_owned() });
        }
        Ok(write.commit()?)
    }

    /// Keeps what was heard and judged, in one transaction. Given again, it replaces what was there.
    pub fn finish_take(&mut self, id: &str, done: &Done<'_>) -> Result<(), JournalError> {
        let json = serde_json::to_string(done.report)
            .map_err(|reason| JournalError::Unreadable { what: "a report", reason })?;
        let write = self.write()?;
        let source = &done.report.source;
        let changed = write
            .prepare_cached("UPDATE takes SET state = ?2, duration_s = ?3, model = ?4 WHERE id = ?1")?
            .execute((id, done.state, source.duration_s, &source.model))?;
        if changed == 0 {
            return Err(JournalError::NotFound { what: "take", id: id.to_owned() });
        }
        write.prepare_cached("DELETE FROM words WHERE take_id = ?1")?.execute([id])?;
        {
            let mut insert = write.prepare_cached(
                "INSERT INTO words (take_id, position, text, start_s, end_s, conf, struck)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for (position, word) in (0_u32..).zip(&done.report.words) {
                insert.execute((id, position, &word.text, word.start, word.end, word.conf, word.struck))?;
            }
        }
        write
            .prepare_cached(
                "INSERT OR REPLACE INTO reports (take_id, coach_version, json) VALUES (?1, ?2, ?3)",
            )?
            .execute((id, done.coach_version, json))?;
        if let Some(outline) = done.outline {
            outline.keep(&write, id)?;
        }
        if let Some(sounds) = done.sounds {
            let json = serde_json::to_string(sounds)
                .map_err(|reason| JournalError::Unreadable { what: "what was heard", reason })?;
            write.prepare_cached("UPDATE takes SET sounds = ?2 WHERE id = ?1")?.execute((id, json))?;
        }
        Ok(write.commit()?)
    }

    /// Keeps where the speaker says which part it is, from the moment it is said.
    pub fn keep_marks(&mut self, id: &str, marks: &[Mark]) -> Result<(), JournalError> {
        let json = serde_json::to_string(marks)
            .map_err(|reason| JournalError::Unreadable { what: "marks", reason })?;
        self.change_take("UPDATE takes SET marks = ?2 WHERE id = ?1", (id, json), id)
    }

    /// Where the speaker says which part it is.
    pub fn marks(&self, id: &str) -> Result<Vec<Mark>, JournalError> {
        let json: Option<String> = self
            .read()
            .prepare_cached("SELECT marks FROM takes WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let json = json.ok_or_else(|| JournalError::NotFound { what: "take", id: id.to_owned() })?;
        serde_json::from_str(&json).map_err(|reason| JournalError::Unreadable { what: "marks", reason })
    }

    /// What a take can be judged from anew.
    pub fn kept(&self, id: &str) -> Result<Kept, JournalError> {
        let report = self.report(id)?;
        let marks = self.marks(id)?;
        let mut select = self
            .read()
            .prepare_cached("SELECT state, question, plan, level, sounds FROM takes WHERE id = ?1")?;
        let (state, question, plan, level, sounds) = select.query_row([id], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get::<_, Option<String>>(3)?,
                row.get::<_, Option<String>>(4)?,
            ))
        })?;
        let unreadable = |reason| JournalError::Unreadable { what: "what was heard", reason };
        Ok(Kept {
            state,
            question: question.parse().unwrap_or_default(),
            plan,
            level: level.and_then(|level| level.parse().ok()),
            report,
            // A take of before they were kept has none.
            sounds: sounds.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json)).map_err(unreadable)?,
            marks,
        })
    }

    /// Takes, the newest first, discarded ones left out.
    pub fn takes(&self, limit: u32) -> Result<Vec<TakeRow>, JournalError> {
        let mut select = self.read().prepare_cached(
            "SELECT takes.id, stories.title, question, plan, started_ms, state, duration_s,
                    coalesce((SELECT group_concat(text, ' ' ORDER BY position) FROM words
                              WHERE take_id = takes.id AND position < 12), ''), imported_from
             FROM takes LEFT JOIN stories ON stories.id = takes.story_id
             WHERE state <> 'discarded'
             ORDER BY started_ms DESC, takes.rowid DESC LIMIT ?1",
        )?;
        let takes = select.query_map([limit], TakeRow::from_row)?.collect::<Result<_, _>>()?;
        Ok(takes)
    }

    /// Ids of takes that were cut off, with what they aimed at.
    pub fn unfinished_takes(&self) -> Result<Vec<(String, Begun)>, JournalError> {
        let mut select = self.read().prepare_cached(
            "SELECT id, story_id, question, plan, level, device, imported_from, started_ms FROM takes
             WHERE state IN ('recording', 'analysing') ORDER BY started_ms",
        )?;
        let takes = select
            .query_map([], |row| {
                let begun = Begun {
                    story: row.get(1)?,
                    // An id from a newer list falls back to the plain question rather than losing the take.
                    question: row.get::<_, String>(2)?.parse().unwrap_or_default(),
                    plan: row.get(3)?,
                    level: row.get::<_, Option<String>>(4)?.and_then(|level| level.parse().ok()),
                    device: row.get(5)?,
                    imported_from: row.get(6)?,
                    started_ms: row.get(7)?,
                };
                Ok((row.get(0)?, begun))
            })?
            .collect::<Result<_, _>>()?;
        Ok(takes)
    }

    /// A take's report, as it was given.
    pub fn report(&self, id: &str) -> Result<Report, JournalError> {
        let json: Option<Option<String>> = self
            .read()
            .prepare_cached(
                "SELECT reports.json FROM takes LEFT JOIN reports ON reports.take_id = takes.id WHERE takes.id = ?1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        match json {
            None => Err(JournalError::NotFound { what: "take", id: id.to_owned() }),
            Some(None) => Err(JournalError::NoReport(id.to_owned())),
            Some(Some(json)) => serde_json::from_str(&json)
                .map_err(|reason| JournalError::Unreadable { what: "a report", reason }),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use coach::{Setting, Take, judge, text};

    use super::*;

    /// A take of no story.
    pub(crate) fn begun(started_ms: i64) -> Begun {
        Begun {
            story: None,
            question: Lens::Plain,
            plan: "quarter".to_owned(),
            level: Some(Level::Ic5),
            device: "a microphone".to_owned(),
            imported_from: None,
            started_ms,
        }
    }

    #[test]
    fn a_take_is_read_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        let id = journal.begin_take(&begun(1_000)).unwrap();
        assert!(matches!(journal.report(&id), Err(JournalError::NoReport(_))));

        let words =
            text::words("i broke the build and i never ran the tests so now a hook runs them").unwrap();
        let report = judge(&Take::of_text(id.as_str(), words), &Setting::default());
        let done =
            Done { state: State::Done, report: &report, coach_version: "test", outline: None, sounds: None };
        journal.finish_take(&id, &done).unwrap();
        // Given twice, as re-analysis does, it is there once.
        journal.finish_take(&id, &done).unwrap();
        drop(journal);

        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.report(&id).unwrap(), report);
        let takes = journal.takes(10).unwrap();
        assert_eq!(takes.len(), 1);
        assert_eq!(takes[0].opening, "i broke the build and i never ran the tests so now");
        assert_eq!(takes[0].state, State::Done);
        assert!(journal.unfinished_takes().unwrap().is_empty());
    }

    #[test]
    fn marks_and_sounds_stay_with_the_take() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        let id = journal.begin_take(&begun(1_000)).unwrap();
        let marks = [
            Mark { part: coach::Part::Ownership, start: 1.25, end: None },
            Mark { part: coach::Part::Change, start: 4.0, end: Some(6.5) },
        ];
        journal.keep_marks(&id, &marks).unwrap();
        let words =
            text::words("i broke the build and i never ran the tests so now a hook runs them").unwrap();
        let report = judge(&Take::of_text(id.as_str(), words), &Setting::default());
        let sound: Sound = serde_json::from_value(serde_json::json!({
            "start": 0.1, "end": 0.7, "above_room_db": 21.5, "periodicity": 0.97, "change": 1.1, "drift": 0.3,
            "pitch_moves": 0.02, "pitch_hz": 118.4, "level_moves": 2.5, "bands": [5, 4, 8, 2, 1, -4, -6, -10],
            "quiet_before": 1, "quiet_after": 0.25
        }))
        .unwrap();
        let mut done = Done {
            state: State::Done,
            report: &report,
            coach_version: "test",
            outline: None,
            sounds: Some(&[sound]),
        };
        journal.finish_take(&id, &done).unwrap();
        // Judged anew, what was heard stays what it was.
        done.sounds = None;
        journal.finish_take(&id, &done).unwrap();
        drop(journal);

        let kept = Journal::open(&path).unwrap().kept(&id).unwrap();
        assert_eq!(kept.marks, marks);
        assert_eq!(kept.sounds, [sound]);
        assert_eq!((kept.state, kept.plan.as_str(), kept.level), (State::Done, "quarter", Some(Level::Ic5)));
        assert_eq!(kept.report, report);
        let mut journal = Journal::open(&path).unwrap();
        assert!(matches!(journal.keep_marks("nobody", &marks), Err(JournalError::NotFound { .. })));
    }

    #[test]
    fn takes_come_newest_first_and_discarded_ones_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let first = journal.begin_take(&begun(1_000)).unwrap();
        let second = journal.begin_take(&begun(2_000)).unwrap();
        let third = journal.begin_take(&begun(3_000)).unwrap();
        journal.take_state(&second, State::Discarded).unwrap();
        let ids: Vec<String> = journal.takes(10).unwrap().into_iter().map(|take| take.id).collect();
        assert_eq!(ids, [third, first.clone()]);
        assert_eq!(journal.unfinished_takes().unwrap()[0].0, first);
        assert!(matches!(
            journal.take_state("nobody", State::Done),
            Err(JournalError::NotFound { what: "take", .. })
        ));
    }
}
