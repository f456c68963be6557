//! Speech models that the user adds: from a folder or a zip, checked, copied into the data folder and made to repeat
//! itself (`--dither=0`). Called by the shell, never on the window's thread.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};

use crate::recogniser::{self, ModelError};

/// What the model that came with Retake is called; no other one may be.
pub const OWN: &str = "en-us";

/// A model may lie in a folder of its own inside what was named, and that in another.
const DEEPEST: usize = 3;
/// Read and written at a time.
const BLOCK: usize = 1 << 20;

/// Why a model could not be added or removed.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// Not there, or not readable.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// What was named.
        path: PathBuf,
        /// The system's word for it.
        reason: io::Error,
    },
    /// A file that is no zip.
    #[error("{0} is neither a folder nor a zip")]
    NotZip(PathBuf),
    /// Nothing in it looks like a model.
    #[error("there is no Vosk model in {0}: no folder in it holds am/final.mdl, conf and graph")]
    NoModel(PathBuf),
    /// It looks like one, and cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The recogniser was tried with it, and does not work.
    #[error("the recogniser does not work with this model: {0}")]
    Refused(String),
    /// A model of this name is there already.
    #[error("a model named '{0}' is there already; remove it first, or rename the new one")]
    Exists(String),
    /// Whoever wanted it has had enough; nothing of it is kept.
    #[error("the model was not copied to its end; nothing of it is kept")]
    BrokenOff,
    /// No model of this name was added.
    #[error("no model named '{0}' was added")]
    Unknown(String),
    /// The copy could not be made, or not be removed.
    #[error("cannot write to {path}: {reason}")]
    Unwritable {
        /// Where.
        path: PathBuf,
        /// The system's word for it.
        reason: io::Error,
    },
}

/// The models in `shelf`, by name.
#[must_use]
pub fn list(shelf: &Path) -> Vec<String> {
    // A shelf that is not there holds nothing.
    let mut names: Vec<String> = fs::read_dir(shelf)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_name(name) && shelf.join(name).is_dir())
        .collect();
    names.sort();
    names
}

/// Copies a model from a folder or a zip into `shelf` and gives its name. `try_it` has the recogniser listen with it,
/// and says in a sentence why it could not; `progress` hears the fraction copied, and may break it off.
pub fn add(
    from: &Path,
    shelf: &Path,
    try_it: impl FnOnce(&Path) -> Result<(), String>,
    mut progress: impl FnMut(f64) -> ControlFlow<()>,
) -> Result<String, AddError> {
    let unreadable = |reason| AddError::Unreadable { path: from.to_owned(), reason };
    // Names such as `.` or `model/..` are no names for a model.
    let from = &from.canonicalize().map_err(unreadable)?;
    let mut source = if from.is_dir() { Source::folder(from)? } else { Source::zip(from)? };
    let (root, files) = model_in(source.files()).ok_or_else(|| AddError::NoModel(from.clone()))?;
    let own = root.file_name().or(if from.is_dir() { from.file_name() } else { from.file_stem() });
    let name = own.unwrap_or_default().to_string_lossy().into_owned();
    if !is_name(&name) {
        return Err(AddError::NoModel(from.clone()));
    }
    let place = shelf.join(&name);
    if place.exists() || name == OWN {
        return Err(AddError::Exists(name));
    }

    let unwritable = |reason| AddError::Unwritable { path: shelf.to_owned(), reason };
    fs::create_dir_all(shelf).map_err(unwritable)?;
    // Copied beside its place and moved there when it is known to work: no half model is ever seen.
    let staged = tempfile::Builder::new().prefix(".adding-").tempdir_in(shelf).map_err(unwritable)?;
    let whole: u64 = files.iter().map(|file| file.bytes).sum();
    let mut copied = 0_u64;
    for file in &files {
        let to = staged.path().join(&file.below_root);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(unwritable)?;
        }
        let mut to = File::create(to).map_err(unwritable)?;
        source.read(file, |block| {
            to.write_all(block).map_err(unwritable)?;
            copied += block.len() as u64;
            match progress(copied as f64 / whole.max(1) as f64) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(AddError::BrokenOff),
            }
        })?;
    }
    // What is missing is missing from where it came from, not from a folder nobody knows.
    recogniser::check(staged.path()).map_err(|error| {
        error.about(&if root.as_os_str().is_empty() { from.clone() } else { from.join(&root) })
    })?;
    without_dither(staged.path()).map_err(unwritable)?;
    recogniser::write_contents(staged.path()).map_err(unwritable)?;
    try_it(staged.path()).map_err(AddError::Refused)?;
    fs::rename(staged.path(), &place).map_err(unwritable)?;
    Ok(name)
}

