//! A report in the journal: what is counted or searched stands in rows, a table each; the rest of it is one JSON value.
//! Read back, it is the report that was kept.

use coach::report::{Composure, Filler, Finding, Measures, OwningVsRest, Pause, Restart, Rubric, Span};
use coach::{Part, Parts, Report, Word};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use serde::{Deserialize, Serialize};

use crate::name::Named;
use crate::{Journal, JournalError};

/// A stretch of a take that has measures of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// All of it.
    Whole,
    /// Failure and ownership.
    Owning,
    /// Everything but those.
    Rest,
    /// One part.
    Part(Part),
}

impl Stretch {
    /// All there are.
    pub const ALL: [Stretch; 9] = [
        Stretch::Whole,
        Stretch::Owning,
        Stretch::Rest,
        Stretch::Part(Part::Failure),
        Stretch::Part(Part::Ownership),
        Stretch::Part(Part::Action),
        Stretch::Part(Part::Learning),
        Stretch::Part(Part::Change),
        Stretch::Part(Part::Other),
    ];

    /// As in the journal and in exports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Stretch::Whole => "whole",
            Stretch::Owning => "owning",
            Stretch::Rest => "rest",
            Stretch::Part(part) => part.id(),
        }
    }

    fn of(self, composure: &Composure) -> &Measures {
        match self {
            Stretch::Whole => &composure.whole,
            Stretch::Owning => &composure.owning_vs_rest.owning,
            Stretch::Rest => &composure.owning_vs_rest.rest,
            Stretch::Part(part) => &composure.by_part[part],
        }
    }
}

impl ToSql for Stretch {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.id().into())
    }
}

impl FromSql for Stretch {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = value.as_str()?;
        Stretch::ALL.into_iter().find(|stretch| stretch.id() == id).ok_or(FromSqlError::InvalidType)
    }
}

/// The tables that a report's rows are in.
const ROWS: [&str; 9] =
    ["words", "spans", "fillers", "restarts", "pauses", "measures", "findings", "rubric", "follow_ups"];

impl Journal {
    /// A take's report, as it was given.
    pub fn report(&self, id: &str) -> Result<Report, JournalError> {
        let rest: Option<Option<String>> = self
            .read()
            .prepare_cached(
                "SELECT reports.rest FROM takes LEFT JOIN reports ON reports.take_id = takes.id WHERE takes.id = ?1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        match rest {
            None => Err(JournalError::NotFound { what: "take", id: id.to_owned() }),
            Some(None) => Err(JournalError::NoReport(id.to_owned())),
            Some(Some(rest)) => put_together(self.read(), id, &rest),
        }
    }
}

fn unreadable(reason: serde_json::Error) -> JournalError {
    JournalError::Unreadable { what: "a report", reason }
}

