//! Import: a recording from anywhere becomes a take.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;

use coach::Report;
use serde::Deserialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::rehearse::Aim;
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

/// From now on the window hears of what it did not ask for: files held over it or dropped on it.
#[tauri::command]
#[specta::specta]
pub(crate) fn follow(room: State<'_, Room>, news: Channel<News>) {
    *lock(&room.news) = Some(news);
}

/// Asks for a file or a folder with the system's own dialog; nothing if none was chosen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pick(app: AppHandle, what: Pick) -> Option<String> {
    let dialog = app.dialog().file();
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
    Some(picked?.into_path().ok()?.to_string_lossy().into_owned())
}

/// Makes a take of a recording; `progress` hears the fraction done.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn import_recording(
    room: State<'_, Room>,
    file: String,
    aim: Aim,
    progress: Channel<f64>,
) -> Result<Report, IpcError> {
    let aim = aim.parsed()?;
    let model = room.model()?;
    room.enough.store(false, Ordering::Relaxed);
    let mut told = -1;
    let report = room.archive.import(Path::new(&file), &model, &aim, |done| {
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
