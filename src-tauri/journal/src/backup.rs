//! Copies of the journal: a whole one, written while the journal is in use and checked before it has its name; and one
//! put back in the journal's place. What was there before is kept beside it. Called by the shell's command line and its window.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::open::{inspect, private_file, private_folder};
use crate::{Journal, JournalError, Retention, Settings, settings, whole};

/// How long a restore waits for another Retake that is just writing.
const PATIENCE: Duration = Duration::from_secs(2);

impl Journal {
    /// Writes a copy of everything the journal holds; recordings are not in it. A file that is there is not overwritten.
    pub fn back_up(&self, to: &Path) -> Result<(), JournalError> {
        let refused = |reason| JournalError::Folder { folder: to.to_owned(), reason };
        if to.try_exists().map_err(refused)? {
            return Err(JournalError::AlreadyThere(to.to_owned()));
        }
        let half = beside(to, "half");
        private_file(&half).map_err(refused)?;
        let written = self
            .read()
            .execute("VACUUM INTO ?1", [half.to_string_lossy()])
            .map_err(JournalError::from)
            .and_then(|_| inspect(&half));
        if let Err(error) = written {
            // Half a copy is of no use to anybody.
            let _ = std::fs::remove_file(&half);
            return Err(error);
        }
        std::fs::rename(&half, to).map_err(refused)
    }

    /// Puts a copy in the place of the journal at `path`, and gives where the journal that was there lies now. Recordings
    /// that are in the copy and not in their folder are put there. Nothing is changed if the copy is damaged, newer than
    /// this Retake, or the journal is open elsewhere.
    pub fn restore(from: &Path, path: &Path, recordings: &Path) -> Result<Option<PathBuf>, JournalError> {
        Self::refuse_itself(path, from)?;
        let refused = |reason| JournalError::Folder { folder: path.to_owned(), reason };
        let half = beside(path, "half");
        if let Some(folder) = path.parent() {
            private_folder(folder).map_err(refused)?;
        }
        // How long recordings are kept is asked in the window, and not changed by a copy. Where nothing was chosen, none that
        // comes along is removed.
        let is_whole = whole::is_whole(from);
        let chosen = Self::looked_into(path).map(|settings| settings.recordings);
        let retention = chosen.or_else(|| is_whole.then(Retention::default));
        let copied = if is_whole {
            whole::unpack(from, &half, recordings).map_err(refused)
        } else {
            inspect(from).and_then(|()| private_file(&half).map_err(refused)).and_then(|()| copy(from, &half))
        };
        let copied = copied.and_then(|()| inspect(&half)).and_then(|()| made_ready(&half, retention));
        if let Err(error) = copied {
            let _ = std::fs::remove_file(&half);
            return Err(error);
        }
        let put = if path.try_exists().map_err(refused)? {
            let_go(path).and_then(|()| moved_aside(path, "before-restore").map_err(refused)).map(Some)
        } else {
            // A log that is left of a journal that is gone belongs to no other.
            log_moved(path, &free_beside(path, "before-restore").map_err(refused)?)
                .map_err(refused)
                .map(|()| None)
        };
        let put = put.and_then(|aside| {
            std::fs::rename(&half, path).map_err(refused)?;
            Ok(aside)
        });
        if put.is_err() {
            let _ = std::fs::remove_file(&half);
        }
        put
    }

    /// Refuses while anybody has the journal at `path` open. Where there is none, nobody has.
    pub fn in_no_use(path: &Path) -> Result<(), JournalError> {
        let refused = |reason| JournalError::Folder { folder: path.to_owned(), reason };
        if path.try_exists().map_err(refused)? { let_go(path) } else { Ok(()) }
    }

    /// The settings of a journal that is not open here, if they can be read.
    fn looked_into(path: &Path) -> Option<Settings> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        settings::read(&connection).ok()
    }
}

/// Copies a journal as it is, with what its log holds.
fn copy(from: &Path, half: &Path) -> Result<(), JournalError> {
    let from = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    from.execute("VACUUM INTO ?1", [half.to_string_lossy()])?;
    Ok(())
}

