//! The list of takes: a page of it, by story, question and plan; and the trash.

use coach::drill::Drill;
use coach::{Lens, Level};
use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::report::named;
use crate::{Journal, JournalError, Mode, State};

/// A take in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TakeRow {
    /// Stable id; also the recording's file name, with `.wav`.
    pub id: String,
    /// The story it tells, by title.
    pub story: Option<String>,
    /// The question that was asked.
    pub question: String,
    /// The plan it was measured against.
    pub plan: String,
    /// The level it was told for.
    pub level: Option<Level>,
    /// How it was rehearsed.
    pub mode: Mode,
    /// The drill it was, if it was one.
    pub drill: Option<Drill>,
    /// The take it follows up on, if it does.
    pub parent: Option<String>,
    /// When it began, UTC milliseconds.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub started_ms: i64,
    /// Where it is in its life.
    pub state: State,
    /// Its length, once known.
    pub duration_s: Option<f64>,
    /// Its first words, once heard.
    pub opening: String,
    /// What the file was called that it was imported from.
    pub imported_from: Option<String>,
    /// When it was moved to the trash, UTC milliseconds.
    #[cfg_attr(feature = "specta", specta(type = Option<f64>))]
    pub deleted_ms: Option<i64>,
}

/// Which takes are wanted. The default wants all that are not in the trash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Wanted {
    /// Of this story.
    pub story: Option<String>,
    /// Asked so.
    pub question: Option<Lens>,
    /// Measured against this plan.
    pub plan: Option<String>,
    /// Those in the trash, instead of those that are not.
    pub in_trash: bool,
}

const ROW: &str = "SELECT takes.id, stories.title, question, plan, takes.level, mode, drill, parent, started_ms, state, \
    duration_s, coalesce((SELECT group_concat(text, ' ' ORDER BY position) FROM words \
    WHERE take_id = takes.id AND position < 12), ''), imported_from, takes.deleted_ms \
    FROM takes LEFT JOIN stories ON stories.id = takes.story_id";

impl TakeRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            story: row.get(1)?,
            question: row.get(2)?,
            plan: row.get(3)?,
            level: named(row, 4).ok(),
            mode: named(row, 5)?,
            drill: named(row, 6).ok(),
            parent: row.get(7)?,
            started_ms: row.get(8)?,
            state: row.get(9)?,
            duration_s: row.get(10)?,
            opening: row.get(11)?,
            imported_from: row.get(12)?,
            deleted_ms: row.get(13)?,
        })
    }
}

impl Journal {
    /// A page of the takes, the newest first, after `skip` others; discarded ones are left out.
    pub fn takes(&self, wanted: &Wanted, skip: u32, limit: u32) -> Result<Vec<TakeRow>, JournalError> {
        let mut select = self.read().prepare_cached(&format!(
            // The page first, then what is in it: the words of those that are skipped are not read.
            "{ROW} WHERE takes.rowid IN (
               SELECT rowid FROM takes
               WHERE state <> 'discarded' AND (deleted_ms IS NOT NULL) = :in_trash
                 AND (:story IS NULL OR story_id = :story)
                 AND (:question IS NULL OR question = :question)
                 AND (:plan IS NULL OR plan = :plan)
               ORDER BY started_ms DESC, rowid DESC LIMIT :limit OFFSET :skip)
             ORDER BY started_ms DESC, takes.rowid DESC"
        ))?;
        let takes = select
            .query_map(
                named_params! {
                    ":in_trash": wanted.in_trash, ":story": wanted.story,
                    ":question": wanted.question.map(Lens::id), ":plan": wanted.plan, ":limit": limit,
                    ":skip": skip,
                },
                TakeRow::from_row,
            )?
            .collect::<Result<_, _>>()?;
        Ok(takes)
    }

    /// One take, in the trash or not.
    pub fn take(&self, id: &str) -> Result<TakeRow, JournalError> {
        let take = self
            .read()
            .prepare_cached(&format!("{ROW} WHERE takes.id = ?1"))?
            .query_row([id], TakeRow::from_row)
            .optional()?;
        take.ok_or_else(|| JournalError::NotFound { what: "take", id: id.to_owned() })
    }

    /// How many takes there are beside discarded ones and those in the trash.
    pub fn take_count(&self) -> Result<u32, JournalError> {
        let count = self
            .read()
            .prepare_cached("SELECT count(*) FROM takes WHERE state <> 'discarded' AND deleted_ms IS NULL")?
            .query_row([], |row| row.get(0))?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::begun;

    #[test]
    fn takes_come_newest_first_and_discarded_ones_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let first = journal.begin_take(&begun(1_000)).unwrap();
        let second = journal.begin_take(&begun(2_000)).unwrap();
        let third = journal.begin_take(&begun(3_000)).unwrap();
        journal.take_state(&second, State::Discarded).unwrap();
        let ids = |journal: &Journal, skip| -> Vec<String> {
            let page = journal.takes(&Wanted::default(), skip, 10).unwrap();
            page.into_iter().map(|take| take.id).collect()
        };
        assert_eq!(ids(&journal, 0), [third, first.clone()]);
        assert_eq!(ids(&journal, 1), std::slice::from_ref(&first));
        assert_eq!(journal.take_count().unwrap(), 2);
        assert_eq!(journal.unfinished_takes().unwrap()[0].0, first);
        assert!(matches!(
            journal.take_state("nobody", State::Done),
            Err(JournalError::NotFound { what: "take", .. })
        ));
    }

    #[test]
    fn takes_are_found_by_story_question_and_plan() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let draft = crate::StoryDraft { title: "payroll".to_owned(), ..crate::StoryDraft::default() };
        let story = journal.add_story(&draft, 1).unwrap().id;
        let of_story = crate::Begun { story: Some(story.clone()), ..begun(1) };
        let told = journal.begin_take(&of_story).unwrap();
        let conflict = crate::Begun { question: Lens::Conflict, plan: "short".to_owned(), ..begun(2) };
        let asked = journal.begin_take(&conflict).unwrap();
        let found = |wanted: Wanted| -> Vec<String> {
            journal.takes(&wanted, 0, 9).unwrap().into_iter().map(|take| take.id).collect()
        };
        assert_eq!(found(Wanted { story: Some(story), ..Wanted::default() }), std::slice::from_ref(&told));
        assert_eq!(
            found(Wanted { question: Some(Lens::Conflict), ..Wanted::default() }),
            std::slice::from_ref(&asked)
        );
        assert_eq!(found(Wanted { plan: Some("quarter".to_owned()), ..Wanted::default() }), [told]);
        assert!(found(Wanted { in_trash: true, ..Wanted::default() }).is_empty());
    }
}
