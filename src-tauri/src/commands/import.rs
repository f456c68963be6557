//! Import: a recording from anywhere becomes a take.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use coach::Report;
use serde::Deserialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use super::aside;
use super::rehearse::Aim;
use crate::archive;
use crate::ipc::{IpcError, News};
use crate::room::{Room, lock};

/// What the system's own dialog is to ask for.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pick {
    Recording,
    ModelFolder,
    ModelZip,
}

/// From now on the window hears of what it did not ask for: files held over it or dropped on it. A window says so when it
/// is loaded; a take that is still being recorded then has lost its window, and is finished.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow(app: AppHandle, news: Channel<News>) {
    aside(app, move |room| {
        *lock(&room.news) = Some(news);
        room.finish_orphan();
    })
    .await;
}

/// Asks for a file or a folder with the system's own dialog; nothing if none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick(app: AppHandle, what: Pick) -> Option<String> {
    let dialog = app.dialog().file();
    aside(app, move |room| Some(room.choose(picked(dialog, what)?))).await
}

fn picked(dialog: FileDialogBuilder<Wry>, what: Pick) -> Option<PathBuf> {
    let picked = match what {
        Pick::Recording => dialog
            .set_title("Import a recording")
            .add_filter("Recordings", &["wav", "flac", "mp3", "m4a", "mp4", "aac"])
            .blocking_pick_file(),
        Pick::ModelFolder => dialog.set_title("Add a speech model").blocking_pick_folder(),
        Pick::ModelZip => {
            dialog.set_title("Add a speech model").add_filter("Zip", &["zip"]).blocking_pick_file()
        }
    };
    picked?.into_path().ok()
}

/// Makes a take of a recording; `progress` hears the fraction done.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_recording(
    app: AppHandle,
    file: String,
    aim: Aim,
    progress: Channel<f64>,
) -> Result<Report, IpcError> {
    aside(app, move |room| import(room, &room.chosen(&file)?, &aim.parsed(room)?, &progress)).await
}

fn import(room: &Room, file: &Path, aim: &archive::Aim, progress: &Channel<f64>) -> Result<Report, IpcError> {
    room.enough.store(false, Ordering::Relaxed);
    let model = room.model()?;
    let mut told = -1;
    let report = room.archive.import(file, &model, aim, |done| {
        let percent = (done * 100.0) as i32;
        if percent != told {
            told = percent;
            // A window that has gone away needs no progress.
            let _ = progress.send(done);
        }
        if room.enough.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(report)
}

/// Breaks off what is being imported; nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) fn break_off_import(room: State<'_, Room>) {
    room.enough.store(true, Ordering::Relaxed);
}
