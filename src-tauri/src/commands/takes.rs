//! Takes: the list, and a take's report.

use coach::Report;
use journal::TakeRow;
use tauri::State;

use crate::ipc::IpcError;
use crate::room::Room;

/// How many takes the list shows.
const LISTED: u32 = 500;

/// The takes, the newest first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn takes(room: State<'_, Room>) -> Result<Vec<TakeRow>, IpcError> {
    Ok(room.archive.journal(|journal| journal.takes(LISTED))?)
}

/// A take's report.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn report(room: State<'_, Room>, id: String) -> Result<Report, IpcError> {
    Ok(room.archive.journal(|journal| journal.report(&id))?)
}
