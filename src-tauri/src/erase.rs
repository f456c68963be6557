//! Delete everything: all that is the user's, so that nothing said can be found any more. It is asked for while the window
//! still has files open, and carried out as the program ends; until it is done, each start goes on with it, before
//! anything is opened. The webview's own processes end a little later and may write their folder once more: the next start
//! looks after that folder, and after nothing else.

use std::io;
use std::path::{Path, PathBuf};

use crate::Folders;

/// Asks for it.
pub(crate) fn ask(folders: &Folders) -> io::Result<()> {
    folders.make()?;
    std::fs::write(marker(folders), "")
}

/// Carries out what was asked for and not yet done. Called at the start.
pub(crate) fn carry_out_if_asked(folders: &Folders) -> io::Result<()> {
    if marker(folders).try_exists()? {
        carry_out(folders)?;
    }
    if webviews_marker(folders).try_exists()? {
        gone(std::fs::remove_dir_all(folders.webview()))?;
        gone(std::fs::remove_file(webviews_marker(folders)))?;
    }
    Ok(())
}

/// Carries it out if it was asked for, as the window's program ends.
pub(crate) fn carry_out_at_the_end(folders: &Folders) -> io::Result<()> {
    if !marker(folders).try_exists()? {
        return Ok(());
    }
    std::fs::write(webviews_marker(folders), "")?;
    carry_out(folders)
}

/// Deletes the journal and whatever was copied or set aside of it, recordings, added models, logs, and what the window
/// and its webview keep. Files that are not Retake's stay. What cannot be deleted keeps nothing else from it: a webview
/// that is just ending may still write to its own folder.
pub(crate) fn carry_out(folders: &Folders) -> io::Result<()> {
    let mut all = journals(folders);
    for folder in
        [folders.recordings(), folders.backups(), folders.models(), folders.logs(), folders.webview()]
    {
        all = all.and(gone(std::fs::remove_dir_all(folder)));
    }
    all.and(gone(std::fs::remove_file(folders.window())))?;
    gone(std::fs::remove_file(marker(folders)))
}

fn journals(folders: &Folders) -> io::Result<()> {
    let files = match std::fs::read_dir(folders.data()) {
        Ok(files) => files,
        Err(error) => return gone(Err(error)),
    };
    let mut all = Ok(());
    for file in files {
        let file = file?.path();
        if is_journals(&file) {
            all = all.and(std::fs::remove_file(file));
        }
    }
    all
}

/// The journal, its side files, and what was copied or set aside of it.
fn is_journals(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("journal.") && !file.is_dir()
}

fn marker(folders: &Folders) -> PathBuf {
    folders.data().join("delete-everything")
}

fn webviews_marker(folders: &Folders) -> PathBuf {
    folders.data().join("delete-webview")
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
