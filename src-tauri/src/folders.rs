//! Where things lie: the user's data, and the model that came with the program.

use std::path::{Path, PathBuf};

use journal::Journal;

/// The folder of everything that is the user's, and what is in it.
#[derive(Debug, Clone)]
pub struct Folders {
    data: PathBuf,
}

impl Folders {
    /// The user's data folder, or the one that `RETAKE_DATA` names.
    pub fn find() -> anyhow::Result<Self> {
        let chosen = std::env::var_os("RETAKE_DATA").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let data = chosen
            .or_else(|| dirs::data_dir().map(|folder| folder.join("retake")))
            .ok_or_else(|| anyhow::anyhow!("there is no folder for your data; set RETAKE_DATA to one"))?;
        // The window's worker threads must not depend on the folder the program was started in.
        Ok(Self { data: std::path::absolute(data)? })
    }

    /// Makes the folder, for its owner alone. Done before anything else is put into it.
    pub(crate) fn make(&self) -> std::io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.data)
    }

    /// Everything that is the user's.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The journal's file.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal.db")
    }

    /// A take's recording. An id is no path: what would lead out of the folder is left away.
    #[must_use]
    pub fn recording(&self, take: &str) -> PathBuf {
        let file = format!("{take}.wav");
        self.recordings().join(Path::new(&file).file_name().unwrap_or_default())
    }

    /// Where recordings lie.
    #[must_use]
    pub fn recordings(&self) -> PathBuf {
        self.data.join("recordings")
    }

    /// Whether they lie on a disk that is not there now: what cannot be seen is not gone.
    pub(crate) fn recordings_are_away(&self) -> bool {
        self.recordings().is_symlink() && !self.recordings().exists()
    }

    /// Copies of the journal that are made by themselves.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Speech models that were added.
    #[must_use]
    pub fn models(&self) -> PathBuf {
        self.data.join("models")
    }

    /// A speech model by name: the one `RETAKE_MODEL` names whatever was chosen, the one that came with Retake for an
    /// empty name, else one that was added. A name is no path: what would lead out of the folder is left away.
    #[must_use]
    pub fn model(&self, chosen: &str) -> PathBuf {
        match std::env::var_os("RETAKE_MODEL").filter(|folder| !folder.is_empty()) {
            Some(named) => PathBuf::from(named),
            None if chosen.is_empty() => own_model(),
            None => self.models().join(Path::new(chosen).file_name().unwrap_or_default()),
        }
    }

    /// The name of the model that was chosen in the window, for verbs that need no journal; where none can be read, the
    /// one that came with Retake.
    #[must_use]
    pub fn chosen_model(&self) -> String {
        let journal = self.journal();
        let settings = journal.is_file().then(|| Journal::open(&journal).and_then(|open| open.settings()));
        settings.and_then(Result::ok).unwrap_or_default().model
    }

    /// The log files.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// Where the window stood and how large it was.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.data.join("window.json")
    }

    /// What the webview keeps.
    #[must_use]
    pub fn webview(&self) -> PathBuf {
        self.data.join("webview")
    }
}

/// The English model that came with Retake: the first place that has one; the place it should be in a checkout if none
/// has.
pub(crate) fn own_model() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.parent().unwrap_or(Path::new(""));
    let places = [
        "en-us",
        "../lib/retake/en-us",
        "../Resources/en-us",
        // In a checkout the binary is in target/<profile>, a test in target/<profile>/deps.
        "../../../models/speech/en-us",
        "../../models/speech/en-us",
    ];
    let found = places.iter().map(|place| beside.join(place)).find(|folder| folder.is_dir());
    let folder = found.unwrap_or_else(|| beside.join("../../models/speech/en-us"));
    folder.canonicalize().unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_model_leads_nowhere_else() {
        let folders = Folders { data: PathBuf::from("/home/anna/retake") };
        assert_eq!(folders.model("big"), folders.models().join("big"));
        for name in ["..", "../..", "../recordings", "/etc", "big/../..", "a/../../../b", "/", "."] {
            let model = folders.model(name);
            let below = model.strip_prefix(folders.models()).expect("below the models");
            assert!(
                below.components().count() <= 1 && !below.starts_with(".."),
                "{name}: {}",
                model.display()
            );
        }
    }

    #[test]
    fn the_id_of_a_take_leads_nowhere_else() {
        let folders = Folders { data: PathBuf::from("/home/anna/retake") };
        assert_eq!(folders.recording("01j"), folders.recordings().join("01j.wav"));
        for id in ["..", "../..", "../window", "/etc/song", "a/../../../b", "/", ".", ""] {
            let recording = folders.recording(id);
            assert_eq!(recording.parent(), Some(&*folders.recordings()), "{id}: {}", recording.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn recordings_on_a_disk_that_is_not_there_are_away_and_not_gone() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders { data: home.path().to_owned() };
        assert!(!folders.recordings_are_away(), "there are none yet");
        let disk = home.path().join("disk");
        std::os::unix::fs::symlink(&disk, folders.recordings()).unwrap();
        assert!(folders.recordings_are_away());
        std::fs::create_dir(&disk).unwrap();
        assert!(!folders.recordings_are_away());
    }
}
