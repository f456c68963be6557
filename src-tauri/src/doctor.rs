//! The doctor: is everything there that a take needs, and if not, what to do. For the terminal and for Settings.

use booth::interviewer::SystemVoice;
use booth::{Model, microphone};
use serde::Serialize;

use crate::archive::opened;
use crate::{Folders, trial};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub(crate) struct Checked {
    /// What was looked at.
    pub(crate) what: &'static str,
    /// How it is.
    pub(crate) state: Health,
    /// What was found, or what to do.
    pub(crate) detail: String,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Health {
    /// Nothing to do.
    Fine,
    /// Retake works without it.
    Missing,
    /// A take cannot be recorded or kept.
    Broken,
}

/// Looks at everything.
pub(crate) fn examine(folders: &Folders) -> Vec<Checked> {
    let (model, recogniser) = recogniser(folders);
    vec![recogniser, model, microphones(), journal(folders), voice()]
}

fn checked(what: &'static str, state: Health, detail: impl Into<String>) -> Checked {
    Checked { what, state, detail: detail.into() }
}

/// The model is loaded and listens to a second of silence: whatever is wrong with either shows.
fn recogniser(folders: &Folders) -> (Checked, Checked) {
    let folder = folders.model(&folders.chosen_model());
    let model = match Model::load(&folder) {
        Ok(model) => model,
        Err(error) => {
            return (
                checked("model", Health::Broken, error.to_string()),
                checked("recogniser", Health::Broken, "not tried, for want of a model"),
            );
        }
    };
    let recogniser = match trial::listen(&model) {
        Ok(()) => checked("recogniser", Health::Fine, "libvosk listens"),
        Err(error) => checked("recogniser", Health::Broken, error.to_string()),
    };
    (checked("model", Health::Fine, folder.display().to_string()), recogniser)
}

fn microphones() -> Checked {
    match microphone::devices() {
        Ok(devices) => {
            let names: Vec<String> = devices.into_iter().map(|device| device.name).collect();
            checked("microphone", Health::Fine, names.join(", "))
        }
        Err(error) => checked("microphone", Health::Broken, error.to_string()),
    }
}

fn journal(folders: &Folders) -> Checked {
    let path = folders.journal();
    match path.try_exists() {
        Ok(true) => {}
        Err(error) => {
            let detail = format!("cannot look for it at {}: {error}", path.display());
            return checked("journal", Health::Broken, detail);
        }
        Ok(false) if folders.data().exists() && !folders.data().is_dir() => {
            let detail = format!("{} should be a folder; move it away", folders.data().display());
            return checked("journal", Health::Broken, detail);
        }
        Ok(false) => {
            return checked(
                "journal",
                Health::Fine,
                format!("none yet; it will be made at {}", path.display()),
            );
        }
    }
    // Only looked at: a window may be writing into it, and what is damaged is set aside when Retake is opened.
    match opened(folders).and_then(|journal| journal.check()) {
        Ok(()) => checked("journal", Health::Fine, path.display().to_string()),
        Err(error) => checked("journal", Health::Broken, error.to_string()),
    }
}

fn voice() -> Checked {
    match SystemVoice::find() {
        Some(voice) => checked("voice", Health::Fine, voice.program().display().to_string()),
        None if cfg!(target_os = "linux") => checked(
            "voice",
            Health::Missing,
            "no speech program, so questions are read, not heard; install espeak-ng to hear them",
        ),
        None => checked("voice", Health::Missing, "the system's speech program was not found"),
    }
}
