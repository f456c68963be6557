//! Speech models: which there are, add one, remove one, choose one.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;

use booth::models;
use serde::Serialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State};

use super::aside;
use crate::ipc::{Code, IpcError};
use crate::room::Room;
use crate::trial;

/// A speech model.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct SpeechModel {
    /// Its name; empty for the one that came with Retake.
    name: String,
    is_chosen: bool,
}

/// The models there are.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn models(room: State<'_, Room>) -> Result<Vec<SpeechModel>, IpcError> {
    let chosen = room.archive.journal(|journal| journal.settings())?.model;
    let mut names = vec![String::new()];
    names.extend(models::list(&room.archive.folders.models()));
    // One that was chosen and is gone stays in sight, or nobody would know what is missing.
    if !names.contains(&chosen) {
        names.push(chosen.clone());
    }
    Ok(names.into_iter().map(|name| SpeechModel { is_chosen: name == chosen, name }).collect())
}

/// Copies a model from a folder or a zip; `progress` hears the fraction done. Gives its name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_model(
    app: AppHandle,
    from: String,
    progress: Channel<f64>,
) -> Result<String, IpcError> {
    aside(app, move |room| add(room, &room.chosen(&from)?, &progress)).await
}

fn add(room: &Room, from: &Path, progress: &Channel<f64>) -> Result<String, IpcError> {
    room.enough_copied.store(false, Ordering::Relaxed);
    let mut told = -1;
    let tell = |done: f64| {
        let percent = (done * 100.0) as i32;
        if percent != told {
            told = percent;
            // A window that has gone away needs no progress.
            let _ = progress.send(done);
        }
        let enough = room.enough_copied.load(Ordering::Relaxed);
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    Ok(models::add(from, &room.archive.folders.models(), trial::of, tell)?)
}

/// Breaks off what is being copied; nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) fn break_off_model(room: State<'_, Room>) {
    room.enough_copied.store(true, Ordering::Relaxed);
}

/// Removes a model that is not in use.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_model(room: State<'_, Room>, name: String) -> Result<(), IpcError> {
    if room.archive.journal(|journal| journal.settings())?.model == name {
        return Err(IpcError::new(Code::Other, &"this model is in use; choose another before you remove it"));
    }
    Ok(models::remove(&name, &room.archive.folders.models())?)
}

/// Another model was chosen: it is loaded behind the window.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn load_model(app: AppHandle, room: State<'_, Room>) -> Result<(), IpcError> {
    room.forget_model();
    std::thread::Builder::new()
        .name("prepare".to_owned())
        .spawn(move || app.state::<Room>().prepare())
        .map_err(|error| IpcError::new(Code::Model, &error))?;
    Ok(())
}
