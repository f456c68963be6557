//! From what the booth heard to what the coach says: the one way, for files, for the microphone, for recovery.

use std::path::Path;

use booth::live::{LiveError, LiveTake};
use booth::wav::WavError;
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

/// Whether a recording could not be heard because there is none: nothing is lost by forgetting it.
pub(crate) fn holds_nothing(error: &HearingError) -> bool {
    match error {
        HearingError::Wav(WavError::Empty(_) | WavError::NoSound(_) | WavError::NotWav(_)) => true,
        HearingError::Wav(WavError::Unreadable { reason, .. }) => {
            reason.kind() == std::io::ErrorKind::NotFound
        }
        _ => false,
    }
}

/// Keeps a finished take in the journal.
pub fn keep(journal: &mut Journal, id: &str, report: Report) -> Result<Report, JournalError> {
    journal.finish_take(id, &Done { state: State::Done, report: &report, coach_version: COACH_VERSION })?;
    Ok(report)
}

/// Ends a take and judges it. What the recogniser failed on while it was live is heard once more from the recording.
pub(crate) fn end(
    take: LiveTake,
    id: &str,
    recording: &Path,
    model: &Model,
    setting: &Setting,
) -> Result<Report, LiveError> {
    match take.stop() {
        Ok(heard) => Ok(report(id, heard, model, setting)),
        Err(error) => {
            tracing::warn!(take = id, %error, "a take did not end well; its recording is analysed instead");
            of_recording(id, recording, model, setting, |_| {}).map_err(|_| error)
        }
    }
}
