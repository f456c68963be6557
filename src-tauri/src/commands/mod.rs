//! The window's commands, a file per place. Each asks a room and hands on the answer.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]

use tauri::{AppHandle, Manager};

use crate::room::Room;

pub(crate) mod data;
pub(crate) mod guide;
pub(crate) mod import;
pub(crate) mod models;
pub(crate) mod playback;
pub(crate) mod rehearse;
pub(crate) mod settings;
pub(crate) mod stories;
pub(crate) mod takes;

/// Does what takes long on a thread of its own kind: Tauri has only as many for its commands as the machine has cores, and
/// stopping a take must never wait for an import.
pub(crate) async fn aside<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&Room) -> T + Send + 'static,
) -> T {
    let done = tauri::async_runtime::spawn_blocking(move || work(&app.state::<Room>())).await;
    // It ends without a value only if it panicked, and then so does whoever waits.
    done.expect("the work does not panic")
}
