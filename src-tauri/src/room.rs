//! The room: what the window's commands share. One journal, one model, at most one live take, one voice.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use booth::interviewer::SystemVoice;
use booth::live::LiveTake;
use booth::{Model, ModelError, take_file};
use coach::{Plan, Setting};
use journal::{Begun, Done, Journal, State};

use crate::ipc::{Code, IpcError};
use crate::{Folders, folders, takes};

/// Shared by all commands, behind Tauri's state.
pub(crate) struct Room {
    pub(crate) folders: Folders,
    /// Takes that an earlier run left unfinished.
    cut_off: Vec<(String, Begun)>,
    journal: Mutex<Result<Journal, IpcError>>,
    model: Mutex<ModelState>,
    model_changed: Condvar,
    pub(crate) live: Mutex<Option<Recording>>,
    pub(crate) voice: Mutex<Option<SystemVoice>>,
}

/// A take being recorded.
pub(crate) struct Recording {
    pub(crate) id: String,
    pub(crate) setting: Setting,
    pub(crate) take: LiveTake,
}

/// The model is loaded once per run, behind the window.
#[derive(Clone)]
pub(crate) enum ModelState {
    Loading,
    Ready(Model),
    Failed(Arc<ModelError>),
}

/// Nothing shared here is left half-changed by a panic, so a poisoned lock is as good as any.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Room {
    pub(crate) fn new(folders: Folders) -> Self {
        let journal = Journal::open(&folders.journal()).map_err(|error| {
            tracing::error!(%error, "the journal cannot be opened");
            IpcError::from(error)
        });
        // Asked before the window can begin a take of its own; what another Retake is recording is left alone.
        let unfinished = journal.as_ref().map_or_else(
            |_| Vec::new(),
            |journal| {
                journal.unfinished_takes().unwrap_or_else(|error| {
                    tracing::error!(%error, "unfinished takes cannot be listed");
                    Vec::new()
                })
            },
        );
        let cut_off = unfinished
            .into_iter()
            .filter(|(id, _)| !matches!(take_file::is_being_written(&folders.recording(id)), Ok(true)))
            .collect();
        Self {
            folders,
            cut_off,
            journal: Mutex::new(journal),
            model: Mutex::new(ModelState::Loading),
            model_changed: Condvar::new(),
            live: Mutex::new(None),
            voice: Mutex::new(SystemVoice::find()),
        }
    }

    /// Reads or writes the journal, or says why there is none.
    pub(crate) fn journal<T, E: Into<IpcError>>(
        &self,
        ask: impl FnOnce(&mut Journal) -> Result<T, E>,
    ) -> Result<T, IpcError> {
        match &mut *lock(&self.journal) {
            Ok(journal) => ask(journal).map_err(Into::into),
            Err(error) => Err(error.clone()),
        }
    }

    /// Loads the model and then finishes takes that a crash cut off. Called once, on a thread of its own.
    pub(crate) fn prepare(&self) {
        let loaded = match Model::load(&folders::model()) {
            Ok(model) => ModelState::Ready(model),
            Err(error) => {
                tracing::error!(%error, "the model cannot be loaded");
                ModelState::Failed(Arc::new(error))
            }
        };
        *lock(&self.model) = loaded.clone();
        self.model_changed.notify_all();
        if let ModelState::Ready(model) = loaded
            && let Err(error) = self.recover(&model)
        {
            tracing::error!(message = error.message, "unfinished takes could not be recovered");
        }
    }

    /// How the model is now.
    pub(crate) fn model_state(&self) -> ModelState {
        lock(&self.model).clone()
    }

    /// The model; waits while it is loading.
    pub(crate) fn model(&self) -> Result<Model, IpcError> {
        let loading = |state: &mut ModelState| matches!(state, ModelState::Loading);
        let state =
            self.model_changed.wait_while(lock(&self.model), loading).unwrap_or_else(PoisonError::into_inner);
        match &*state {
            ModelState::Ready(model) => Ok(model.clone()),
            ModelState::Failed(error) => Err(IpcError::new(Code::Model, &error)),
            ModelState::Loading => unreachable!("waited until it was not"),
        }
    }

    fn recover(&self, model: &Model) -> Result<(), IpcError> {
        for (id, begun) in &self.cut_off {
            let recording = self.folders.recording(id);
            match takes::of_recording(id, &recording, model, &setting_of(begun), |_| {}) {
                Ok(report) => {
                    let done = Done {
                        state: State::Recovered,
                        report: &report,
                        coach_version: takes::COACH_VERSION,
                    };
                    self.journal(|journal| journal.finish_take(id, &done))?;
                    tracing::info!(take = id, "a take that was cut off is finished");
                }
                // Cut off before the first sample.
                Err(error) if takes::holds_nothing(&error) => {
                    self.journal(|journal| journal.take_state(id, State::Discarded))?;
                    tracing::info!(take = id, "a take was cut off before anything was recorded");
                }
                // It stays unfinished, and the next launch tries again.
                Err(error) => {
                    tracing::warn!(take = id, %error, "a take that was cut off cannot be finished yet");
                }
            }
        }
        Ok(())
    }
}

/// What a stored take aimed at.
fn setting_of(begun: &Begun) -> Setting {
    Setting {
        plan: Plan::by_id(&begun.plan).unwrap_or_default(),
        level: begun.level,
        question: begun.question,
    }
}