/// Removes a model from `shelf`.
pub fn remove(name: &str, shelf: &Path) -> Result<(), AddError> {
    let place = shelf.join(name);
    if !is_name(name) || !place.is_dir() {
        return Err(AddError::Unknown(name.to_owned()));
    }
    fs::remove_dir_all(&place).map_err(|reason| AddError::Unwritable { path: place, reason })
}

/// A name is one folder below the shelf, and not one of those that are still being copied.
fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) && !name.starts_with('.')
}

/// Without this the same recording gives other words from run to run.
fn without_dither(model: &Path) -> io::Result<()> {
    let path = model.join("conf/mfcc.conf");
    let conf = fs::read_to_string(&path)?;
    let mut lines: Vec<&str> = conf.lines().filter(|line| !line.trim().starts_with("--dither")).collect();
    lines.push("--dither=0");
    fs::write(path, lines.join("\n") + "\n")
}

/// A file of what is being added.
#[derive(Debug, Clone)]
struct Piece {
    /// Where it lies in the folder or zip.
    path: PathBuf,
    /// Where it lies in the model, once that is found.
    below_root: PathBuf,
    bytes: u64,
    /// Its number in the zip.
    index: usize,
}

/// Finds the model among the files: the folder that holds `am/final.mdl`, or, of an incomplete one, `conf` or `graph`.
fn model_in(files: &[Piece]) -> Option<(PathBuf, Vec<Piece>)> {
    let root = ["am/final.mdl", "conf/model.conf", "conf/mfcc.conf", "graph/Gr.fst", "graph/HCLG.fst"]
        .iter()
        .find_map(|sign| {
            let found = files.iter().filter(|file| file.path.ends_with(sign));
            let shallowest = found.min_by_key(|file| file.path.components().count())?;
            let root = shallowest.path.ancestors().nth(2)?;
            (root.components().count() <= DEEPEST).then(|| root.to_owned())
        })?;
    let below = files
        .iter()
        .filter_map(|file| {
            let below_root = file.path.strip_prefix(&root).ok()?.to_owned();
            Some(Piece { below_root, ..file.clone() })
        })
        .collect();
    Some((root, below))
}

enum Source {
    Folder { at: PathBuf, files: Vec<Piece> },
    Zip { at: PathBuf, archive: Box<zip::ZipArchive<BufReader<File>>>, files: Vec<Piece> },
}

impl Source {
    fn folder(at: &Path) -> Result<Self, AddError> {
        let mut files = Vec::new();
        let unreadable = |reason| AddError::Unreadable { path: at.to_owned(), reason };
        // A model's own folders are two deep, below the DEEPEST that it may lie in.
        let mut folders = vec![(PathBuf::new(), DEEPEST + 3)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(at.join(&folder)).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let path = folder.join(entry.file_name());
                let metadata = fs::metadata(entry.path()).map_err(unreadable)?;
                if metadata.is_file() {
                    files.push(Piece { path, below_root: PathBuf::new(), bytes: metadata.len(), index: 0 });
                } else if metadata.is_dir() && depth > 0 {
                    folders.push((path, depth - 1));
                }
            }
        }
        Ok(Self::Folder { at: at.to_owned(), files })
    }

    fn zip(at: &Path) -> Result<Self, AddError> {
        let file = File::open(at).map_err(|reason| AddError::Unreadable { path: at.to_owned(), reason })?;
        let not_zip = |_| AddError::NotZip(at.to_owned());
        let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(not_zip)?;
        let mut files = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(not_zip)?;
            // A path that leads out of the zip is no part of a model.
            if let (true, Some(path)) = (entry.is_file(), entry.enclosed_name()) {
                files.push(Piece { path, below_root: PathBuf::new(), bytes: entry.size(), index });
            }
        }
        Ok(Self::Zip { at: at.to_owned(), archive: Box::new(archive), files })
    }

    fn files(&self) -> &[Piece] {
        match self {
            Source::Folder { files, .. } | Source::Zip { files, .. } => files,
        }
    }

    /// Hands over a file in blocks.
    fn read(
        &mut self,
        piece: &Piece,
        take: impl FnMut(&[u8]) -> Result<(), AddError>,
    ) -> Result<(), AddError> {
        match self {
            Source::Folder { at, .. } => {
                let path = at.join(&piece.path);
                let file = File::open(&path)
                    .map_err(|reason| AddError::Unreadable { path: path.clone(), reason })?;
                in_blocks(file, &path, take)
            }
            Source::Zip { at, archive, .. } => {
                let damaged =
                    |error| AddError::Unreadable { path: at.clone(), reason: io::Error::other(error) };
                in_blocks(archive.by_index(piece.index).map_err(damaged)?, at, take)
            }
        }
    }
}

