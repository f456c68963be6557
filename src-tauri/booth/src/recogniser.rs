//! The recogniser: 16 kHz samples in, words with times out. Vosk behind a small trait, so that tests can script it.
//!
//! A [`Model`] is loaded once per run, off the window's thread, and shared; a [`Recogniser`] is made for each take.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coach::Word;
use coach::number::thousandths;

use crate::RATE_HZ;
use crate::locale::with_decimal_points;

/// Samples fed at a time. Fixed, because the same recording in other pieces gives other words.
pub const CHUNK: usize = 1_600;

/// How the text has changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Recognised {
    /// The words so far since the last final ones; they may still change.
    Partial(String),
    /// Words that stand, with their times.
    Final(Vec<Word>),
}

/// Turns sound into words.
pub trait Recogniser: Send {
    /// Takes [`CHUNK`] samples, fewer only at the end of a take; gives words where some stand now.
    fn accept(&mut self, chunk: &[i16]) -> Result<Option<Vec<Word>>, RecogniserError>;
    /// The words since the last that stand, as they look now. Only somebody who reads along needs them.
    fn partial(&mut self) -> Result<String, RecogniserError>;
    /// The words it still holds.
    fn finish(&mut self) -> Result<Vec<Word>, RecogniserError>;
}

/// The recogniser gave up. The recording itself is not touched by it.
#[derive(Debug, thiserror::Error)]
pub enum RecogniserError {
    /// Not enough memory, or a model it cannot work with.
    #[error("the recogniser could not be started with this model; try `retake doctor`")]
    NotStarted,
    /// An error inside libvosk or its binding.
    #[error(
        "the recogniser stopped in the middle of the take; the recording is kept and can be analysed again"
    )]
    Stopped,
    /// It needs more time than there is.
    #[error("the recogniser is too slow to keep up; the recording is whole and is analysed when it ends")]
    TooSlow,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// No folder there.
    #[error(
        "no speech model at {0}; install Retake again, or in a checkout run `make run`, which fetches the English one"
    )]
    Missing(PathBuf),
    /// A folder, but not of a model.
    #[error("the speech model at {model} is incomplete: {file} is missing")]
    Incomplete {
        /// The model's folder.
        model: PathBuf,
        /// What it should hold.
        file: String,
    },
    /// A file of it is not as long as it was.
    #[error(
        "the speech model at {model} is damaged: {file} has {found} bytes instead of {wanted}; fetch or add it again"
    )]
    Damaged {
        /// The model's folder.
        model: PathBuf,
        /// The file.
        file: String,
        /// How long it is.
        found: u64,
        /// How long it should be.
        wanted: u64,
    },
    /// All files are there, and libvosk does not accept them.
    #[error("the speech model at {0} cannot be read; fetch or add it again")]
    Unreadable(PathBuf),
}

impl ModelError {
    /// The same, of a model that was looked at in another folder than the one people know.
    pub(crate) fn about(self, folder: &Path) -> Self {
        let model = folder.to_owned();
        match self {
            Self::Missing(_) => Self::Missing(model),
            Self::Incomplete { file, .. } => Self::Incomplete { model, file },
            Self::Damaged { file, found, wanted, .. } => Self::Damaged { model, file, found, wanted },
            Self::Unreadable(_) => Self::Unreadable(model),
        }
    }
}

/// A loaded speech model. Cheap to clone.
#[derive(Clone)]
pub struct Model {
    vosk: Arc<vosk::Model>,
    name: String,
}

impl Model {
    /// Loads a model; this takes about half a second.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        check(folder)?;
        let unreadable = || ModelError::Unreadable(folder.to_owned());
        let path = folder.to_str().ok_or_else(unreadable)?;
        vosk::set_log_level(vosk::LogLevel::Error);
        let loaded = catch_unwind(|| with_decimal_points(|| vosk::Model::new(path)));
        let vosk = loaded.ok().flatten().ok_or_else(unreadable)?;
        let name =
            folder.file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Self { vosk: Arc::new(vosk), name })
    }

    /// What reports call it: its folder's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A recogniser for one take.
    pub fn recogniser(&self) -> Result<Box<dyn Recogniser>, RecogniserError> {
        let made = catch_unwind(AssertUnwindSafe(|| {
            with_decimal_points(|| vosk::Recognizer::new(&self.vosk, RATE_HZ as f32))
        }));
        let mut vosk = made.ok().flatten().ok_or(RecogniserError::NotStarted)?;
        vosk.set_words(true);
        Ok(Box::new(Vosk { vosk, _model: self.vosk.clone() }))
    }
}

/// Whether a folder holds what a model needs, before libvosk is asked.
pub fn check(folder: &Path) -> Result<(), ModelError> {
    if !folder.is_dir() {
        return Err(ModelError::Missing(folder.to_owned()));
    }
    let incomplete = |file: &str| ModelError::Incomplete { model: folder.to_owned(), file: file.to_owned() };
    for file in ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf"] {
        if !folder.join(file).is_file() {
            return Err(incomplete(file));
        }
    }
    let graph = |name: &str| folder.join("graph").join(name).is_file();
    if !(graph("HCLG.fst") || graph("HCLr.fst") && graph("Gr.fst")) {
        return Err(incomplete("graph/HCLr.fst with graph/Gr.fst, or graph/HCLG.fst"));
    }
    contents(folder)
}

