//! The user's own data: out as a file, back in, deleted for good. Where a file lies the system's own dialog asks, and what it
//! gives goes no further than here: the window names no file that is written.

use std::io::Write;
use std::path::{Path, PathBuf};

use journal::Journal;
use journal::export::Imported;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use super::aside;
use crate::archive::ArchiveError;
use crate::exports::{self, What};
use crate::ipc::{Code, IpcError};
use crate::room::{Room, lock};
use crate::{Folders, erase};

/// Exports to a file that the user names; nothing if none was named, else where it lies.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export(app: AppHandle, what: What) -> Result<Option<String>, IpcError> {
    let dialog = app.dialog().file().set_title("Export").set_file_name(what.file_name());
    aside(app, move |room| {
        let Some(file) = saved(dialog, &room.archive.folders)? else { return Ok(None) };
        let folders = &room.archive.folders;
        let written = exports::write_file(&room.archive.beside()?, folders, &what, &file);
        let left_out = written.map_err(|error| IpcError::new(Code::Other, &error))?;
        let missing = if left_out > 0 {
            format!(", without {left_out} takes that cannot be read")
        } else {
            String::new()
        };
        Ok(Some(format!("{}{missing}", file.display())))
    })
    .await
}

/// What every PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// No chart is larger than this.
const LARGEST_PICTURE: usize = 20_000_000;

/// Keeps a picture of charts in a file that the user names; nothing if none was named, else where it lies.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_picture(app: AppHandle, png: Vec<u8>) -> Result<Option<String>, IpcError> {
    if !png.starts_with(PNG) || png.len() > LARGEST_PICTURE {
        return Err(IpcError::new(Code::Other, &"this is no picture of a chart"));
    }
    let dialog = app.dialog().file().set_title("Export").set_file_name("retake-progress.png");
    aside(app, move |room| {
        let Some(file) = saved(dialog, &room.archive.folders)? else { return Ok(None) };
        exports::whole(&file, |out| Ok(out.write_all(&png)?))
            .map_err(|error| IpcError::new(Code::Other, &error))?;
        Ok(Some(file.display().to_string()))
    })
    .await
}

/// Copies the journal, and the recordings if they are wanted, to a file that the user names.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up(app: AppHandle, with_recordings: bool) -> Result<Option<String>, IpcError> {
    let name = if with_recordings { "retake-backup.zip" } else { "retake-backup.db" };
    let dialog = app.dialog().file().set_title("Back up").set_file_name(name);
    aside(app, move |room| {
        let Some(file) = saved(dialog, &room.archive.folders)? else { return Ok(None) };
        // The dialog has asked whether a file that is there may go; it goes when the copy is whole.
        let half = exports::half(&file);
        let journal = room.archive.beside()?;
        if with_recordings {
            journal.back_up_with_recordings(&room.archive.folders.recordings(), &half)?;
        } else {
            journal.back_up(&half)?;
        }
        std::fs::rename(&half, &file).map_err(|error| {
            // Under a name that nobody looks for it is of no use.
            let _ = std::fs::remove_file(&half);
            IpcError::new(Code::Other, &error)
        })?;
        Ok(Some(file.to_string_lossy().into_owned()))
    })
    .await
}

/// Puts a copy that the user names in the journal's place. Gives where the journal that was there lies now, in words;
/// nothing if no copy was named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore(app: AppHandle) -> Result<Option<String>, IpcError> {
    let dialog = app.dialog().file().set_title("Restore").add_filter("Backups", &["db", "zip"]);
    aside(app, move |room| {
        let Some(file) = opened(dialog) else { return Ok(None) };
        put_back(room, &file).map(Some)
    })
    .await
}

/// Puts the newest daily copy in the place of a journal that was damaged.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_copy(app: AppHandle) -> Result<String, IpcError> {
    aside(app, |room| {
        let copy = Journal::newest_copy(&room.archive.folders.backups());
        let copy = copy.ok_or_else(|| IpcError::new(Code::Other, &"there is no copy to put back"))?;
        put_back(room, &copy)
    })
    .await
}

/// Begins a new journal in the place of one that was damaged, which is kept aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_new_journal(app: AppHandle) -> Result<(), IpcError> {
    aside(app, |room| Ok(room.archive.reopen()?)).await
}

fn put_back(room: &Room, copy: &Path) -> Result<String, IpcError> {
    if lock(&room.live).is_some() {
        return Err(IpcError::new(Code::Other, &"a take is being recorded; stop it first"));
    }
    let before = room.archive.restore(copy)?;
    Ok(before.map_or_else(
        || "The copy is in place.".to_owned(),
        |before| format!("The copy is in place; the journal before it is kept as {}.", before.display()),
    ))
}

/// Merges an export that the user names; nothing if none was named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge_export(app: AppHandle) -> Result<Option<Imported>, IpcError> {
    let dialog = app.dialog().file().set_title("Import").add_filter("Exports", &["json"]);
    aside(app, move |room| {
        let Some(file) = opened(dialog) else { return Ok(None) };
        Ok(Some(room.archive.merge(&file)?))
    })
    .await
}

/// Deletes what is in the trash for good. How many takes that was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn empty_trash(app: AppHandle) -> Result<u32, IpcError> {
    aside(app, |room| Ok(room.archive.empty_trash()? as u32)).await
}

/// Judges no more takes anew; the next start goes on.
#[tauri::command]
#[specta::specta]
pub(crate) fn stop_judging(room: State<'_, Room>) {
    room.stop_judging();
}

/// Deletes everything that is the user's, and closes. What the webview still holds goes when it is gone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_everything(app: AppHandle) -> Result<(), IpcError> {
    let asked = aside(app.clone(), |room| erase::ask(&room.archive.folders)).await;
    asked.map_err(|error| IpcError::new(Code::Other, &ArchiveError::NotRemoved(error)))?;
    app.exit(0);
    Ok(())
}

/// Where a file is to be written, in the place of whatever is there but the journal.
fn saved(dialog: FileDialogBuilder<Wry>, folders: &Folders) -> Result<Option<PathBuf>, IpcError> {
    let Some(file) = dialog.blocking_save_file().and_then(|file| file.into_path().ok()) else {
        return Ok(None);
    };
    Journal::refuse_itself(&folders.journal(), &file)?;
    Ok(Some(file))
}

fn opened(dialog: FileDialogBuilder<Wry>) -> Option<PathBuf> {
    dialog.blocking_pick_file()?.into_path().ok()
}
