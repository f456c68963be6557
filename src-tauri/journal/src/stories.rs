//! Stories: the failures on paper.

use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::{Journal, JournalError};

/// One of the user's failures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Story {
    /// Stable id.
    pub id: String,
    /// A few words.
    pub title: String,
    /// Whatever else was written down.
    pub notes: String,
    /// How much it hurts, 1 to 5, once ranked.
    pub pain: Option<u8>,
}

/// What the user writes of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "as in Story")]
pub struct StoryDraft {
    pub title: String,
    pub notes: String,
    pub pain: Option<u8>,
}

impl Story {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, title: row.get(1)?, notes: row.get(2)?, pain: row.get(3)? })
    }
}

impl Journal {
    /// All stories, the most painful first, unranked ones last.
    pub fn stories(&self) -> Result<Vec<Story>, JournalError> {
        let mut select = self.read().prepare_cached(
            "SELECT id, title, notes, pain FROM stories ORDER BY pain IS NULL, pain DESC, created_ms, rowid",
        )?;
        let stories = select.query_map([], Story::from_row)?.collect::<Result<_, _>>()?;
        Ok(stories)
    }

    /// Writes down a new story.
    pub fn add_story(&mut self, draft: &StoryDraft, now_ms: i64) -> Result<Story, JournalError> {
        let write = self.write()?;
        let story = write
            .prepare_cached(
                "INSERT INTO stories (id, title, notes, pain, created_ms)
                 VALUES (lower(hex(randomblob(8))), :title, :notes, :pain, :now)
                 RETURNING id, title, notes, pain",
            )?
            .query_row(
                named_params! {
                    ":title": draft.title, ":notes": draft.notes, ":pain": draft.pain, ":now": now_ms,
                },
                Story::from_row,
            )?;
        write.commit()?;
        Ok(story)
    }

    /// Changes a story.
    pub fn change_story(&mut self, id: &str, draft: &StoryDraft) -> Result<(), JournalError> {
        let write = self.write()?;
        let changed = write
            .prepare_cached("UPDATE stories SET title = ?2, notes = ?3, pain = ?4 WHERE id = ?1")?
            .execute((id, &draft.title, &draft.notes, draft.pain))?;
        if changed == 0 {
            return Err(JournalError::NotFound { what: "story", id: id.to_owned() });
        }
        Ok(write.commit()?)
    }

    /// The points of a take's story that are to be said: the lines of its notes that begin with a dash.
    pub fn outline_of(&self, take: &str) -> Result<Vec<String>, JournalError> {
        let notes: Option<String> = self
            .read()
            .prepare_cached(
                "SELECT notes FROM stories JOIN takes ON takes.story_id = stories.id WHERE takes.id = ?1",
            )?
            .query_row([take], |row| row.get(0))
            .optional()?;
        let point = |line: &str| {
            let point = line.trim().strip_prefix(['-', '–', '•', '*'])?.trim();
            (!point.is_empty()).then(|| point.to_owned())
        };
        Ok(notes.unwrap_or_default().lines().filter_map(point).collect())
    }

    /// Removes a story; its takes stay, without one.
    pub fn remove_story(&mut self, id: &str) -> Result<(), JournalError> {
        let write = self.write()?;
        let removed = write.prepare_cached("DELETE FROM stories WHERE id = ?1")?.execute([id])?;
        if removed == 0 {
            return Err(JournalError::NotFound { what: "story", id: id.to_owned() });
        }
        Ok(write.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, pain: Option<u8>) -> StoryDraft {
        StoryDraft { title: title.to_owned(), notes: String::new(), pain }
    }

    #[test]
    fn stories_come_by_pain_with_the_unranked_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        journal.add_story(&draft("unranked", None), 1).unwrap();
        let mild = journal.add_story(&draft("mild", Some(1)), 2).unwrap();
        journal.add_story(&draft("raw", Some(5)), 3).unwrap();
        let titles = |journal: &Journal| -> Vec<String> {
            journal.stories().unwrap().into_iter().map(|story| story.title).collect()
        };
        assert_eq!(titles(&journal), ["raw", "mild", "unranked"]);

        journal.change_story(&mild.id, &draft("not so mild", Some(4))).unwrap();
        journal.remove_story(&journal.stories().unwrap()[0].id.clone()).unwrap();
        assert_eq!(titles(&journal), ["not so mild", "unranked"]);
        assert!(matches!(journal.remove_story("nobody"), Err(JournalError::NotFound { what: "story", .. })));
        assert!(journal.add_story(&draft("off the scale", Some(9)), 4).is_err());
    }
}
