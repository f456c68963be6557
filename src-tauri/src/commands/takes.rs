//! Takes: the list, and a take's report.

use coach::compare::{Comparison, compare};
use coach::drill::{Drill, Outcome};
use coach::{Mark, Part, Report};
use journal::{Best, PersonalBest, Point, Streak, Stretch, TakeRow, Wanted};
use serde::Serialize;
use tauri::State;

use crate::clock;
use crate::ipc::{Code, IpcError};
use crate::room::Room;

/// How many takes a page of the list has.
const PAGE: u32 = 200;

/// A page of the takes, the newest first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn takes(room: State<'_, Room>, wanted: Wanted, skip: u32) -> Result<Vec<TakeRow>, IpcError> {
    Ok(room.archive.journal(|journal| journal.takes(&wanted, skip, PAGE))?)
}

/// One take, in the trash or not.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn take(room: State<'_, Room>, id: String) -> Result<TakeRow, IpcError> {
    Ok(room.archive.journal(|journal| journal.take(&id))?)
}

/// Moves a take and its follow-ups to the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn delete_take(room: State<'_, Room>, id: String) -> Result<(), IpcError> {
    Ok(room.archive.journal(|journal| journal.delete_take(&id, clock::now_ms()))?)
}

/// Has it back from there.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undelete_take(room: State<'_, Room>, id: String) -> Result<(), IpcError> {
    Ok(room.archive.journal(|journal| journal.undelete_take(&id))?)
}

/// What a chart shows of all answers, or of one story's.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn trend(
    room: State<'_, Room>,
    story: Option<String>,
    stretch: Stretch,
) -> Result<Vec<Point>, IpcError> {
    Ok(room.archive.journal(|journal| journal.trend(story.as_deref(), stretch))?)
}

/// From where to where shares of the time are fine.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
pub(crate) struct Bands {
    /// The failure's, from and to.
    failure: (f64, f64),
    /// Learning and change together, at least.
    learning_change: f64,
}

/// What a plan wants on the charts.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn bands(room: State<'_, Room>, plan: String) -> Result<Bands, IpcError> {
    let plan = room.archive.plan(&plan).map_err(|error| IpcError::new(Code::Other, &error))?;
    let failure = plan.band(Part::Failure);
    Ok(Bands { failure: (failure.low, failure.high), learning_change: plan.learning_change_floor() })
}

/// What the speaker has reached.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Reached {
    streak: Streak,
    fewest_fillers: Option<PersonalBest>,
    fewest_restarts: Option<PersonalBest>,
    fewest_hesitations: Option<PersonalBest>,
}

/// What the speaker has reached over all answers.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reached(room: State<'_, Room>) -> Result<Reached, IpcError> {
    Ok(room.archive.journal(|journal| {
        Ok(Reached {
            streak: journal.streak(clock::now_ms(), clock::offset_ms())?,
            fewest_fillers: journal.personal_best(Best::FewestFillers)?,
            fewest_restarts: journal.personal_best(Best::FewestRestarts)?,
            fewest_hesitations: journal.personal_best(Best::FewestHesitations)?,
        })
    })?)
}

/// A story's first answer beside its last; nothing while there are not two.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn first_against_last(
    room: State<'_, Room>,
    story: String,
) -> Result<Option<Comparison>, IpcError> {
    let ends = room.archive.journal(|journal| {
        let Some((first, last)) = journal.first_and_last(&story)? else { return Ok(None) };
        Ok(Some((journal.report(&first)?, journal.report(&last)?)))
    })?;
    Ok(ends.map(|(first, last)| compare(&first, &last)))
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
