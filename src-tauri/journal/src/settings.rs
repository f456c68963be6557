//! Settings: what the user has chosen, kept as JSON values by name so that a new one needs no migration.

use coach::{FillerWords, Lens, Level, Plan};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::{Journal, JournalError, Mode, Retention};

/// Everything that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Settings {
    /// Dark, light, or as the system has it.
    pub theme: Theme,
    /// How large everything is, in percent.
    pub zoom: u16,
    /// The plan takes are measured against.
    pub plan: String,
    /// Plans of the speaker's own.
    pub plans: Vec<Plan>,
    /// The level they are told for.
    pub level: Option<Level>,
    /// How takes are rehearsed.
    pub mode: Mode,
    /// The question last asked.
    pub question: Lens,
    /// Whether it is drawn when the take begins, instead.
    pub surprise: bool,
    /// Questions of the speaker's own.
    pub questions: Vec<String>,
    /// The microphone's id; empty for the system's default.
    pub microphone: String,
    /// Its name, to say what is missing when it is not connected.
    pub microphone_name: String,
    /// Whether the interviewer asks aloud.
    pub voice: bool,
    /// The speech model's name; empty for the one that came with Retake.
    pub model: String,
    /// How long recordings are kept.
    pub recordings: Retention,
    /// The words that count as fillers where they carry nothing.
    pub fillers: FillerWords,
    /// The day of the interview, as in 2026-12-01, once it is known.
    pub interview: Option<String>,
    /// How far the speaker is with beginning.
    pub beginning: Beginning,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            zoom: 100,
            plan: "quarter".to_owned(),
            plans: Vec::new(),
            level: None,
            mode: Mode::default(),
            question: Lens::default(),
            surprise: false,
            questions: Vec::new(),
            microphone: String::new(),
            microphone_name: "System default".to_owned(),
            voice: true,
            model: String::new(),
            recordings: Retention::default(),
            fillers: FillerWords::default(),
            interview: None,
            beginning: Beginning::default(),
        }
    }
}

/// How far somebody is with beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// Nothing was seen yet.
    #[default]
    First,
    /// The first take was told or left out; the way through the first hour is shown.
    Hour,
    /// That was gone, or put away.
    Over,
}

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Theme {
    #[default]
    System,
    Dark,
    Light,
}

impl Journal {
    /// The settings; what was never chosen has its default.
    pub fn settings(&self) -> Result<Settings, JournalError> {
        read(self.read())
    }

    /// Keeps the settings.
    pub fn save_settings(&mut self, settings: &Settings) -> Result<(), JournalError> {
        let write = self.write()?;
        settings.keep(&write)?;
        Ok(write.commit()?)
    }
}

pub(crate) fn read(connection: &Connection) -> Result<Settings, JournalError> {
    let stored: Option<String> = connection
        .prepare_cached("SELECT value FROM settings WHERE key = 'settings'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let unreadable = |reason| JournalError::Unreadable { what: "settings", reason };
    stored.map_or_else(|| Ok(Settings::default()), |json| completed(&json).map_err(unreadable))
}

impl Settings {
    pub(crate) fn keep(&self, write: &Connection) -> Result<(), JournalError> {
        let json = serde_json::to_string(self)
            .map_err(|reason| JournalError::Unreadable { what: "settings", reason })?;
        write
            .prepare_cached("INSERT OR REPLACE INTO settings (key, value) VALUES ('settings', ?1)")?
            .execute([json])?;
        Ok(())
    }
}

/// Stored settings over the defaults: a journal from an older version has fewer of them.
fn completed(stored: &str) -> serde_json::Result<Settings> {
    let mut all = serde_json::to_value(Settings::default())?;
    let chosen: serde_json::Map<String, serde_json::Value> = serde_json::from_str(stored)?;
    if let Some(all) = all.as_object_mut() {
        all.extend(chosen);
    }
    serde_json::from_value(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_restart_and_unknown_ones_take_their_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        assert_eq!(journal.settings().unwrap(), Settings::default());
        let chosen = Settings { theme: Theme::Dark, level: Some(Level::Manager), ..Settings::default() };
        journal.save_settings(&chosen).unwrap();
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.settings().unwrap(), chosen);

        let older = completed(r#"{"theme":"light"}"#).unwrap();
        assert_eq!(older, Settings { theme: Theme::Light, ..Settings::default() });
    }
}
