//! Stories: the failures on paper.

use coach::{Level, Parts};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Params, Row, Transaction, named_params};
use serde::{Deserialize, Serialize};

use crate::report::named;
use crate::{Journal, JournalError};

/// One of the user's failures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Story {
    /// Stable id.
    pub id: String,
    /// What is on its page.
    #[serde(flatten)]
    pub page: StoryDraft,
}

/// What the user writes of a story.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StoryDraft {
    /// A few words.
    pub title: String,
    /// Whatever else was written down.
    pub notes: String,
    /// How much it hurts, 1 to 5, once ranked.
    pub pain: Option<u8>,
    /// What there is to say, part by part.
    pub arc: Parts<String>,
    /// The points that are to be said.
    pub outline: Vec<String>,
    /// The level it is told for.
    pub level: Option<Level>,
    /// The role it is told for.
    pub role: String,
    /// What that role must be able to do above all.
    pub core_skills: Vec<String>,
    /// When it happened, as the user says it.
    pub happened: String,
    /// Which kind of story it is.
    pub shape: Option<Shape>,
    /// What of a good story the user has found in it.
    pub checks: Vec<Check>,
    /// Put away: not to be told for now.
    pub archived: bool,
}

/// Shapes of stories that work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The over-confident decision.
    Overconfident,
    /// The skipped maintenance.
    Skipped,
    /// The interpersonal misread.
    Misread,
}

/// What a story is checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Check {
    Real,
    Mine,
    Meaningful,
    NotDisqualifying,
    Concluded,
    Recent,
    Level,
}

impl Story {
    pub(crate) const COLUMNS: &str = "stories.id, title, notes, pain, failure, ownership, action, learning, change, \
        outline, stories.level, role, core_skills, happened, shape, checks, archived";

    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let lines = |at| row.get(at).map(|text: String| from_lines(&text));
        let checks: String = row.get(15)?;
        let page = StoryDraft {
            title: row.get(1)?,
            notes: row.get(2)?,
            pain: row.get(3)?,
            arc: Parts {
                failure: row.get(4)?,
                ownership: row.get(5)?,
                action: row.get(6)?,
                learning: row.get(7)?,
                change: row.get(8)?,
                other: String::new(),
            },
            outline: lines(9)?,
            level: named(row, 10).ok(),
            role: row.get(11)?,
            core_skills: lines(12)?,
            happened: row.get(13)?,
            shape: named(row, 14).ok(),
            checks: if checks.is_empty() {
                Vec::new()
            } else {
                let unreadable = |error: serde_json::Error| {
                    rusqlite::Error::FromSqlConversionFailure(15, Type::Text, error.into())
                };
                serde_json::from_str(&checks).map_err(unreadable)?
            },
            archived: row.get(16)?,
        };
        Ok(Self { id: row.get(0)?, page })
    }

    pub(crate) fn insert(&self, write: &Transaction<'_>, created_ms: i64) -> Result<(), JournalError> {
        write
            .prepare_cached("INSERT INTO stories (id, title, created_ms) VALUES (?1, '', ?2)")?
            .execute((&self.id, created_ms))?;
        self.page.keep(write, &self.id)?;
        Ok(())
    }
}

impl StoryDraft {
    /// Writes the page; how many stories have that id.
    fn keep(&self, write: &Transaction<'_>, id: &str) -> Result<usize, JournalError> {
        let unreadable = |reason| JournalError::Unreadable { what: "a story", reason };
        let shape = self.shape.map(crate::name::Named);
        let checks = serde_json::to_string(&self.checks).map_err(unreadable)?;
        let changed = write
            .prepare_cached(
                "UPDATE stories SET title = :title, notes = :notes, pain = :pain, failure = :failure,
                        ownership = :ownership, action = :action, learning = :learning, change = :change,
                        outline = :outline, level = :level, role = :role, core_skills = :skills,
                        happened = :happened, shape = :shape, checks = :checks, archived = :archived
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id, ":title": self.title, ":notes": self.notes, ":pain": self.pain,
                ":failure": self.arc.failure, ":ownership": self.arc.ownership, ":action": self.arc.action,
                ":learning": self.arc.learning, ":change": self.arc.change,
                ":outline": to_lines(&self.outline), ":level": self.level.map(Level::id), ":role": self.role,
                ":skills": to_lines(&self.core_skills), ":happened": self.happened, ":shape": shape,
                ":checks": checks, ":archived": self.archived,
            })?;
        Ok(changed)
    }
}

