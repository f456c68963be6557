//! From what the booth heard to what the coach says: the one way, for files, for the microphone, for recovery.

use std::path::Path;

use booth::{Heard, HearingError, Model, hearing};
use coach::{Report, Setting, Source, SourceKind, Take, judge};
use journal::{Done, Journal, JournalError, State};

/// Which coach judged: a report made by another may differ.
pub const COACH_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Judges what was heard.
#[must_use]
pub fn report(id: &str, heard: Heard, model: &Model, setting: &Setting) -> Report {
    let source = Source {
        kind: SourceKind::Audio,
        duration_s: heard.duration_s,
        model: Some(model.name().to_owned()),
    };
    let take = Take { id: id.to_owned(), words: heard.words, source, quality: heard.quality };
    judge(&take, setting)
}

/// Listens to a recording and judges it.
pub fn of_recording(
    id: &str,
    path: &Path,
    model: &Model,
    setting: &Setting,
    progress: impl FnMut(f64),
) -> Result<Report, HearingError> {
    Ok(report(id, hearing::listen(path, model, progress)?, model, setting))
}

/// Judges a take that has just been heard and keeps it in the journal.
pub fn keep(
    journal: &mut Journal,
    id: &str,
    heard: Heard,
    model: &Model,
    setting: &Setting,
) -> Result<Report, JournalError> {
    journal.take_state(id, State::Analysing)?;
    let report = report(id, heard, model, setting);
    journal.finish_take(id, &Done { state: State::Done, report: &report, coach_version: COACH_VERSION })?;
    Ok(report)
}