/// What a model's files were called and how long they were when it was put there: a line each, bytes and path.
const CONTENTS: &str = "retake-contents.tsv";

/// Compares a model with its list of contents, where it has one. libvosk says little of a file that was cut off, and
/// ends the program over some.
fn contents(folder: &Path) -> Result<(), ModelError> {
    let Ok(list) = std::fs::read_to_string(folder.join(CONTENTS)) else { return Ok(()) };
    for (wanted, file) in list.lines().filter_map(|line| line.split_once('\t')) {
        let (model, file) = (folder.to_owned(), file.to_owned());
        let Ok(metadata) = std::fs::metadata(folder.join(&file)) else {
            return Err(ModelError::Incomplete { model, file });
        };
        match wanted.parse() {
            Ok(wanted) if wanted != metadata.len() => {
                return Err(ModelError::Damaged { model, file, found: metadata.len(), wanted });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Lists a model's contents, to be compared with later.
pub(crate) fn write_contents(folder: &Path) -> std::io::Result<()> {
    let mut lines = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path != Path::new(CONTENTS) {
                lines.push(format!("{}\t{}\n", entry.metadata()?.len(), path.display()));
            }
        }
    }
    lines.sort();
    std::fs::write(folder.join(CONTENTS), lines.concat())
}

struct Vosk {
    vosk: vosk::Recognizer,
    /// The recogniser reads from it for as long as it lives.
    _model: Arc<vosk::Model>,
}

impl Vosk {
    /// Every call into libvosk: with decimal points, and a panic of the binding as an error.
    fn fenced<T>(&mut self, call: impl FnOnce(&mut vosk::Recognizer) -> T) -> Result<T, RecogniserError> {
        catch_unwind(AssertUnwindSafe(|| with_decimal_points(|| call(&mut self.vosk))))
            .map_err(|_| RecogniserError::Stopped)
    }
}

impl Recogniser for Vosk {
    fn accept(&mut self, chunk: &[i16]) -> Result<Option<Vec<Word>>, RecogniserError> {
        self.fenced(|vosk| match vosk.accept_waveform(chunk) {
            Ok(vosk::DecodingState::Running) => Ok(None),
            Ok(vosk::DecodingState::Finalized) => Ok(Some(words(vosk.result()))),
            Ok(vosk::DecodingState::Failed) | Err(_) => Err(RecogniserError::Stopped),
        })?
    }

    fn partial(&mut self) -> Result<String, RecogniserError> {
        self.fenced(|vosk| vosk.partial_result().partial.to_owned())
    }

    fn finish(&mut self) -> Result<Vec<Word>, RecogniserError> {
        self.fenced(|vosk| words(vosk.final_result()))
    }
}

fn words(result: vosk::CompleteResult) -> Vec<Word> {
    let vosk::CompleteResult::Single(result) = result else { return Vec::new() };
    // libvosk counts in hundredths; what lies behind the third decimal is noise of the f32.
    result
        .result
        .into_iter()
        .map(|word| Word {
            text: word.word.to_owned(),
            start: thousandths(f64::from(word.start)),
            end: thousandths(f64::from(word.end)),
            conf: thousandths(f64::from(word.conf)),
            struck: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_incomplete_model_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        assert!(matches!(check(&nowhere), Err(ModelError::Missing(_))));

        let file = |path: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"x").unwrap();
        };
        assert!(check(folder.path()).unwrap_err().to_string().contains("am/final.mdl"));
        file("am/final.mdl");
        file("conf/mfcc.conf");
        file("conf/model.conf");
        file("graph/Gr.fst");
        assert!(check(folder.path()).unwrap_err().to_string().contains("HCLr.fst"));
        file("graph/HCLr.fst");
        assert!(check(folder.path()).is_ok());
    }

    #[test]
    fn a_file_that_was_cut_off_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for file in
            ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLG.fst", "ivector/final.ie"]
        {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"0123456789").unwrap();
        }
        // Twice: its own list is no part of the contents.
        write_contents(folder.path()).unwrap();
        write_contents(folder.path()).unwrap();
        assert!(check(folder.path()).is_ok());
        let last = folder.path().join("ivector/final.ie");
        std::fs::write(&last, b"01234").unwrap();
        let damaged = check(folder.path()).unwrap_err().to_string();
        assert!(damaged.contains("ivector/final.ie has 5 bytes instead of 10"), "{damaged}");
        std::fs::remove_file(&last).unwrap();
        assert!(
            matches!(check(folder.path()), Err(ModelError::Incomplete { file, .. }) if file == "ivector/final.ie")
        );
    }

    #[test]
    fn a_model_of_nonsense_is_refused_without_a_crash() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"").unwrap();
        }
        assert!(matches!(Model::load(folder.path()), Err(ModelError::Unreadable(_))));
    }
}
