//! Takes: a row from the moment the recording starts, words and report once it is heard.

use coach::drill::Drill;
use coach::report::Flag;
use coach::{Lens, Level, Mark, Report, Sounds};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};
use serde::{Deserialize, Serialize};

use crate::name::Named;
use crate::report::{self, named, rows};
use crate::{Journal, JournalError, Outline};

/// Where a take is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The microphone is open.
    Recording,
    /// The speaker has ended it, and the report is not yet there.
    Analysing,
    /// All there.
    Done,
    /// Cut off by a crash, and finished from its file.
    Recovered,
    /// Thrown away by the speaker before there was a report.
    Discarded,
}

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            State::Recording => "recording",
            State::Analysing => "analysing",
            State::Done => "done",
            State::Recovered => "recovered",
            State::Discarded => "discarded",
        }
        .into())
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Named::column_result(value).map(|Named(state)| state)
    }
}

/// How a take is rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With the ribbon, and a cue at most.
    #[default]
    Practice,
    /// As it will be: no cue, and follow-ups after it.
    Interview,
}

/// What is known when a take begins.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Begun {
    /// The story it tells.
    pub story: Option<String>,
    /// The question that was asked.
    pub question: Lens,
    /// The words it was asked in, if others than the question's own.
    pub asked: Option<String>,
    /// The plan it is measured against.
    pub plan: String,
    /// The level it is told for.
    pub level: Option<Level>,
    /// How it is rehearsed.
    pub mode: Mode,
    /// The drill it is, if it is one.
    pub drill: Option<Drill>,
    /// The take it follows up on, if it does.
    pub parent: Option<String>,
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
    pub sounds: Option<&'a Sounds>,
}

/// What a take can be judged from anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// How it began.
    pub begun: Begun,
    /// How it ended.
    pub state: State,
    /// Its last report, with the words.
    pub report: Report,
    /// What was heard beside the words.
    pub sounds: Sounds,
    /// What the speaker said while speaking.
    pub said: Said,
}

/// What the speaker has set in a take.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Said {
    /// Where it is which part.
    pub marks: Vec<Mark>,
    /// Moments to look at again.
    pub flags: Vec<Flag>,
}

impl Said {
    pub(crate) fn keep(&self, write: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
        write.prepare_cached("DELETE FROM marks WHERE take_id = ?1")?.execute([id])?;
        write.prepare_cached("DELETE FROM flags WHERE take_id = ?1")?.execute([id])?;
        let mut insert = write.prepare_cached("INSERT INTO marks VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (at, mark) in (0_u32..).zip(&self.marks) {
            insert.execute((id, at, Named(mark.part), mark.start, mark.end))?;
        }
        let mut insert = write.prepare_cached("INSERT INTO flags VALUES (?1, ?2, ?3)")?;
        for (at, flag) in (0_u32..).zip(&self.flags) {
            insert.execute((id, at, flag.t))?;
        }
        Ok(())
    }
}

impl Begun {
    const COLUMNS: &str =
        "story_id, question, asked, plan, level, mode, drill, parent, device, imported_from, started_ms";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        // A name from a newer list falls back to the plain one rather than losing the take.
        let known = |at| named(row, at).ok();
        Ok(Self {
            story: row.get(0)?,
            question: named(row, 1).unwrap_or_default(),
            asked: row.get(2)?,
            plan: row.get(3)?,
            level: named(row, 4).ok(),
            mode: named(row, 5)?,
            drill: known(6),
            parent: row.get(7)?,
            device: row.get(8)?,
            imported_from: row.get(9)?,
            started_ms: row.get(10)?,
        })
    }

    pub(crate) fn insert(&self, write: &Transaction<'_>, id: &str, state: State) -> rusqlite::Result<()> {
        write
            .prepare_cached(
                "INSERT INTO takes (id, story_id, question, asked, plan, level, mode, drill, parent, device,
                                    imported_from, started_ms, state, recording)
                 VALUES (:id, :story, :question, :asked, :plan, :level, :mode, :drill, :parent, :device, :imported,
                         :started, :state, :id || '.wav')",
            )?
            .execute(named_params! {
                ":id": id, ":story": self.story, ":question": self.question.id(), ":asked": self.asked,
                ":plan": self.plan, ":level": self.level.map(Level::id), ":mode": Named(self.mode),
                ":drill": self.drill.map(Named), ":parent": self.parent, ":device": self.device,
                ":imported": self.imported_from, ":started": self.started_ms, ":state": state,
            })?;
        Ok(())
    }
}

impl Journal {
    /// Begins a take: from now on a crash leaves a row to be finished. Returns its id.
    pub fn begin_take(&mut self, take: &Begun) -> Result<String, JournalError> {
        let write = self.write()?;
        // Its time first: what belongs to takes of one day lies together in the file, and is read and written together.
        let id: String = write.query_row(
            "SELECT printf('%012x', max(?1, 0)) || lower(hex(randomblob(4)))",
            [take.started_ms],
            |row| row.get(0),
        )?;
        let state = if take.imported_from.is_some() { State::Analysing } else { State::Recording };
        take.insert(&write, &id, state)?;
        write.commit()?;
        Ok(id)
    }

