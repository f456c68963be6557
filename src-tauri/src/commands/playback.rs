//! Playback: a take's outline, and its sound from any moment.

use booth::player::{Player, Position};
use serde::Serialize;
use tauri::State;
use tauri::ipc::Channel;

use crate::ipc::IpcError;
use crate::room::{Room, lock};

/// More columns than a window has pixels help nobody.
const COLUMNS: usize = 1_600;

/// The outline of a recording, to be drawn.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Waveform {
    /// The recording's length.
    duration_s: f64,
    /// Seconds that one column stands for; the last one may stand for fewer.
    column_s: f64,
    /// How far it swings in each, 0 to 255.
    columns: Vec<u8>,
}

/// Where playing is.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Playing {
    /// Seconds into the recording.
    at: f64,
    is_playing: bool,
}

/// The outline of a take's recording; nothing if it was not kept.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn waveform(room: State<'_, Room>, id: String) -> Result<Option<Waveform>, IpcError> {
    let outline = room.archive.outline(&id)?;
    Ok(outline.map(|outline| columns(&outline.peaks, outline.per_second)))
}

fn columns(peaks: &[u8], per_second: u32) -> Waveform {
    let each = peaks.len().div_ceil(COLUMNS).max(1);
    let per_second = f64::from(per_second.max(1));
    Waveform {
        duration_s: peaks.len() as f64 / per_second,
        column_s: each as f64 / per_second,
        columns: peaks.chunks(each).map(|column| column.iter().copied().max().unwrap_or(0)).collect(),
    }
}

/// Plays a take from a moment on; `playing` hears where it is. What was being played falls silent.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn play(
    room: State<'_, Room>,
    id: String,
    from: f64,
    speed: f64,
    playing: Channel<Playing>,
) -> Result<(), IpcError> {
    let recording = room.archive.recording(&id)?;
    let mut player = lock(&room.player);
    // The old one must have let go of the loudspeaker before the new one opens it.
    *player = None;
    let tell = move |Position { at, is_playing }| {
        // A window that has gone away needs no position.
        let _ = playing.send(Playing { at, is_playing });
    };
    *player = Some(Player::play(&recording, from, speed, tell)?);
    Ok(())
}

/// Plays on faster or slower.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_speed(room: State<'_, Room>, speed: f64) {
    if let Some(player) = &*lock(&room.player) {
        player.set_speed(speed);
    }
}

/// Falls silent; the last position told is where to go on.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pause(room: State<'_, Room>) {
    *lock(&room.player) = None;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_drawn_in_as_many_columns_as_a_window_has_and_no_click_is_lost() {
        let mut peaks = vec![0; 50 * 3_600];
        peaks[100_001] = 200;
        let Waveform { duration_s, column_s, columns } = columns(&peaks, 50);
        assert!((duration_s - 3_600.0).abs() < 1e-9);
        assert!(columns.len() <= COLUMNS && columns.len() > COLUMNS / 2);
        assert!((column_s * columns.len() as f64 - 3_600.0).abs() < column_s);
        assert_eq!(columns[(100_001.0 / 50.0 / column_s) as usize], 200);
        assert!(super::columns(&[], 50).columns.is_empty());
    }
}
