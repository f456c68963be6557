//! Settings: what was chosen, whether all is well, and where things lie.

use coach::Plan;
use journal::Settings;
use serde::Serialize;
use tauri::State;

use crate::doctor::{self, Checked};
use crate::ipc::{Code, IpcError};
use crate::room::Room;

/// What the program is and where it keeps things.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct About {
    version: &'static str,
    data_folder: String,
}

/// What was chosen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn settings(room: State<'_, Room>) -> Result<Settings, IpcError> {
    room.journal(|journal| journal.settings())
}

/// Keeps what was chosen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_settings(room: State<'_, Room>, settings: Settings) -> Result<(), IpcError> {
    Plan::by_id(&settings.plan).map_err(|error| IpcError::new(Code::Other, &error))?;
    room.journal(|journal| journal.save_settings(&settings))
}

/// Whether everything is there that a take needs.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn doctor(room: State<'_, Room>) -> Vec<Checked> {
    doctor::examine(&room.folders)
}

/// What the program is and where it keeps things.
#[tauri::command]
#[specta::specta]
pub(crate) fn about(room: State<'_, Room>) -> About {
    About { version: env!("CARGO_PKG_VERSION"), data_folder: room.folders.data().display().to_string() }
}
