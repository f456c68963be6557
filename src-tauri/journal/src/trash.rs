//! The trash: what was deleted can be had back for thirty days. Then, or at once when the user says so, it goes for good,
//! from the automatic copies as well.

use crate::{Journal, JournalError};

/// So long what was deleted can be had back.
pub const TRASH_DAYS: u32 = 30;

/// In the settings while what was forgotten may still be read in the file.
const TO_WRITE_ANEW: &str = "to be written anew";

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Journal {
    /// Moves a take and its follow-ups to the trash.
    pub fn delete_take(&mut self, id: &str, now_ms: i64) -> Result<(), JournalError> {
        self.change_take(
            "UPDATE takes SET deleted_ms = ?2 WHERE (id = ?1 OR parent = ?1) AND deleted_ms IS NULL",
            (id, now_ms),
            id,
        )
    }

    /// Takes a take out of the trash, with the follow-ups that were deleted with it, or with the take that it follows up on:
    /// without that it would be no answer, and go when that goes.
    pub fn undelete_take(&mut self, id: &str) -> Result<(), JournalError> {
        self.change_take(
            "UPDATE takes SET deleted_ms = NULL
             WHERE id = ?1 OR id = (SELECT parent FROM takes WHERE id = ?1)
                OR parent = ?1 AND deleted_ms = (SELECT deleted_ms FROM takes WHERE id = ?1)",
            [id],
            id,
        )
    }

    /// Moves a story to the trash; its takes stay.
    pub fn delete_story(&mut self, id: &str, now_ms: i64) -> Result<(), JournalError> {
        self.change_story_row("UPDATE stories SET deleted_ms = ?2 WHERE id = ?1", (id, now_ms), id)
    }

    /// Takes a story out of the trash.
    pub fn undelete_story(&mut self, id: &str) -> Result<(), JournalError> {
        self.change_story_row("UPDATE stories SET deleted_ms = NULL WHERE id = ?1", [id], id)
    }

    /// Takes that were in the trash for thirty days.
    pub fn due_in_trash(&self, now_ms: i64) -> Result<Vec<String>, JournalError> {
        self.in_trash_since(now_ms - i64::from(TRASH_DAYS) * DAY_MS)
    }

    /// All takes in the trash.
    pub fn all_in_trash(&self) -> Result<Vec<String>, JournalError> {
        self.in_trash_since(i64::MAX)
    }

    fn in_trash_since(&self, moment_ms: i64) -> Result<Vec<String>, JournalError> {
        let mut select = self
            .read()
            .prepare_cached("SELECT id FROM takes WHERE deleted_ms IS NOT NULL AND deleted_ms <= ?1")?;
        let ids = select.query_map([moment_ms], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// Stories that were deleted by then.
    pub(crate) fn stories_in_trash_since(&self, moment_ms: i64) -> Result<Vec<String>, JournalError> {
        let mut select = self
            .read()
            .prepare_cached("SELECT id FROM stories WHERE deleted_ms IS NOT NULL AND deleted_ms <= ?1")?;
        let ids = select.query_map([moment_ms], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// Forgets takes and all that is known of them, and the stories that were deleted by then, so that nothing of either
    /// can be read in the file; not those that were put back meanwhile. Their recordings are the caller's to remove, before this.
    pub fn forget(&mut self, takes: &[String], stories_until_ms: i64) -> Result<(), JournalError> {
        let write = self.write()?;
        {
            let mut delete =
                write.prepare_cached("DELETE FROM takes WHERE id = ?1 AND deleted_ms IS NOT NULL")?;
            for id in takes {
                delete.execute([id])?;
            }
        }
        let stories = write
            .prepare_cached("DELETE FROM stories WHERE deleted_ms IS NOT NULL AND deleted_ms <= ?1")?
            .execute([stories_until_ms])?;
        if !takes.is_empty() || stories > 0 {
            // Noted with it, so that it is not left undone if it cannot be done now.
            write.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, '')", [TO_WRITE_ANEW])?;
        }
        write.commit()?;
        self.write_anew_if_due()
    }

    /// Writes the whole file anew where something was forgotten: SQLite moves rows from page to page as a table grows and
    /// leaves them in the free space of the old ones, where removing them later does not reach.
    fn write_anew_if_due(&self) -> Result<(), JournalError> {
        let due =
            self.read().prepare_cached("SELECT 1 FROM settings WHERE key = ?1")?.exists([TO_WRITE_ANEW])?;
        if !due {
            return Ok(());
        }
        self.read().execute_batch("VACUUM")?;
        // The log beside the file, and the file until the log is taken into it, still have the pages as they were.
        let is_read: bool = self.read().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_read {
            return Err(JournalError::InUse(self.path().to_owned()));
        }
        self.read().execute("DELETE FROM settings WHERE key = ?1", [TO_WRITE_ANEW])?;
        Ok(())
    }

    /// Stories deleted before this go when the trash is emptied of what is due.
    #[must_use]
    pub fn due_before(now_ms: i64) -> i64 {
        now_ms - i64::from(TRASH_DAYS) * DAY_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::{begun, told};
    use crate::{Begun, StoryDraft, Wanted};

    fn listed(journal: &Journal, in_trash: bool) -> Vec<String> {
        let wanted = Wanted { in_trash, ..Wanted::default() };
        journal.takes(&wanted, 0, 99).unwrap().into_iter().map(|take| take.id).collect()
    }

    #[test]
    fn a_take_and_its_follow_ups_go_to_the_trash_and_come_back_together() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let take = told(&mut journal, &begun(1), "i broke it");
        let follow_up = |n| Begun { parent: Some(take.clone()), ..begun(n) };
        let (early, late) = (follow_up(2), follow_up(3));
        let early = told(&mut journal, &early, "last spring");
        let late = told(&mut journal, &late, "nobody");
        journal.delete_take(&early, 50).unwrap();
        journal.delete_take(&take, 100).unwrap();
        assert!(listed(&journal, false).is_empty());
        assert_eq!(listed(&journal, true), [late.clone(), early.clone(), take.clone()]);
        journal.undelete_take(&take).unwrap();
        assert_eq!(
            listed(&journal, false),
            [late, take.clone()],
            "what was deleted before stays in the trash"
        );
        assert_eq!(listed(&journal, true), std::slice::from_ref(&early));
        journal.undelete_take(&early).unwrap();
        journal.delete_take(&take, 200).unwrap();
        let due = journal.all_in_trash().unwrap();
        assert_eq!(due.len(), 3);
        journal.undelete_take(&early).unwrap();
        assert_eq!(listed(&journal, false), [early.clone(), take.clone()], "with what it follows up on");
        journal.forget(&due, 0).unwrap();
        assert_eq!(listed(&journal, false), [early, take.clone()], "what was put back meanwhile stays");
        journal.delete_take(&take, 200).unwrap();
        assert!(matches!(journal.delete_take(&take, 300), Err(JournalError::NotFound { .. })), "only once");
    }

    #[test]
    fn what_is_forgotten_cannot_be_read_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        let words = "i crashed the zeppelin hangar and never told the quartermaster about it afterwards";
        let gone = told(&mut journal, &begun(1), words);
        let kept = told(&mut journal, &begun(2), "i broke it");
        let page = StoryDraft { title: "the xylophone".to_owned(), ..StoryDraft::default() };
        let story = journal.add_story(&page, 1).unwrap();
        journal.delete_story(&story.id, 5).unwrap();
        journal.delete_take(&gone, 10).unwrap();
        let month = i64::from(TRASH_DAYS) * DAY_MS;
        assert!(journal.due_in_trash(month + 9).unwrap().is_empty());
        let due = journal.due_in_trash(month + 10).unwrap();
        assert_eq!(due, std::slice::from_ref(&gone));
        journal.forget(&due, 4).unwrap();
        journal.undelete_story(&story.id).unwrap();
        journal.delete_story(&story.id, 5).unwrap();
        journal.forget(&[], 5).unwrap();
        assert!(matches!(journal.report(&gone), Err(JournalError::NotFound { .. })));
        assert_eq!(listed(&journal, false), [kept]);
        for file in ["journal.db", "journal.db-wal"] {
            let bytes = std::fs::read(path.with_file_name(file)).unwrap();
            for word in ["zeppelin", "quartermaster", "xylophone"] {
                let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!found, "{word} in {file}");
            }
        }
    }
}
