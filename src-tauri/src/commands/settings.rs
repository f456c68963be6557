//! Settings: what was chosen, whether all is well, and where things lie.

use coach::Plan;
use journal::{Retention, Settings};
use serde::Serialize;
use tauri::{AppHandle, State, WebviewWindow};

use super::aside;
use crate::clock;
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
    Ok(room.archive.journal(|journal| journal.settings())?)
}

/// Shows everything this large, in percent.
#[tauri::command]
#[specta::specta]
pub(crate) fn zoom(window: WebviewWindow, percent: u16) -> Result<(), IpcError> {
    let factor = f64::from(percent.clamp(50, 300)) / 100.0;
    window.set_zoom(factor).map_err(|error| IpcError::new(Code::Other, &error))
}

/// Keeps what was chosen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_settings(room: State<'_, Room>, settings: Settings) -> Result<(), IpcError> {
    let refused = |error: &dyn std::fmt::Display| IpcError::new(Code::Other, error);
    for plan in &settings.plans {
        plan.check().map_err(|error| refused(&error))?;
    }
    if !settings.plans.iter().any(|plan| plan.id == settings.plan) {
        Plan::by_id(&settings.plan).map_err(|error| refused(&error))?;
    }
    room.archive.journal(|journal| journal.save_settings(&settings))?;
    room.archive.clear_away();
    Ok(())
}

/// How many recordings would be removed if they were kept only so long.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn recordings_due(room: State<'_, Room>, retention: Retention) -> Result<u32, IpcError> {
    let Some(since) = retention.kept_since(clock::now_ms()) else { return Ok(0) };
    Ok(room.archive.journal(|journal| journal.recordings_before(since))?.len() as u32)
}

/// Whether everything is there that a take needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor(app: AppHandle) -> Vec<Checked> {
    aside(app, |room| doctor::examine(&room.archive.folders)).await
}

/// What the program is and where it keeps things.
#[tauri::command]
#[specta::specta]
pub(crate) fn about(room: State<'_, Room>) -> About {
    About {
        version: env!("CARGO_PKG_VERSION"),
        data_folder: room.archive.folders.data().display().to_string(),
    }
}