/// Has a copy go on from now: half an import of then would take its recording with it, what is in its trash stays there for
/// thirty days from now, and recordings are kept as long as was chosen here, if anything was.
fn made_ready(half: &Path, retention: Option<Retention>) -> Result<(), JournalError> {
    let connection = Connection::open_with_flags(half, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "journal_mode", "delete")?;
    // An older journal knows of neither.
    let mut knows = connection.prepare("SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2")?;
    if knows.exists(["takes", "imported_from"])? {
        connection
            .execute("DELETE FROM takes WHERE state = 'analysing' AND imported_from IS NOT NULL", [])?;
    }
    for table in ["takes", "stories"] {
        if knows.exists([table, "deleted_ms"])? {
            let now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
            connection.execute(
                &format!("UPDATE {table} SET deleted_ms = {now} WHERE deleted_ms IS NOT NULL"),
                [],
            )?;
        }
    }
    // Settings of a later version say nothing here, and lose nobody a take.
    if let (Some(recordings), Ok(settings)) = (retention, settings::read(&connection))
        && settings.recordings != recordings
    {
        Settings { recordings, ..settings }.keep(&connection)?;
    }
    Ok(())
}

/// Has the journal in one file, with nobody else at it. One that is damaged is moved as it is.
fn let_go(path: &Path) -> Result<(), JournalError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    // SQLite leaves the write-ahead log only where no other connection is open.
    let mode: rusqlite::Result<String> =
        connection.query_row("PRAGMA journal_mode = delete", [], |row| row.get(0));
    match mode {
        Ok(mode) if mode == "delete" => Ok(()),
        Err(error) if crate::open::is_damage(&error) => Ok(()),
        Ok(_) | Err(_) => Err(JournalError::InUse(path.to_owned())),
    }
}

/// Gives the journal, and what belongs to it, a name that nothing has yet.
pub(crate) fn moved_aside(path: &Path, why: &str) -> std::io::Result<PathBuf> {
    let aside = free_beside(path, why)?;
    std::fs::rename(path, &aside)?;
    log_moved(path, &aside)?;
    Ok(aside)
}

/// A name beside the journal that nothing has yet, nor a log of that name.
fn free_beside(path: &Path, why: &str) -> std::io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let aside = path.with_extension(format!("{why}-{number}.db"));
        let mut is_free = true;
        for side in ["", "-wal", "-shm"] {
            is_free &= !with_end(&aside, side).try_exists()?;
        }
        if is_free {
            return Ok(aside);
        }
        number += 1;
    }
}

