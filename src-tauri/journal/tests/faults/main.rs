//! What befalls a journal in the world: it is killed while writing, the disk fills up, the folder is read-only, another
//! Retake has it, the file is cut off or a bit of it turns. It opens soundly or says what is wrong, it never panics, and
//! what was kept is whole or not there.

#![allow(missing_docs, clippy::unwrap_used, reason = "these are tests")]

mod beside;
mod damaged;
mod forgotten;
mod full;
mod killed;
mod locked;
mod log;
mod mounted;
mod read_only;

use std::path::Path;

use coach::{Report, Setting, Take, guide, judge, text};
use journal::{Begun, Done, Journal, JournalError, State, Wanted};

const COACH: &str = "faults";

/// Numbers that are the same in every run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// What the coach says of each model answer, under no take's name yet.
fn reports() -> Vec<Report> {
    let report = |answer: &guide::ModelAnswer| {
        let said = format!("so um you know we we were {}", answer.text());
        judge(&Take::of_text("", text::words(&said).unwrap()), &Setting::default())
    };
    guide::model_answers().iter().map(report).collect()
}

fn begin(journal: &mut Journal, started_ms: i64) -> Result<String, JournalError> {
    let plan = "quarter".to_owned();
    journal.begin_take(&Begun { plan, device: "a microphone".to_owned(), started_ms, ..Begun::default() })
}

fn finish(journal: &mut Journal, id: &str, report: &Report) -> Result<(), JournalError> {
    let report = Report { id: id.to_owned(), ..report.clone() };
    let (outline, sounds) = (None, None);
    journal
        .finish_take(id, &Done { state: State::Done, report: &report, coach_version: COACH, outline, sounds })
}

fn told(journal: &mut Journal, started_ms: i64, report: &Report) -> Result<String, JournalError> {
    let id = begin(journal, started_ms)?;
    finish(journal, &id, report)?;
    Ok(id)
}

/// Which of the reports a take has; it has one of them to the last word, or the test fails.
fn which(journal: &Journal, id: &str, reports: &[Report]) -> usize {
    let mut found = journal.report(id).unwrap();
    assert_eq!(found.id, id);
    found.id.clear();
    reports.iter().position(|report| *report == found).expect("a report as it was given, whole")
}

/// Opens and looks through a journal that must be sound: takes that are done have a whole report, no others have one.
fn sound(path: &Path, reports: &[Report]) -> Journal {
    let journal = Journal::open(path).unwrap();
    journal.check().unwrap();
    for in_trash in [false, true] {
        for take in journal.takes(&Wanted { in_trash, ..Wanted::default() }, 0, u32::MAX).unwrap() {
            if take.state == State::Done {
                which(&journal, &take.id, reports);
            } else {
                assert!(matches!(journal.report(&take.id), Err(JournalError::NoReport(_))));
            }
        }
    }
    journal
}
