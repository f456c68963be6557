//! From what the booth heard to what the coach says: the one way, for files, for the microphone, for recovery.

use std::path::Path;

use booth::{Heard, HearingError, Model, Peaks, hearing};
use coach::{Plan, Report, Setting, Sounds, Source, SourceKind, Take, Words, WordsError, judge};
use journal::{Kept, Outline, Said};

/// Which coach judged: a report made by another may differ.
pub(crate) const COACH_VERSION: &str = env!("CARGO_PKG_VERSION");

/// A take that was heard and judged.
pub(crate) struct Judged {
    pub(crate) report: Report,
    /// Of its recording, if it was listened to now.
    pub(crate) outline: Option<Outline>,
    /// What was heard beside the words.
    pub(crate) sounds: Sounds,
}

/// Judges what was heard.
pub(crate) fn judged(id: &str, heard: Heard, model: &Model, setting: &Setting, said: Said) -> Judged {
    let source = Source {
        kind: SourceKind::Audio,
        duration_s: heard.duration_s,
        model: Some(model.name().to_owned()),
    };
    let outline = outline(&heard.peaks);
    let Heard { words, quality, sounds, .. } = heard;
    let Said { marks, flags } = said;
    let take = Take { id: id.to_owned(), words, source, quality, sounds, marks, flags };
    Judged { report: judge(&take, setting), outline: Some(outline), sounds: take.sounds }
}

/// Judges a take of the journal once more: with other marks, or by a newer coach.
pub(crate) fn judged_again(kept: Kept, mut setting: Setting) -> Result<Judged, WordsError> {
    let Kept { report, sounds, said: Said { marks, flags }, .. } = kept;
    // It stays measured by the plan it was told for, whatever became of that since; the answer to a follow-up has none.
    if report.arc.plan_seconds > 0 && report.answered.is_none() {
        setting.plan = plan_of(&report);
    }
    // What was struck out is for the coach to strike out again.
    let words = report.words.into_iter().map(|word| coach::Word { struck: false, ..word }).collect();
    // One that came as the answer to a follow-up is one, also where no take before it says so.
    setting.follow_up = setting.follow_up.or(report.answered.map(|answered| answered.question));
    let Report { id, source, quality, .. } = report;
    let take = Take { id, words: Words::new(words)?, source, quality, sounds, marks, flags };
    Ok(Judged { report: judge(&take, &setting), outline: None, sounds: take.sounds })
}

/// The plan a report was measured against.
fn plan_of(report: &Report) -> Plan {
    let parts = &report.arc.parts;
    Plan {
        id: report.plan.clone(),
        idea: String::new(),
        seconds: report.arc.plan_seconds,
        shares: coach::Parts::from_fn(|part| parts[part].target.unwrap_or(0.0)),
    }
}

/// Listens to a recording and judges it.
pub(crate) fn of_recording(
    id: &str,
    path: &Path,
    model: &Model,
    setting: &Setting,
    said: Said,
    progress: impl FnMut(f64),
) -> Result<Judged, HearingError> {
    Ok(judged(id, hearing::listen(path, model, progress)?, model, setting, said))
}

/// As the journal keeps it.
pub(crate) fn outline(peaks: &Peaks) -> Outline {
    Outline { per_second: Peaks::PER_SECOND, peaks: peaks.bytes().to_vec() }
}
