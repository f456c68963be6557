//! Takes: the list, and a take's report.

use coach::compare::{Comparison, compare};
use coach::drill::{Drill, Outcome};
use coach::{Mark, Report};
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

/// Keeps where the speaker says which part it is, and judges the take by it. All marks are given; none are left out.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mark_take(room: State<'_, Room>, id: String, marks: Vec<Mark>) -> Result<Report, IpcError> {
    Ok(room.archive.mark(&id, &marks)?)
}

/// Two takes side by side.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_takes(
    room: State<'_, Room>,
    earlier: String,
    later: String,
) -> Result<Comparison, IpcError> {
    let (earlier, later) =
        room.archive.journal(|journal| Ok((journal.report(&earlier)?, journal.report(&later)?)))?;
    Ok(compare(&earlier, &later))
}

/// How a drill went in a take; `asked` is what was asked for it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn drill_outcome(
    room: State<'_, Room>,
    drill: Drill,
    asked: String,
    id: String,
) -> Result<Outcome, IpcError> {
    let report = room.archive.journal(|journal| journal.report(&id))?;
    Ok(drill.outcome(&report, &asked))
}
