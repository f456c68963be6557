//! The window's commands, a file per place. Each asks a room and hands on the answer.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]

pub(crate) mod import;
pub(crate) mod models;
pub(crate) mod playback;
pub(crate) mod rehearse;
pub(crate) mod scribe;
pub(crate) mod settings;
pub(crate) mod stories;
pub(crate) mod takes;