/// Has the log that lies beside one journal lie beside another.
fn log_moved(from: &Path, to: &Path) -> std::io::Result<()> {
    for side in ["-wal", "-shm"] {
        match std::fs::rename(with_end(from, side), with_end(to, side)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    with_end(path, &format!(".{end}-{}", std::process::id()))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::begun;
    use crate::{Begun, SCHEMA_VERSION, StoryDraft};

    fn with_stories(path: &Path, titles: &[&str]) -> Journal {
        let mut journal = Journal::open(path).unwrap();
        for (n, title) in (1..).zip(titles) {
            let draft = StoryDraft { title: (*title).to_owned(), ..StoryDraft::default() };
            journal.add_story(&draft, n).unwrap();
        }
        journal
    }

    fn restore(from: &Path, path: &Path) -> Result<Option<PathBuf>, JournalError> {
        Journal::restore(from, path, &path.with_file_name("recordings"))
    }

    fn titles(path: &Path) -> Vec<String> {
        Journal::open(path).unwrap().stories().unwrap().into_iter().map(|story| story.page.title).collect()
    }

    #[test]
    fn what_was_backed_up_comes_back_and_what_was_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("journal.db"), folder.path().join("copy.db"));
        let journal = with_stories(&path, &["one", "two"]);
        journal.back_up(&copy).unwrap();
        assert!(matches!(journal.back_up(&copy), Err(JournalError::AlreadyThere(_))));
        // While it is open here, nothing is put in its place.
        assert!(matches!(restore(&copy, &path), Err(JournalError::InUse(_))));
        drop(journal);
        drop(with_stories(&path, &["three"]));

        let aside = restore(&copy, &path).unwrap().expect("there was one");
        assert_eq!(titles(&path), ["one", "two"]);
        assert_eq!(titles(&aside), ["one", "three", "two"]);
        let again = restore(&copy, &path).unwrap().expect("there was one");
        assert_ne!(aside, again, "what was kept is not overwritten");
        #[cfg(unix)]
        for file in [&path, &copy, &aside] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
        }
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("half")), "{left:?}");
    }

    #[test]
    fn a_copy_that_is_damaged_or_newer_or_no_journal_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("journal.db"), folder.path().join("copy.db"));
        with_stories(&path, &["one"]).back_up(&copy).unwrap();
        let sound = std::fs::read(&copy).unwrap();

        std::fs::write(&copy, &sound[..sound.len() / 2]).unwrap();
        assert!(matches!(restore(&copy, &path), Err(JournalError::Damaged(_))));
        std::fs::write(&copy, "dear diary").unwrap();
        assert!(matches!(restore(&copy, &path), Err(JournalError::Damaged(_))));
        std::fs::write(&copy, "").unwrap();
        assert!(matches!(restore(&copy, &path), Err(JournalError::Damaged(_))));
        std::fs::write(&copy, &sound).unwrap();
        Connection::open(&copy).unwrap().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        assert!(matches!(restore(&copy, &path), Err(JournalError::NewerJournal { .. })));
        assert!(restore(&folder.path().join("none.db"), &path).is_err());
        assert_eq!(titles(&path), ["one"]);
    }

    #[test]
    fn a_journal_that_was_copied_by_hand_while_it_was_open_comes_back_with_its_log() {
        let [folder, stick] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let path = folder.path().join("journal.db");
        let journal = with_stories(&path, &["one", "two"]);
        for file in ["journal.db", "journal.db-wal"] {
            std::fs::copy(path.with_file_name(file), stick.path().join(file)).unwrap();
        }
        drop(journal);
        let copied = stick.path().join("journal.db");
        #[cfg(unix)]
        std::fs::set_permissions(&copied, std::os::unix::fs::PermissionsExt::from_mode(0o444)).unwrap();
        restore(&copied, &path).unwrap();
        assert_eq!(titles(&path), ["one", "two"]);
        with_stories(&path, &["three"]).check().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_log_that_is_left_of_another_journal_is_not_taken_into_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("journal.db"), folder.path().join("copy.db"));
        with_stories(&path, &["one"]).back_up(&copy).unwrap();
        let journal = with_stories(&path, &["two"]);
        let log = std::fs::read(path.with_file_name("journal.db-wal")).unwrap();
        drop(journal);
        std::fs::remove_file(&path).unwrap();
        std::fs::write(path.with_file_name("journal.db-wal"), log).unwrap();
        restore(&copy, &path).unwrap();
        assert_eq!(titles(&path), ["one"]);
        let aside = restore(&copy, &path).unwrap().expect("there is one now");
        assert!(!with_end(&aside, "-wal").exists(), "the stranger's log is beside neither");
    }

    #[test]
    fn a_copy_takes_no_recording_with_it_that_was_to_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("journal.db"), folder.path().join("copy.db"));
        let mut journal = Journal::open(&path).unwrap();
        let keeping = |recordings| Settings { recordings, zoom: 125, ..Settings::default() };
        journal.save_settings(&keeping(Retention::Never)).unwrap();
        let cut_off = journal.begin_take(&begun(1)).unwrap();
        let import = Begun { imported_from: Some("talk.mp3".to_owned()), ..begun(2) };
        let import = journal.begin_take(&import).unwrap();
        let draft = StoryDraft { title: "one".to_owned(), ..StoryDraft::default() };
        let story = journal.add_story(&draft, 1).unwrap();
        journal.delete_story(&story.id, 2).unwrap();
        journal.back_up(&copy).unwrap();
        journal.save_settings(&keeping(Retention::Keep)).unwrap();
        drop(journal);

        restore(&copy, &path).unwrap();
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.settings().unwrap(), keeping(Retention::Keep), "what was chosen last, here");
        let unfinished: Vec<String> =
            journal.unfinished_takes().unwrap().into_iter().map(|(id, _)| id).collect();
        assert_eq!(unfinished, [cut_off], "the import of then may have come to its end since");
        assert!(matches!(journal.begun(&import), Err(JournalError::NotFound { .. })));
        let month = 2 + i64::from(crate::TRASH_DAYS) * 86_400_000;
        assert!(journal.stories_in_trash_since(Journal::due_before(month)).unwrap().is_empty());
        assert_eq!(journal.stories_in_trash().unwrap(), [story], "for thirty days from now");
        drop(journal);
        restore(&copy, &folder.path().join("new.db")).unwrap();
        let new = Journal::open(&folder.path().join("new.db")).unwrap();
        assert_eq!(
            new.settings().unwrap(),
            keeping(Retention::Never),
            "what was chosen, where nothing was since"
        );
    }

    #[test]
    fn a_damaged_journal_is_kept_aside_and_an_empty_place_filled() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("journal.db"), folder.path().join("copy.db"));
        with_stories(&path, &["one"]).back_up(&copy).unwrap();
        std::fs::write(&path, "dear diary, ".repeat(100)).unwrap();
        let aside = restore(&copy, &path).unwrap().expect("there was one");
        assert!(std::fs::read_to_string(aside).unwrap().starts_with("dear diary"));
        assert_eq!(titles(&path), ["one"]);
        let elsewhere = folder.path().join("new.db");
        assert_eq!(restore(&copy, &elsewhere).unwrap(), None);
        assert_eq!(titles(&elsewhere), ["one"]);
    }
}
