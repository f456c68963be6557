//! Copies that are made by themselves: one a day, a week of them. From them a damaged journal is had back; what is deleted
//! for good goes from them too. Called by the shell behind the window.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::open::{inspect, private_folder};
use crate::{Journal, JournalError};

/// So many are kept.
pub const DAILY_KEPT: usize = 7;

impl Journal {
    /// Writes the copy of a day, as in 2026-12-01, unless it is there, and removes those that are one too many. A journal
    /// that holds nothing yet is not copied: it would push out one that does.
    pub fn back_up_daily(&self, folder: &Path, day: &str) -> Result<(), JournalError> {
        let refused = |reason| JournalError::Folder { folder: folder.to_owned(), reason };
        let holds: bool = self.read().query_row(
            "SELECT EXISTS (SELECT 1 FROM takes) OR EXISTS (SELECT 1 FROM stories)",
            [],
            |row| row.get(0),
        )?;
        let copy = folder.join(format!("journal-{day}.db"));
        if !holds || copy.try_exists().map_err(refused)? {
            return Ok(());
        }
        private_folder(folder).map_err(refused)?;
        self.back_up(&copy)?;
        for old in daily_copies(folder).into_iter().skip(DAILY_KEPT) {
            std::fs::remove_file(old).map_err(refused)?;
        }
        Ok(())
    }

    /// The newest daily copy that is sound.
    #[must_use]
    pub fn newest_copy(folder: &Path) -> Option<PathBuf> {
        daily_copies(folder).into_iter().find(|copy| inspect(copy).is_ok())
    }

    /// Keeps a copy beside the journal at `path`, where newer ones do not take its place. Gives where.
    pub fn kept_from_before(copy: &Path, path: &Path) -> std::io::Result<PathBuf> {
        let mut number = 1;
        let kept = loop {
            let kept = path.with_extension(format!("before-damage-{number}.db"));
            if !kept.try_exists()? {
                break kept;
            }
            number += 1;
        };
        std::fs::copy(copy, &kept)?;
        Ok(kept)
    }

    /// Forgets takes, and stories that were deleted by then, in every copy that was made by itself: the daily ones in
    /// `folder` and those beside the journal, from before it was brought up to date or another was put in its place.
    pub fn forget_in_copies(
        &self,
        folder: &Path,
        takes: &[String],
        stories_until_ms: i64,
    ) -> Result<(), JournalError> {
        // By their ids: a copy from before they were deleted does not know that they were.
        let stories = self.stories_in_trash_since(stories_until_ms)?;
        if takes.is_empty() && stories.is_empty() {
            return Ok(());
        }
        let beside = self.path().parent().map_or_else(Vec::new, |data| named(data, "journal.before-"));
        for copy in daily_copies(folder).into_iter().chain(beside) {
            // A copy that cannot be read holds nothing that can be forgotten.
            if inspect(&copy).is_ok() {
                forget_in(&copy, takes, &stories)?;
            }
        }
        Ok(())
    }
}

/// The daily copies, the newest first.
fn daily_copies(folder: &Path) -> Vec<PathBuf> {
    named(folder, "journal-")
}

fn named(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(beginning) && name.ends_with(".db")
    };
    let mut found: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).filter(is_one).collect();
    found.sort();
    found.reverse();
    found
}

fn forget_in(copy: &Path, takes: &[String], stories: &[String]) -> Result<(), JournalError> {
    let mut connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // No log beside it that would keep what is forgotten.
    connection.pragma_update(None, "journal_mode", "delete")?;
    let write = connection.transaction()?;
    let mut gone = 0;
    for (statement, ids) in
        [("DELETE FROM takes WHERE id = ?1", takes), ("DELETE FROM stories WHERE id = ?1", stories)]
    {
        for id in ids {
            gone += write.execute(statement, [id])?;
        }
    }
    write.commit()?;
    let free: u32 = connection.query_row("PRAGMA freelist_count", [], |row| row.get(0))?;
    if gone > 0 || free > 0 {
        // Written anew: pages that are free now still hold what stood in them, also since a time when this was broken off.
        connection.execute_batch("VACUUM")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoryDraft;
    use crate::takes::tests::{begun, told};

    fn names(folder: &Path) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        daily_copies(folder).iter().map(name).collect()
    }

    #[test]
    fn a_copy_a_day_is_kept_for_a_week_of_days() {
        let folder = tempfile::tempdir().unwrap();
        let copies = folder.path().join("backups");
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        journal.back_up_daily(&copies, "2026-11-01").unwrap();
        assert!(names(&copies).is_empty(), "there is nothing to copy");
        told(&mut journal, &begun(1), "i broke it");
        for day in 1..=9 {
            journal.back_up_daily(&copies, &format!("2026-11-0{day}")).unwrap();
            journal.back_up_daily(&copies, &format!("2026-11-0{day}")).unwrap();
        }
        assert_eq!(names(&copies).len(), DAILY_KEPT);
        assert_eq!(names(&copies)[0], "journal-2026-11-09.db");
        assert_eq!(names(&copies)[6], "journal-2026-11-03.db");

        std::fs::write(copies.join("journal-2026-11-09.db"), "no journal").unwrap();
        let good = Journal::newest_copy(&copies).unwrap();
        assert!(good.ends_with("journal-2026-11-08.db"), "{good:?}");
        assert_eq!(Journal::newest_copy(&folder.path().join("nowhere")), None);
    }

    #[test]
    fn what_is_forgotten_is_forgotten_in_the_copies_too() {
        let folder = tempfile::tempdir().unwrap();
        let copies = folder.path().join("backups");
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let gone = told(&mut journal, &begun(1), "i crashed the zeppelin hangar and told nobody about it");
        let kept = told(&mut journal, &begun(2), "i broke the weathercock");
        let page = StoryDraft { title: "the xylophone".to_owned(), ..StoryDraft::default() };
        let story = journal.add_story(&page, 1).unwrap();
        journal.back_up_daily(&copies, "2026-11-01").unwrap();
        journal.back_up(&folder.path().join("journal.before-4.db")).unwrap();
        journal.delete_take(&gone, 5).unwrap();
        journal.delete_story(&story.id, 5).unwrap();
        let all = journal.all_in_trash().unwrap();
        journal.forget_in_copies(&copies, &all, 5).unwrap();
        for copy in [copies.join("journal-2026-11-01.db"), folder.path().join("journal.before-4.db")] {
            let bytes = std::fs::read(&copy).unwrap();
            let holds = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!holds("zeppelin") && !holds("xylophone") && holds("weathercock"), "{copy:?}");
            let copy = Journal::open(&copy).unwrap();
            assert!(copy.report(&gone).is_err() && copy.report(&kept).is_ok());
        }
    }
}
