//! Stories: the failures on paper.

use journal::{Story, StoryDraft};
use tauri::State;

use crate::clock;
use crate::ipc::{Code, IpcError};
use crate::room::Room;

/// Longer than anybody writes a title or notes; what is longer did not come from the window.
const LONGEST: usize = 20_000;

fn checked(draft: &StoryDraft) -> Result<(), IpcError> {
    let refuse = |what: &str| Err(IpcError::new(Code::Other, &what));
    if draft.title.trim().is_empty() {
        return refuse("a story needs a few words as its title");
    }
    let arc: usize = coach::Part::ALL.iter().map(|part| draft.arc[*part].len()).sum();
    let lists: usize = draft.outline.iter().chain(&draft.core_skills).map(String::len).sum();
    if draft.title.len() + draft.notes.len() + arc + lists + draft.role.len() + draft.happened.len() > LONGEST
    {
        return refuse("this is too long for a story's page");
    }
    if draft.pain.is_some_and(|pain| !(1..=5).contains(&pain)) {
        return refuse("how much it hurts goes from 1 to 5");
    }
    Ok(())
}

/// All stories, the most painful first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn stories(room: State<'_, Room>) -> Result<Vec<Story>, IpcError> {
    Ok(room.archive.journal(|journal| journal.stories())?)
}

/// Stories in the trash, the last deleted first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn stories_in_trash(room: State<'_, Room>) -> Result<Vec<Story>, IpcError> {
    Ok(room.archive.journal(|journal| journal.stories_in_trash())?)
}

/// Writes down a new story.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_story(room: State<'_, Room>, draft: StoryDraft) -> Result<Story, IpcError> {
    checked(&draft)?;
    Ok(room.archive.journal(|journal| journal.add_story(&draft, clock::now_ms()))?)
}

/// Changes a story.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn change_story(room: State<'_, Room>, id: String, draft: StoryDraft) -> Result<(), IpcError> {
    checked(&draft)?;
    Ok(room.archive.journal(|journal| journal.change_story(&id, &draft))?)
}

/// Moves a story to the trash; its takes stay.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn delete_story(room: State<'_, Room>, id: String) -> Result<(), IpcError> {
    Ok(room.archive.journal(|journal| journal.delete_story(&id, clock::now_ms()))?)
}

/// Takes a story out of the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undelete_story(room: State<'_, Room>, id: String) -> Result<(), IpcError> {
    Ok(room.archive.journal(|journal| journal.undelete_story(&id))?)
}