/// A list as it stands in a column, a line each.
fn to_lines(list: &[String]) -> String {
    let lines: Vec<&str> = list.iter().flat_map(|entry| entry.lines()).map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

fn from_lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl Journal {
    /// All stories, the most painful first, unranked ones and then those put away last.
    pub fn stories(&self) -> Result<Vec<Story>, JournalError> {
        let mut select = self.read().prepare_cached(&format!(
            "SELECT {} FROM stories WHERE deleted_ms IS NULL
             ORDER BY archived, pain IS NULL, pain DESC, created_ms, rowid",
            Story::COLUMNS
        ))?;
        let stories = select.query_map([], Story::from_row)?.collect::<Result<_, _>>()?;
        Ok(stories)
    }

    /// Stories in the trash, the last deleted first.
    pub fn stories_in_trash(&self) -> Result<Vec<Story>, JournalError> {
        let mut select = self.read().prepare_cached(&format!(
            "SELECT {} FROM stories WHERE deleted_ms IS NOT NULL ORDER BY deleted_ms DESC, rowid",
            Story::COLUMNS
        ))?;
        let stories = select.query_map([], Story::from_row)?.collect::<Result<_, _>>()?;
        Ok(stories)
    }

    /// Writes down a new story.
    pub fn add_story(&mut self, draft: &StoryDraft, now_ms: i64) -> Result<Story, JournalError> {
        let write = self.write()?;
        let id = write.query_row("SELECT lower(hex(randomblob(8)))", [], |row| row.get(0))?;
        Story { id, page: draft.clone() }.insert(&write, now_ms)?;
        let story = write
            .prepare_cached(&format!("SELECT {} FROM stories ORDER BY rowid DESC LIMIT 1", Story::COLUMNS))?
            .query_row([], Story::from_row)?;
        write.commit()?;
        Ok(story)
    }

    /// Changes a story.
    pub fn change_story(&mut self, id: &str, draft: &StoryDraft) -> Result<(), JournalError> {
        let write = self.write()?;
        if draft.keep(&write, id)? == 0 {
            return Err(JournalError::NotFound { what: "story", id: id.to_owned() });
        }
        Ok(write.commit()?)
    }

    pub(crate) fn change_story_row(
        &mut self,
        sql: &str,
        values: impl Params,
        id: &str,
    ) -> Result<(), JournalError> {
        let write = self.write()?;
        if write.prepare_cached(sql)?.execute(values)? == 0 {
            return Err(JournalError::NotFound { what: "story", id: id.to_owned() });
        }
        Ok(write.commit()?)
    }

    /// The story that a take tells.
    pub fn story_of(&self, take: &str) -> Result<Option<Story>, JournalError> {
        let story = self
            .read()
            .prepare_cached(&format!(
                "SELECT {} FROM stories JOIN takes ON takes.story_id = stories.id WHERE takes.id = ?1",
                Story::COLUMNS
            ))?
            .query_row([take], Story::from_row)
            .optional()?;
        Ok(story)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, pain: Option<u8>) -> StoryDraft {
        StoryDraft { title: title.to_owned(), pain, ..StoryDraft::default() }
    }

    #[test]
    fn stories_come_by_pain_with_the_unranked_and_the_put_away_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        journal.add_story(&draft("unranked", None), 1).unwrap();
        let mild = journal.add_story(&draft("mild", Some(1)), 2).unwrap();
        journal.add_story(&draft("raw", Some(5)), 3).unwrap();
        journal.add_story(&StoryDraft { archived: true, ..draft("put away", Some(4)) }, 3).unwrap();
        let titles = |journal: &Journal| -> Vec<String> {
            journal.stories().unwrap().into_iter().map(|story| story.page.title).collect()
        };
        assert_eq!(titles(&journal), ["raw", "mild", "unranked", "put away"]);

        journal.change_story(&mild.id, &draft("not so mild", Some(4))).unwrap();
        let raw = journal.stories().unwrap()[0].id.clone();
        journal.delete_story(&raw, 9).unwrap();
        assert_eq!(titles(&journal), ["not so mild", "unranked", "put away"]);
        journal.undelete_story(&raw).unwrap();
        assert_eq!(titles(&journal)[0], "raw");
        assert!(matches!(
            journal.delete_story("nobody", 9),
            Err(JournalError::NotFound { what: "story", .. })
        ));
        assert!(journal.add_story(&draft("off the scale", Some(9)), 4).is_err());
    }

    #[test]
    fn the_whole_page_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let page = StoryDraft {
            title: "payroll".to_owned(),
            notes: "It cost a week.\n\nAnd a friend.".to_owned(),
            pain: Some(3),
            arc: Parts::from_fn(|part| match part {
                coach::Part::Other => String::new(),
                part => format!("what there is to say of the {}", part.id()),
            }),
            outline: vec!["called the bank".to_owned(), "told the team".to_owned()],
            level: Some(Level::Ic5),
            role: "accountant".to_owned(),
            core_skills: vec!["bookkeeping".to_owned(), "accuracy".to_owned()],
            happened: "spring 2023".to_owned(),
            shape: Some(Shape::Skipped),
            checks: vec![Check::Real, Check::NotDisqualifying],
            archived: false,
        };
        let story = journal.add_story(&page, 1).unwrap();
        assert_eq!(story.page, page);
        assert_eq!(journal.stories().unwrap(), [story]);
    }
}
