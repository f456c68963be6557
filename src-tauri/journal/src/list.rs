//! The list of takes: a page of it, by story, question and plan; and the trash.

use coach::drill::Drill;
use coach::{Lens, Level};
use rusqlite::{OptionalExtension, Row, ToSql};
use serde::{Deserialize, Serialize};

use crate::report::named;
use crate::{Journal, JournalError, Mode, State};

/// A take in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TakeRow {
    /// Stable id; also the recording's file name, with `.wav`.
    pub id: String,
    /// The story it tells.
    pub story_id: Option<String>,
    /// Its title.
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
    /// Follow-ups on this take.
    pub parent: Option<String>,
    /// In which all of these words are begun, by what was said, by the story's title or by the name of its file.
    pub text: String,
    /// Which of them come first.
    pub order: Order,
    /// Those in the trash, instead of those that are not.
    pub in_trash: bool,
}

/// Which takes come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Order {
    #[default]
    Newest,
    Oldest,
    Longest,
    Shortest,
}

impl Order {
    fn sql(self) -> &'static str {
        match self {
            Order::Newest => "started_ms DESC, takes.rowid DESC",
            Order::Oldest => "started_ms, takes.rowid",
            Order::Longest => "duration_s DESC, takes.rowid DESC",
            Order::Shortest => "duration_s IS NULL, duration_s, takes.rowid DESC",
        }
    }
}

/// More words than these are not looked for.
const MOST_WORDS: usize = 8;

/// The beginnings of words that are looked for, as a pattern each.
fn patterns(text: &str) -> Vec<String> {
    let escaped = |word: &str| word.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    text.to_lowercase().split_whitespace().take(MOST_WORDS).map(|word| escaped(word) + "%").collect()
}

const ROW: &str = "SELECT takes.id, story_id, stories.title, question, plan, takes.level, mode, drill, parent, started_ms, state, \
    duration_s, coalesce((SELECT group_concat(text, ' ' ORDER BY position) FROM words \
    WHERE take_id = takes.id AND position < 12), ''), imported_from, takes.deleted_ms \
    FROM takes LEFT JOIN stories ON stories.id = takes.story_id";

impl TakeRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            story_id: row.get(1)?,
            story: row.get(2)?,
            question: row.get(3)?,
            plan: row.get(4)?,
            level: named(row, 5).ok(),
            mode: named(row, 6)?,
            drill: named(row, 7).ok(),
            parent: row.get(8)?,
            started_ms: row.get(9)?,
            state: row.get(10)?,
            duration_s: row.get(11)?,
            opening: row.get(12)?,
            imported_from: row.get(13)?,
            deleted_ms: row.get(14)?,
        })
    }
}

impl Journal {
    /// A page of the takes, in order, after `skip` others; discarded ones are left out.
    pub fn takes(&self, wanted: &Wanted, skip: u32, limit: u32) -> Result<Vec<TakeRow>, JournalError> {
        let order = wanted.order.sql();
        let patterns = patterns(&wanted.text);
        let said: Vec<String> = (0..patterns.len())
            .map(|n| {
                format!(
                    " AND (takes.id IN (SELECT take_id FROM words WHERE text LIKE :word{n} ESCAPE '\\')
                        OR story_id IN (SELECT id FROM stories WHERE ' ' || title LIKE '% ' || :word{n} ESCAPE '\\')
                        OR ' ' || imported_from LIKE '% ' || :word{n} ESCAPE '\\')"
                )
            })
            .collect();
        let mut select = self.read().prepare_cached(&format!(
            // The page first, then what is in it: the words of those that are skipped are not read.
            "{ROW} WHERE takes.rowid IN (
               SELECT rowid FROM takes
               WHERE state <> 'discarded' AND (deleted_ms IS NOT NULL) = :in_trash
                 AND (:story IS NULL OR story_id = :story)
                 AND (:question IS NULL OR question = :question)
                 AND (:plan IS NULL OR plan = :plan)
                 AND (:parent IS NULL OR parent = :parent)
                 {}
               ORDER BY {order} LIMIT :limit OFFSET :skip)
             ORDER BY {order}",
            said.concat()
        ))?;
        let question = wanted.question.map(Lens::id);
        let names: Vec<String> = (0..patterns.len()).map(|n| format!(":word{n}")).collect();
        let mut values: Vec<(&str, &dyn ToSql)> = vec![
            (":in_trash", &wanted.in_trash),
            (":story", &wanted.story),
            (":question", &question),
            (":plan", &wanted.plan),
            (":parent", &wanted.parent),
            (":limit", &limit),
            (":skip", &skip),
        ];
        values.extend(names.iter().zip(&patterns).map(|(name, word)| (name.as_str(), word as &dyn ToSql)));
        let takes = select.query_map(&values[..], TakeRow::from_row)?.collect::<Result<_, _>>()?;
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

    #[test]
    fn takes_are_found_by_what_was_said_in_any_order_and_come_as_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let draft =
            crate::StoryDraft { title: "The 100% payroll".to_owned(), ..crate::StoryDraft::default() };
        let story = Some(journal.add_story(&draft, 1).unwrap().id);
        let mut told = |text: &str, begun: crate::Begun| {
            let id = journal.begin_take(&begun).unwrap();
            let take = coach::Take::of_text(id.clone(), coach::text::words(text).unwrap());
            let report = coach::judge(&take, &coach::Setting::default());
            let done = crate::Done {
                state: State::Done,
                report: &report,
                coach_version: "1",
                outline: None,
                sounds: None,
            };
            journal.finish_take(&id, &done).unwrap();
            id
        };
        let short = told("i never checked the invoice", begun(1));
        let long = told("we lost the customer because i had checked nothing at all", begun(2));
        let of_story = told("nobody was paid", crate::Begun { story, ..begun(3) });
        let follow_up = told("twice", crate::Begun { parent: Some(short.clone()), ..begun(4) });
        let from_file =
            told("hello", crate::Begun { imported_from: Some("my 50_percent.wav".to_owned()), ..begun(5) });
        let found = |text: &str, order: Order| -> Vec<String> {
            let wanted = Wanted { text: text.to_owned(), order, ..Wanted::default() };
            journal.takes(&wanted, 0, 9).unwrap().into_iter().map(|take| take.id).collect()
        };
        assert_eq!(found("checked", Order::Newest), [long.clone(), short.clone()]);
        assert_eq!(found("CHECK", Order::Oldest), [short.clone(), long.clone()]);
        assert_eq!(found("inv checked", Order::Newest), std::slice::from_ref(&short));
        assert!(found("hecked", Order::Newest).is_empty());
        assert_eq!(found("payroll", Order::Newest), std::slice::from_ref(&of_story));
        assert_eq!(found("100%", Order::Newest), std::slice::from_ref(&of_story));
        assert!(found("1%0", Order::Newest).is_empty(), "a percent sign is no pattern");
        assert_eq!(found("50_p", Order::Newest), std::slice::from_ref(&from_file));
        assert!(found("5__p", Order::Newest).is_empty(), "nor is an underline");
        assert_eq!(found("o'clock \\", Order::Newest), [""; 0]);
        assert_eq!(found("", Order::Longest)[0], long);
        assert_eq!(found("  ", Order::Shortest).len(), 5);
        let of = Wanted { parent: Some(short), ..Wanted::default() };
        assert_eq!(journal.takes(&of, 0, 9).unwrap()[0].id, follow_up);
        let row = journal.take(&of_story).unwrap();
        assert_eq!((row.story.as_deref(), row.story_id.is_some()), (Some("The 100% payroll"), true));
    }
}
