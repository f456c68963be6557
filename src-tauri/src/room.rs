//! The room: what the window's commands share. One archive, one model, at most one live take, one voice, one player.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use booth::interviewer::{SystemVoice, Voice};
use booth::live::LiveTake;
use booth::player::Player;
use booth::{Model, ModelError};
use tauri::ipc::Channel;

use crate::Folders;
use crate::archive::{Aim, Archive, CutOff};
use crate::ipc::{Code, IpcError, News};
use crate::scribe::Marked;

/// Shared by all commands, behind Tauri's state.
pub(crate) struct Room {
    pub(crate) archive: Archive,
    /// Takes that an earlier run left unfinished; taken once, by the thread that finishes them.
    cut_off: Mutex<Vec<CutOff>>,
    model: Mutex<ModelState>,
    /// How often a model was asked for: one that was loaded for an earlier asking is not wanted any more.
    asked: AtomicU64,
    model_changed: Condvar,
    pub(crate) live: Mutex<Option<Recording>>,
    pub(crate) voice: Mutex<Option<SystemVoice>>,
    pub(crate) player: Mutex<Option<Player>>,
    /// Set to break off what is being imported.
    pub(crate) enough: AtomicBool,
    /// Set to break off the model that is being copied.
    pub(crate) enough_copied: AtomicBool,
    /// Set to judge no more takes anew in this run.
    stop_judging: AtomicBool,
    /// What the user has chosen to bring in, by the name that the window knows it by.
    chosen: Mutex<HashMap<String, PathBuf>>,
    /// Where the window hears of what it did not ask for.
    pub(crate) news: Mutex<Option<Channel<News>>>,
}

/// A take whose microphone is open.
pub(crate) struct Recording {
    pub(crate) take: LiveTake,
    /// Its id and what it is about, once it has begun.
    pub(crate) begun: Option<(String, Aim)>,
    /// Where the speaker says which part it is.
    pub(crate) marked: Marked,
}

/// The model is loaded once per run, behind the window, and again when another is chosen.
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
        let archive = Archive::open(folders);
        // Asked before the window can begin a take of its own.
        let cut_off = archive.cut_off();
        Self {
            archive,
            cut_off: Mutex::new(cut_off),
            model: Mutex::new(ModelState::Loading),
            asked: AtomicU64::new(0),
            model_changed: Condvar::new(),
            live: Mutex::new(None),
            voice: Mutex::new(SystemVoice::find()),
            player: Mutex::new(None),
            enough: AtomicBool::new(false),
            enough_copied: AtomicBool::new(false),
            stop_judging: AtomicBool::new(false),
            chosen: Mutex::default(),
            news: Mutex::new(None),
        }
    }

    /// Loads the chosen model, finishes takes that a crash cut off and clears away what is to be kept no longer.
    /// Called on a thread of its own, at launch and when another model is chosen.
    pub(crate) fn prepare(&self) {
        let asked = self.asked.load(Ordering::SeqCst);
        let chosen = self.archive.journal(|journal| journal.settings()).unwrap_or_default().model;
        let loaded = match Model::load(&self.archive.folders.model(&chosen)) {
            Ok(model) => ModelState::Ready(model),
            Err(error) => {
                tracing::error!(%error, "the model cannot be loaded");
                ModelState::Failed(Arc::new(error))
            }
        };
        {
            let mut model = lock(&self.model);
            if self.asked.load(Ordering::SeqCst) != asked {
                return;
            }
            *model = loaded.clone();
        }
        self.model_changed.notify_all();
        if let ModelState::Ready(model) = loaded {
            for cut_off in std::mem::take(&mut *lock(&self.cut_off)) {
                if let Err(error) = self.archive.recover(&cut_off, &model) {
                    tracing::error!(%error, "a take that was cut off could not be recovered");
                }
            }
        }
        self.archive.look_after();
        self.judge_anew();
    }

    /// Judges takes anew that an older coach has judged, and tells the window how far it is.
    fn judge_anew(&self) {
        let judged = self.archive.judge_anew(|judged| {
            self.tell(News::Judging { done: judged.done as u32, all: judged.of as u32 });
            let stop = self.stop_judging.load(Ordering::Relaxed);
            if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match judged {
            Ok(judged) if judged.of > 0 => {
                tracing::info!(?judged, "takes were judged anew");
                self.tell(News::Judging { done: judged.of as u32, all: judged.of as u32 });
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "takes are not judged anew"),
        }
    }

    /// Judges no more takes anew in this run.
    pub(crate) fn stop_judging(&self) {
        self.stop_judging.store(true, Ordering::Relaxed);
    }

    /// The user has chosen this, in the system's own dialog or by dropping it on the window. Gives the name that the window
    /// is to know it by.
    pub(crate) fn choose(&self, path: PathBuf) -> String {
        let name = path.to_string_lossy().into_owned();
        lock(&self.chosen).insert(name.clone(), path);
        name
    }

    /// What the user has chosen; of what lies outside the data folder nothing else is read for the window.
    pub(crate) fn chosen(&self, name: &str) -> Result<PathBuf, IpcError> {
        let chosen = lock(&self.chosen).get(name).cloned();
        chosen.ok_or_else(|| {
            IpcError::new(Code::Other, &"this was not chosen in a dialog, nor dropped on the window")
        })
    }

    /// Another model is to be loaded; until it is, there is none.
    pub(crate) fn forget_model(&self) {
        let mut model = lock(&self.model);
        self.asked.fetch_add(1, Ordering::SeqCst);
        *model = ModelState::Loading;
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

    /// Tells the window what it did not ask for.
    pub(crate) fn tell(&self, news: News) {
        if let Some(channel) = &*lock(&self.news) {
            // A window that has gone away needs no news.
            let _ = channel.send(news);
        }
    }

    /// Finishes a take whose window has gone away under it: it was loaded anew.
    pub(crate) fn finish_orphan(&self) {
        self.hush();
        let Some(Recording { take, begun, .. }) = lock(&self.live).take() else { return };
        let (Some((id, aim)), Ok(model)) = (begun, self.model()) else {
            // Its file is whole, and the next launch finishes it; one that had not begun leaves nothing.
            take.abandon();
            return;
        };
        match self.archive.end(&id, take, &model, &aim.setting) {
            Ok(_) => tracing::info!(take = id, "a take was finished without its window"),
            Err(error) => tracing::error!(take = id, %error, "a take without its window is not kept yet"),
        }
    }

    /// Ends what is being recorded so that its file is whole; the next launch finishes the take.
    pub(crate) fn leave(&self) {
        if let Some(recording) = lock(&self.live).take() {
            recording.take.abandon();
        }
        self.hush();
    }

    /// The interviewer falls silent.
    pub(crate) fn hush(&self) {
        if let Some(voice) = lock(&self.voice).as_mut() {
            voice.hush();
        }
    }
}