/// Takes a report apart and keeps it, in place of what was kept of the take before.
pub(crate) fn keep(
    write: &Transaction<'_>,
    id: &str,
    coach_version: &str,
    report: &Report,
) -> Result<(), JournalError> {
    for table in ROWS {
        write.prepare_cached(&format!("DELETE FROM {table} WHERE take_id = ?1"))?.execute([id])?;
    }
    let mut insert = write.prepare_cached("INSERT INTO words VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (at, word) in (0_u32..).zip(&report.words) {
        insert.execute((id, at, &word.text, word.start, word.end, word.conf, word.struck))?;
    }
    let mut insert = write.prepare_cached("INSERT INTO spans VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for (at, span) in (0_u32..).zip(&report.arc.spans) {
        let Span { part, start, end, first_word, last_word, certainty, by } = *span;
        insert.execute((id, at, Named(part), start, end, first_word, last_word, certainty, Named(by)))?;
    }
    keep_composure(write, id, &report.composure)?;
    let mut insert =
        write.prepare_cached("INSERT INTO findings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
    for (at, found) in (0_u32..).zip(&report.findings) {
        let Finding { id: trap, severity, certainty, rule, quote, start, end, why, r#try } = found;
        insert.execute((id, at, trap, Named(severity), certainty, rule, quote, start, end, why, r#try))?;
    }
    let mut insert = write.prepare_cached("INSERT INTO rubric VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (at, rubric) in (0_u32..).zip(&report.rubric) {
        let because = serde_json::to_string(&rubric.because).map_err(unreadable)?;
        insert.execute((id, at, Named(rubric.dimension), rubric.level, because))?;
    }
    let mut insert = write.prepare_cached("INSERT INTO follow_ups VALUES (?1, ?2, ?3)")?;
    for (at, question) in (0_u32..).zip(&report.follow_ups) {
        insert.execute((id, at, question))?;
    }
    let rest = serde_json::to_string(&rest_of(report)).map_err(unreadable)?;
    write.prepare_cached("INSERT OR REPLACE INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
        id,
        coach_version,
        Named(report.kind),
        report.arc.failure_share,
        report.arc.learning_change_share,
        rest,
    ))?;
    Ok(())
}

fn keep_composure(write: &Transaction<'_>, id: &str, composure: &Composure) -> rusqlite::Result<()> {
    let mut insert =
        write.prepare_cached("INSERT INTO fillers VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for (at, filler) in (0_u32..).zip(&composure.fillers) {
        let Filler { kind, text, start, end, part, heard_by, certainty } = filler;
        insert.execute((id, at, Named(kind), text, start, end, Named(part), Named(heard_by), certainty))?;
    }
    let mut insert =
        write.prepare_cached("INSERT INTO restarts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for (at, restart) in (0_u32..).zip(&composure.restarts) {
        let Restart { kind, first, then, first_words: [from, to], start, end, part } = restart;
        insert.execute((id, at, Named(kind), first, then, from, to, start, end, Named(part)))?;
    }
    let mut insert = write.prepare_cached("INSERT INTO pauses VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (at, pause) in (0_u32..).zip(&composure.pauses) {
        insert.execute((id, at, Named(pause.kind), pause.start, pause.end, Named(pause.part)))?;
    }
    let mut insert =
        write.prepare_cached("INSERT INTO measures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
    for stretch in Stretch::ALL {
        let measures = stretch.of(composure);
        insert.execute((
            id,
            stretch,
            measures.seconds,
            measures.wpm,
            measures.fillers_per_min,
            measures.restarts_per_min,
            measures.hesitations_per_min,
            measures.fillers,
            measures.restarts,
            measures.hesitations,
            measures.enough,
        ))?;
    }
    Ok(())
}

/// The report without what has rows.
fn rest_of(report: &Report) -> Report {
    let composure = Composure {
        fillers: Vec::new(),
        restarts: Vec::new(),
        pauses: Vec::new(),
        pace: report.composure.pace.clone(),
        by_part: Parts::default(),
        owning_vs_rest: OwningVsRest::default(),
        whole: Measures::default(),
    };
    let arc = coach::report::ArcReport { spans: Vec::new(), ..report.arc.clone() };
    Report {
        words: Vec::new(),
        arc,
        composure,
        findings: Vec::new(),
        rubric: Vec::new(),
        follow_ups: Vec::new(),
        ..report.clone()
    }
}

fn put_together(read: &Connection, id: &str, rest: &str) -> Result<Report, JournalError> {
    let mut report: Report = serde_json::from_str(rest).map_err(unreadable)?;
    report.words = rows(read, "SELECT text, start_s, end_s, conf, struck FROM words", id, |row| {
        Ok(Word {
            text: row.get(0)?,
            start: row.get(1)?,
            end: row.get(2)?,
            conf: row.get(3)?,
            struck: row.get(4)?,
        })
    })?;
    let columns = "SELECT part, start_s, end_s, first_word, last_word, certainty, by FROM spans";
    report.arc.spans = rows(read, columns, id, |row| {
        Ok(Span {
            part: named(row, 0)?,
            start: row.get(1)?,
            end: row.get(2)?,
            first_word: row.get(3)?,
            last_word: row.get(4)?,
            certainty: row.get(5)?,
            by: named(row, 6)?,
        })
    })?;
    put_composure(read, id, &mut report.composure)?;
    let columns = "SELECT id, severity, certainty, rule, quote, start_s, end_s, why, try FROM findings";
    report.findings = rows(read, columns, id, |row| {
        Ok(Finding {
            id: row.get(0)?,
            severity: named(row, 1)?,
            certainty: row.get(2)?,
            rule: row.get(3)?,
            quote: row.get(4)?,
            start: row.get(5)?,
            end: row.get(6)?,
            why: row.get(7)?,
            r#try: row.get(8)?,
        })
    })?;
    let rubric: Vec<(_, _, String)> =
        rows(read, "SELECT dimension, level, because FROM rubric", id, |row| {
            Ok((named(row, 0)?, row.get(1)?, row.get(2)?))
        })?;
    report.rubric = rubric
        .into_iter()
        .map(|(dimension, level, because)| {
            let because = serde_json::from_str(&because).map_err(unreadable)?;
            Ok(Rubric { dimension, level, because })
        })
        .collect::<Result<_, JournalError>>()?;
    report.follow_ups = rows(read, "SELECT question FROM follow_ups", id, |row| row.get(0))?;
    Ok(report)
}

fn put_composure(read: &Connection, id: &str, composure: &mut Composure) -> rusqlite::Result<()> {
    let columns = "SELECT kind, text, start_s, end_s, part, heard_by, certainty FROM fillers";
    composure.fillers = rows(read, columns, id, |row| {
        Ok(Filler {
            kind: named(row, 0)?,
            text: row.get(1)?,
            start: row.get(2)?,
            end: row.get(3)?,
            part: named(row, 4)?,
            heard_by: named(row, 5)?,
            certainty: row.get(6)?,
        })
    })?;
    let columns = "SELECT kind, taken_back, instead, from_word, to_word, start_s, end_s, part FROM restarts";
    composure.restarts = rows(read, columns, id, |row| {
        Ok(Restart {
            kind: named(row, 0)?,
            first: row.get(1)?,
            then: row.get(2)?,
            first_words: [row.get(3)?, row.get(4)?],
            start: row.get(5)?,
            end: row.get(6)?,
            part: named(row, 7)?,
        })
    })?;
    composure.pauses = rows(read, "SELECT kind, start_s, end_s, part FROM pauses", id, |row| {
        Ok(Pause { kind: named(row, 0)?, start: row.get(1)?, end: row.get(2)?, part: named(row, 3)? })
    })?;
    let mut select = read.prepare_cached(
        "SELECT stretch, seconds, wpm, fillers_per_min, restarts_per_min, hesitations_per_min, fillers, restarts,
                hesitations, enough
         FROM measures WHERE take_id = ?1",
    )?;
    let stretches = select.query_map([id], |row| Ok((row.get(0)?, measures(row, 1)?)))?;
    for stretch in stretches {
        let (stretch, measures) = stretch?;
        match stretch {
            Stretch::Whole => composure.whole = measures,
            Stretch::Owning => composure.owning_vs_rest.owning = measures,
            Stretch::Rest => composure.owning_vs_rest.rest = measures,
            Stretch::Part(part) => composure.by_part[part] = measures,
        }
    }
    let OwningVsRest { owning, rest, enough } = &mut composure.owning_vs_rest;
    *enough = owning.enough && rest.enough;
    Ok(())
}

/// Measures from nine columns in a row.
pub(crate) fn measures(row: &Row<'_>, from: usize) -> rusqlite::Result<Measures> {
    Ok(Measures {
        seconds: row.get(from)?,
        wpm: row.get(from + 1)?,
        fillers_per_min: row.get(from + 2)?,
        restarts_per_min: row.get(from + 3)?,
        hesitations_per_min: row.get(from + 4)?,
        fillers: row.get(from + 5)?,
        restarts: row.get(from + 6)?,
        hesitations: row.get(from + 7)?,
        enough: row.get(from + 8)?,
    })
}

pub(crate) fn named<T: for<'de> Deserialize<'de>>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let Named(value) = row.get(at)?;
    Ok(value)
}

/// A take's rows of a table, in their order.
pub(crate) fn rows<T>(
    read: &Connection,
    columns: &str,
    id: &str,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    read.prepare_cached(&format!("{columns} WHERE take_id = ?1 ORDER BY position"))?
        .query_map([id], row)?
        .collect()
}

#[cfg(test)]
mod tests {
    use coach::report::Kind;

    use super::*;

    #[test]
    fn every_stretch_is_read_back_by_its_name() {
        let connection = Connection::open_in_memory().unwrap();
        for stretch in Stretch::ALL {
            let back: Stretch = connection.query_row("SELECT ?1", [stretch], |row| row.get(0)).unwrap();
            assert_eq!(back, stretch);
        }
        let kind =
            connection.query_row("SELECT ?1", [Named(Kind::NotFailureAnswer)], |row| named::<Kind>(row, 0));
        assert_eq!(kind.unwrap(), Kind::NotFailureAnswer);
        assert!(connection.query_row("SELECT 'nobody'", [], |row| named::<Kind>(row, 0)).is_err());
    }
}
