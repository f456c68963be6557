//! What crosses to the window: one error type, and values of the rooms as they are.

use booth::ModelError;
use booth::live::LiveError;
use booth::models::AddError;
use booth::player::PlayError;
use journal::JournalError;
use serde::Serialize;

use crate::archive::ArchiveError;

/// Why a command was not done, in a sentence for people and a code the window may act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub(crate) struct IpcError {
    /// What the window may act on.
    pub(crate) code: Code,
    /// What happened, what was kept, what to do.
    pub(crate) message: String,
}

/// A code exists only if the window acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// Point to the doctor.
    Microphone,
    /// Point to the doctor.
    Model,
    /// Point to the doctor: nothing can be kept.
    Journal,
    /// The journal was damaged: offer its last copy, or a new one.
    SetAside,
    /// The journal was damaged, and there is no copy: offer a new one.
    SetAsideAlone,
    /// Show the message.
    Other,
}

impl IpcError {
    pub(crate) fn new(code: Code, message: &dyn std::fmt::Display) -> Self {
        let message = message.to_string();
        let mut letters = message.chars();
        // Errors are written to stand behind a colon; here they stand alone.
        let capital = letters.next().map_or_else(String::new, |first| first.to_uppercase().collect());
        Self { code, message: format!("{capital}{}.", letters.as_str()) }
    }
}

/// What the window hears of without having asked.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub(crate) enum News {
    /// Files are held over the window, or no longer.
    Held { over: bool },
    /// Files were dropped on it.
    Dropped { files: Vec<String> },
    /// Earlier takes are being judged anew; all are, when `done` is `all`.
    Judging { done: u32, all: u32 },
}

impl From<JournalError> for IpcError {
    fn from(error: JournalError) -> Self {
        let code = match error {
            // What is wrong with a document is nothing that is wrong with the journal.
            JournalError::NotFound { .. }
            | JournalError::NoReport(_)
            | JournalError::Unreadable { what: "an export", .. } => Code::Other,
            JournalError::SetAside { copy: Some(_), .. } => Code::SetAside,
            JournalError::SetAside { copy: None, .. } => Code::SetAsideAlone,
            _ => Code::Journal,
        };
        Self::new(code, &error)
    }
}

impl From<ArchiveError> for IpcError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Closed(error) => match &*error {
                // What the command line says to type is a button here.
                JournalError::SetAside { aside, copy } => {
                    let (code, copy) = match copy {
                        Some(_) => (Code::SetAside, ""),
                        None => (Code::SetAsideAlone, ", and there is no copy of it"),
                    };
                    let told = format!("the journal was damaged; it is kept as {}{copy}", aside.display());
                    Self::new(code, &told)
                }
                other => Self::new(Code::Journal, other),
            },
            ArchiveError::Journal(error) => error.into(),
            ArchiveError::Live(error) => error.into(),
            ArchiveError::Hearing(_)
            | ArchiveError::Away(_)
            | ArchiveError::NotOpened(_)
            | ArchiveError::NoRecording
            | ArchiveError::NotRemoved(_)
            | ArchiveError::Words(_) => Self::new(Code::Other, &error),
        }
    }
}

impl From<AddError> for IpcError {
    fn from(error: AddError) -> Self {
        Self::new(Code::Other, &error)
    }
}

impl From<PlayError> for IpcError {
    fn from(error: PlayError) -> Self {
        Self::new(Code::Other, &error)
    }
}

impl From<ModelError> for IpcError {
    fn from(error: ModelError) -> Self {
        Self::new(Code::Model, &error)
    }
}

impl From<LiveError> for IpcError {
    fn from(error: LiveError) -> Self {
        let code = match error {
            LiveError::Microphone(_) | LiveError::Rate(_) => Code::Microphone,
            LiveError::Recogniser(_) | LiveError::Deaf { .. } => Code::Model,
            LiveError::File { .. }
            | LiveError::Hearing(_)
            | LiveError::NotBegun
            | LiveError::Thread(_)
            | LiveError::Crashed => Code::Other,
        };
        Self::new(code, &error)
    }
}