fn in_blocks(
    mut from: impl Read,
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<(), AddError>,
) -> Result<(), AddError> {
    let mut block = vec![0; BLOCK];
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(()),
            Ok(read) => take(&block[..read])?,
            Err(reason) => return Err(AddError::Unreadable { path: path.to_owned(), reason }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a model holds, as far as its files' names go.
    const FILES: [&str; 5] =
        ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst"];

    fn model_at(folder: &Path, files: &[&str]) {
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("--of={file}\n--dither=1.0\n")).unwrap();
        }
    }

    fn zipped(path: &Path, prefix: &str, files: &[&str]) {
        let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
        for file in files {
            zip.start_file(format!("{prefix}{file}"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(file.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    #[allow(clippy::unnecessary_wraps, reason = "a trial may refuse; this one does not")]
    fn fine(_: &Path) -> Result<(), String> {
        Ok(())
    }

    fn go_on(_: f64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn one_that_is_broken_off_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("shelf");
        model_at(&folder.path().join("large"), &FILES);
        let half = |done: f64| if done > 0.5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let added = add(&folder.path().join("large"), &shelf, fine, half);
        assert!(matches!(added, Err(AddError::BrokenOff)), "{added:?}");
        assert_eq!(fs::read_dir(&shelf).unwrap().count(), 0);
        assert_eq!(add(&folder.path().join("large"), &shelf, fine, go_on).unwrap(), "large");
    }

    #[test]
    fn a_model_is_copied_from_a_nested_folder_and_its_dither_set() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("étagère 模型");
        model_at(&folder.path().join("download/modèle 模型"), &FILES);
        let mut done = 0.0;
        let name = add(&folder.path().join("download"), &shelf, fine, |share| {
            done = share;
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!((name.as_str(), done), ("modèle 模型", 1.0));
        assert_eq!(list(&shelf), ["modèle 模型"]);
        let conf = fs::read_to_string(shelf.join(&name).join("conf/mfcc.conf")).unwrap();
        assert_eq!(conf, "--of=conf/mfcc.conf\n--dither=0\n");
        assert!(recogniser::check(&shelf.join(&name)).is_ok());

        assert!(matches!(
            add(&folder.path().join("download"), &shelf, fine, go_on),
            Err(AddError::Exists(_))
        ));
        model_at(&folder.path().join("own/en-us"), &FILES);
        let own = add(&folder.path().join("own"), &shelf, fine, go_on);
        assert!(matches!(own, Err(AddError::Exists(name)) if name == OWN));
        remove(&name, &shelf).unwrap();
        assert!(list(&shelf).is_empty());
        assert!(matches!(remove(&name, &shelf), Err(AddError::Unknown(_))));
    }

    #[test]
    fn a_model_is_unpacked_from_a_zip_with_or_without_a_folder_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("models");
        for (prefix, name) in [("", "large"), ("vosk-model-en/", "vosk-model-en")] {
            let zip = folder.path().join("large.zip");
            zipped(&zip, prefix, &FILES);
            assert_eq!(add(&zip, &shelf, fine, go_on).unwrap(), name);
            assert_eq!(fs::read_to_string(shelf.join(name).join("graph/Gr.fst")).unwrap(), "graph/Gr.fst");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("models");
        let refused = |from: &Path| add(from, &shelf, fine, go_on).unwrap_err().to_string();

        let half = folder.path().join("half");
        model_at(&half, &FILES[..4]);
        assert!(refused(&half).contains("graph/Gr.fst"), "{}", refused(&half));
        let headless = folder.path().join("headless");
        model_at(&headless, &FILES[1..]);
        assert!(refused(&headless).contains("am/final.mdl"), "{}", refused(&headless));
        assert!(refused(&headless).contains("headless"), "{}", refused(&headless));

        let letter = folder.path().join("letter.txt");
        fs::write(&letter, "dear diary").unwrap();
        assert!(refused(&letter).contains("neither a folder nor a zip"));
        assert!(refused(&folder.path().join("nowhere")).contains("cannot read"));
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).unwrap();
        assert!(refused(&empty).contains("no Vosk model"));

        model_at(&half, &FILES);
        let deaf = |_: &Path| Err("it hears nothing".to_owned());
        assert!(add(&half, &shelf, deaf, go_on).unwrap_err().to_string().contains("hears nothing"));
        assert!(list(&shelf).is_empty());
        assert_eq!(fs::read_dir(&shelf).unwrap().count(), 0, "nothing half-copied stays");
    }

    #[test]
    fn a_zip_cannot_write_outside_of_the_model() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("deep/models");
        let zip = folder.path().join("evil.zip");
        zipped(&zip, "", &[&FILES[..], &["../../../outside.txt", "/outside.txt"]].concat());
        add(&zip, &shelf, fine, go_on).unwrap();
        assert!(!folder.path().join("outside.txt").exists() && !Path::new("/outside.txt").exists());
        for name in ["..", ".", "", "a/b", ".adding-x"] {
            assert!(matches!(remove(name, &shelf), Err(AddError::Unknown(_))), "{name}");
        }
    }
}