    /// Moves a take on in its life.
    pub fn take_state(&mut self, id: &str, state: State) -> Result<(), JournalError> {
        self.change_take("UPDATE takes SET state = ?2 WHERE id = ?1", (id, state), id)
    }

    pub(crate) fn change_take(
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

    /// Discards a take that is not finished. Whether it was one.
    pub fn discard_unfinished(&mut self, id: &str) -> Result<bool, JournalError> {
        let write = self.write()?;
        let changed = write
            .prepare_cached(
                "UPDATE takes SET state = 'discarded' WHERE id = ?1 AND state IN ('recording', 'analysing')",
            )?
            .execute([id])?;
        write.commit()?;
        Ok(changed > 0)
    }

    /// Keeps what was heard and judged, in one transaction. Given again, it replaces what was there.
    pub fn finish_take(&mut self, id: &str, done: &Done<'_>) -> Result<(), JournalError> {
        let write = self.write()?;
        finish(&write, id, done)?;
        Ok(write.commit()?)
    }

    /// Keeps where the speaker says which part it is, from the moment it is said.
    pub fn keep_marks(&mut self, id: &str, marks: &[Mark]) -> Result<(), JournalError> {
        let flags = self.said(id)?.flags;
        self.keep_said(id, &Said { marks: marks.to_vec(), flags })
    }

    /// Keeps the moments that the speaker wants to look at again.
    pub fn keep_flags(&mut self, id: &str, flags: &[Flag]) -> Result<(), JournalError> {
        let marks = self.said(id)?.marks;
        self.keep_said(id, &Said { marks, flags: flags.to_vec() })
    }

    fn keep_said(&mut self, id: &str, said: &Said) -> Result<(), JournalError> {
        let write = self.write()?;
        said.keep(&write, id)?;
        Ok(write.commit()?)
    }

    /// What the speaker has set in a take.
    pub fn said(&self, id: &str) -> Result<Said, JournalError> {
        let read = self.read();
        found(read, id)?;
        let marks = rows(read, "SELECT part, start_s, end_s FROM marks", id, |row| {
            Ok(Mark { part: named(row, 0)?, start: row.get(1)?, end: row.get(2)? })
        })?;
        let flags = rows(read, "SELECT at_s FROM flags", id, |row| Ok(Flag { t: row.get(0)? }))?;
        Ok(Said { marks, flags })
    }

    /// How a take began.
    pub fn begun(&self, id: &str) -> Result<Begun, JournalError> {
        let begun = self
            .read()
            .prepare_cached(&format!("SELECT {} FROM takes WHERE id = ?1", Begun::COLUMNS))?
            .query_row([id], Begun::from_row)
            .optional()?;
        begun.ok_or_else(|| JournalError::NotFound { what: "take", id: id.to_owned() })
    }

    /// What a take can be judged from anew.
    pub fn kept(&self, id: &str) -> Result<Kept, JournalError> {
        let begun = self.begun(id)?;
        let (state, sounds): (_, Option<Vec<u8>>) = self
            .read()
            .prepare_cached(
                "SELECT state, packed FROM takes LEFT JOIN sounds ON sounds.take_id = takes.id WHERE takes.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let unreadable = |reason: &str| JournalError::Unreadable {
            what: "what was heard",
            reason: serde::de::Error::custom(reason),
        };
        Ok(Kept {
            begun,
            state,
            report: self.report(id)?,
            // A take of before they were kept has none.
            sounds: sounds.map_or(Ok(Sounds::default()), |packed| {
                Sounds::unpack(&packed).ok_or_else(|| unreadable("it is not whole"))
            })?,
            said: self.said(id)?,
        })
    }

    /// Ids of takes that were cut off, with what they aimed at.
    pub fn unfinished_takes(&self) -> Result<Vec<(String, Begun)>, JournalError> {
        let mut select = self.read().prepare_cached(&format!(
            "SELECT {}, id FROM takes WHERE state IN ('recording', 'analysing') ORDER BY started_ms",
            Begun::COLUMNS
        ))?;
        let takes = select
            .query_map([], |row| Ok((row.get(11)?, Begun::from_row(row)?)))?
            .collect::<Result<_, _>>()?;
        Ok(takes)
    }

    /// Takes that another coach has judged, the oldest first: what comes before a take is judged before it.
    pub fn judged_by_others(&self, coach_version: &str) -> Result<Vec<String>, JournalError> {
        let mut select = self.read().prepare_cached(
            // As two ranges, so that the index is used: mostly there are none.
            "SELECT takes.id FROM reports CROSS JOIN takes ON takes.id = reports.take_id
             WHERE coach_version < ?1 OR coach_version > ?1 ORDER BY started_ms, takes.id",
        )?;
        let ids = select.query_map([coach_version], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }
}

fn found(read: &rusqlite::Connection, id: &str) -> Result<(), JournalError> {
    if read.prepare_cached("SELECT 1 FROM takes WHERE id = ?1")?.exists([id])? {
        return Ok(());
    }
    Err(JournalError::NotFound { what: "take", id: id.to_owned() })
}

pub(crate) fn finish(write: &Transaction<'_>, id: &str, done: &Done<'_>) -> Result<(), JournalError> {
    let source = &done.report.source;
    let changed = write
        .prepare_cached(
            "UPDATE takes SET state = ?2, duration_s = ?3, model = ?4
             WHERE id = ?1 AND (state <> 'done' OR ?2 <> 'recovered')",
        )?
        .execute((id, done.state, source.duration_s, &source.model))?;
    if changed == 0 {
        // Whoever recorded it has finished it meanwhile, and knows more than its recording does.
        return found(write, id);
    }
    report::keep(write, id, done.coach_version, done.report)?;
    if let Some(outline) = done.outline {
        outline.keep(write, id)?;
    }
    if let Some(sounds) = done.sounds {
        write
            .prepare_cached("INSERT OR REPLACE INTO sounds VALUES (?1, ?2)")?
            .execute((id, sounds.pack()))?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use coach::{Setting, Take, judge, text};

    use super::*;

    /// A take of no story.
    pub(crate) fn begun(started_ms: i64) -> Begun {
        Begun {
            plan: "quarter".to_owned(),
            level: Some(Level::Ic5),
            device: "a microphone".to_owned(),
            started_ms,
            ..Begun::default()
        }
    }

    /// A take that was told and judged.
    pub(crate) fn told(journal: &mut Journal, begun: &Begun, said: &str) -> String {
        let id = journal.begin_take(begun).unwrap();
        let report = judge(&Take::of_text(id.as_str(), text::words(said).unwrap()), &Setting::default());
        let done =
            Done { state: State::Done, report: &report, coach_version: "test", outline: None, sounds: None };
        journal.finish_take(&id, &done).unwrap();
        id
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
        let takes = journal.takes(&crate::Wanted::default(), 0, 10).unwrap();
        assert_eq!(takes.len(), 1);
        assert_eq!(takes[0].opening, "i broke the build and i never ran the tests so now");
        assert_eq!(takes[0].state, State::Done);
        assert!(journal.unfinished_takes().unwrap().is_empty());
    }

    #[test]
    fn marks_flags_and_sounds_stay_with_the_take() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        let id = journal.begin_take(&begun(1_000)).unwrap();
        let marks = [
            Mark { part: coach::Part::Ownership, start: 1.25, end: None },
            Mark { part: coach::Part::Change, start: 4.0, end: Some(6.5) },
        ];
        journal.keep_marks(&id, &marks).unwrap();
        journal.keep_flags(&id, &[Flag { t: 3.5 }]).unwrap();
        let words =
            text::words("i broke the build and i never ran the tests so now a hook runs them").unwrap();
        let report = judge(&Take::of_text(id.as_str(), words), &Setting::default());
        let frame = coach::sound::Frame::new(1.1, 240, 133, [4.5, -2.0]);
        let held = coach::sound::Held { start: 1, frames: vec![frame; 9] };
        let sounds = Sounds { levels: vec![100; 12], sounding: vec![true; 12], held: vec![held] };
        let mut done = Done {
            state: State::Done,
            report: &report,
            coach_version: "test",
            outline: None,
            sounds: Some(&sounds),
        };
        journal.finish_take(&id, &done).unwrap();
        // Judged anew, what was heard stays what it was.
        done.sounds = None;
        journal.finish_take(&id, &done).unwrap();
        drop(journal);

        let kept = Journal::open(&path).unwrap().kept(&id).unwrap();
        assert_eq!(kept.said.marks, marks);
        assert_eq!(kept.said.flags, [Flag { t: 3.5 }]);
        assert_eq!(kept.sounds, sounds);
        assert_eq!((kept.state, kept.begun), (State::Done, begun(1_000)));
        assert_eq!(kept.report, report);
        let mut journal = Journal::open(&path).unwrap();
        assert!(matches!(journal.keep_marks("nobody", &marks), Err(JournalError::NotFound { .. })));
    }

    #[test]
    fn what_its_recorder_has_finished_is_not_recovered_over() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let id = told(&mut journal, &begun(1), "i broke it");
        let other = judge(&Take::of_text(id.as_str(), text::words("i broke").unwrap()), &Setting::default());
        let late = Done {
            state: State::Recovered,
            report: &other,
            coach_version: "test",
            outline: None,
            sounds: None,
        };
        journal.finish_take(&id, &late).unwrap();
        assert_eq!(journal.report(&id).unwrap().words.len(), 3);
        assert!(!journal.discard_unfinished(&id).unwrap());
        let open = journal.begin_take(&begun(2)).unwrap();
        assert!(journal.discard_unfinished(&open).unwrap());
        assert!(journal.unfinished_takes().unwrap().is_empty());
    }
}
