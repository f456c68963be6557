//! From what the booth heard to what the coach says: the one way, for files, for the microphone, for recovery.

use std::path::Path;

use booth::{Heard, HearingError, Model, Peaks, hearing};
use coach::{Report, Setting, Source, SourceKind, Take, judge};
use journal::Outline;

/// Which coach judged: a report made by another may differ.
pub(crate) const COACH_VERSION: &str = env!("CARGO_PKG_VERSION");

/// A take that was heard and judged.
pub(crate) struct Judged {
    pub(crate) report: Report,
    pub(crate) outline: Outline,
}

/// Judges what was heard.
pub(crate) fn judged(id: &str, heard: Heard, model: &Model, setting: &Setting) -> Judged {
    let source = Source {
        kind: SourceKind::Audio,
        duration_s: heard.duration_s,
        model: Some(model.name().to_owned()),
    };
    let outline = outline(&heard.peaks);
    let take =
        Take { id: id.to_owned(), words: heard.words, source, quality: heard.quality, sounds: heard.sounds };
    Judged { report: judge(&take, setting), outline }
}

/// Listens to a recording and judges it.
pub(crate) fn of_recording(
    id: &str,
    path: &Path,
    model: &Model,
    setting: &Setting,
    progress: impl FnMut(f64),
) -> Result<Judged, HearingError> {
    Ok(judged(id, hearing::listen(path, model, progress)?, model, setting))
}

/// As the journal keeps it.
pub(crate) fn outline(peaks: &Peaks) -> Outline {
    Outline { per_second: Peaks::PER_SECOND, peaks: peaks.bytes().to_vec() }
}
