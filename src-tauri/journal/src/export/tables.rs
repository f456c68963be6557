//! Tables for a spreadsheet: a take a row, or everything that slipped a row.

use std::io::Write;

use coach::Part;
use csv::Writer;

use super::ExportError;
use crate::{Journal, JournalError};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// A row a take.
    Takes,
    /// A row a filler, a restart or a pause.
    Composure,
}

/// How a moment is written: the journal has no clock and knows no places.
pub type Format<'a> = &'a dyn Fn(i64) -> String;

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}

impl Journal {
    /// Writes a table as CSV, a row at a time. What is in the trash is left out. How many takes had to be left out as well.
    pub fn export_table(
        &self,
        table: Table,
        when: Format<'_>,
        out: impl Write,
    ) -> Result<usize, ExportError> {
        let _snapshot = self.read().unchecked_transaction()?;
        let mut out = Writer::from_writer(out);
        let left_out = match table {
            Table::Takes => self.takes_table(when, &mut out)?,
            Table::Composure => self.composure_table(when, &mut out)?,
        };
        out.flush()?;
        Ok(left_out)
    }

    fn takes_table(&self, when: Format<'_>, out: &mut Writer<impl Write>) -> Result<usize, ExportError> {
        let mut head: Vec<String> = [
            "take",
            "started",
            "story",
            "question",
            "plan",
            "level",
            "mode",
            "drill",
            "follows",
            "kind",
            "seconds",
            "failure_share",
            "learning_change_share",
            "weakest",
            "rung",
            "wpm",
            "fillers_per_min",
            "restarts_per_min",
            "hesitations_per_min",
            "owning_fillers_per_min",
            "rest_fillers_per_min",
            "traps",
        ]
        .map(str::to_owned)
        .to_vec();
        head.extend(Part::ALL.map(|part| format!("{}_seconds", part.id())));
        out.write_record(&head)?;
        let mut takes = self.read().prepare(
            "SELECT takes.id, started_ms, coalesce(stories.title, ''), question, plan, coalesce(takes.level, ''), mode,
                    coalesce(drill, ''), coalesce(parent, '')
             FROM takes LEFT JOIN stories ON stories.id = takes.story_id
             WHERE state IN ('done', 'recovered') AND takes.deleted_ms IS NULL ORDER BY started_ms, takes.id",
        )?;
        let mut takes = takes.query([])?;
        let mut left_out = 0;
        while let Some(row) = takes.next()? {
            let id: String = row.get(0)?;
            let report = match self.report(&id) {
                Ok(report) => report,
                Err(JournalError::NoReport(_) | JournalError::Unreadable { .. }) => {
                    left_out += 1;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let mut record = vec![id, when(row.get(1)?)];
            for column in 2..9 {
                record.push(text(row.get(column)?));
            }
            let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
            let arc = &report.arc;
            let composure = &report.composure;
            let against = &composure.owning_vs_rest;
            let traps: Vec<&str> = report.findings.iter().map(|finding| finding.id.as_str()).collect();
            record.extend([
                name(&report.kind),
                report.source.duration_s.to_string(),
                arc.failure_share.to_string(),
                arc.learning_change_share.to_string(),
                arc.weakest.map_or("", Part::id).to_owned(),
                report.learning.rung.as_ref().map_or_else(String::new, name),
                number(composure.whole.wpm),
                number(composure.whole.fillers_per_min),
                number(composure.whole.restarts_per_min),
                number(composure.whole.hesitations_per_min),
                number(against.owning.fillers_per_min.filter(|_| against.enough)),
                number(against.rest.fillers_per_min.filter(|_| against.enough)),
                traps.join(" "),
            ]);
            record.extend(Part::ALL.map(|part| arc.parts[part].seconds.to_string()));
            out.write_record(&record)?;
        }
        Ok(left_out)
    }

    fn composure_table(&self, when: Format<'_>, out: &mut Writer<impl Write>) -> Result<usize, ExportError> {
        out.write_record([
            "take",
            "started",
            "event",
            "kind",
            "text",
            "instead",
            "start_s",
            "end_s",
            "part",
            "heard_by",
            "certainty",
        ])?;
        let mut events = self.read().prepare(
            "SELECT takes.id, started_ms, event.*
             FROM takes JOIN (
               SELECT take_id, 'filler' AS event, kind, text, '' AS instead, start_s, end_s, part, heard_by, certainty
               FROM fillers
               UNION ALL SELECT take_id, 'restart', kind, taken_back, instead, start_s, end_s, part, '', NULL
               FROM restarts
               UNION ALL SELECT take_id, 'pause', kind, '', '', start_s, end_s, part, '', NULL FROM pauses
             ) AS event ON event.take_id = takes.id
             WHERE deleted_ms IS NULL ORDER BY started_ms, takes.id, start_s",
        )?;
        let mut events = events.query([])?;
        while let Some(row) = events.next()? {
            let mut record: Vec<String> = vec![row.get(0)?, when(row.get(1)?)];
            for column in [3, 4, 5, 6] {
                record.push(text(row.get(column)?));
            }
            for column in [7, 8] {
                record.push(row.get::<_, f64>(column)?.to_string());
            }
            record.extend([row.get(9)?, row.get(10)?]);
            record.push(row.get::<_, Option<f64>>(11)?.map_or_else(String::new, |value| value.to_string()));
            out.write_record(&record)?;
        }
        Ok(0)
    }
}

/// Text in a cell: one that a spreadsheet would take for a formula begins with an apostrophe.
fn text(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn name(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::{begun, told};
    use crate::{Begun, StoryDraft};

    fn written(journal: &Journal, table: Table) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        journal.export_table(table, &|ms| format!("at {ms}"), &mut out).unwrap();
        let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(&out[..]);
        read.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn takes_and_what_slipped_in_them_are_rows() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let draft = StoryDraft { title: "=1+1, \"payroll\"".to_owned(), ..StoryDraft::default() };
        let story = journal.add_story(&draft, 1).unwrap().id;
        let said =
            "um last year i broke the the payroll run because i never checked the file and since then i do";
        let id = told(&mut journal, &Begun { story: Some(story), ..begun(7) }, said);
        let gone = told(&mut journal, &begun(8), said);
        journal.delete_take(&gone, 9).unwrap();
        let report = journal.report(&id).unwrap();

        let takes = written(&journal, Table::Takes);
        assert_eq!(takes.len(), 2);
        let cell = |name: &str| takes[1][takes[0].iter().position(|head| head == name).unwrap()].as_str();
        assert_eq!(
            (cell("take"), cell("started"), cell("story")),
            (id.as_str(), "at 7", "'=1+1, \"payroll\"")
        );
        assert_eq!(cell("failure_share"), report.arc.failure_share.to_string());
        assert_eq!(cell("change_seconds"), report.arc.parts.change.seconds.to_string());
        assert_eq!((cell("kind"), cell("level")), ("failure_answer", "ic5"));

        let events = written(&journal, Table::Composure);
        let composure = &report.composure;
        assert_eq!(
            events.len() - 1,
            composure.fillers.len() + composure.restarts.len() + composure.pauses.len()
        );
        let restart = events.iter().find(|event| event[2] == "restart").unwrap();
        assert_eq!((restart[4].as_str(), restart[5].as_str()), ("the", "the"));
    }
}
