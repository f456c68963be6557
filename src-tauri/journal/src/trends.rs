//! Trends: what the charts show of many takes, each by one query along an index. Follow-ups, drills, what is in the trash
//! and what was no failure answer are left out.

use coach::report::Measures;
use rusqlite::{OptionalExtension, Params, named_params};
use serde::{Deserialize, Serialize};

use crate::report::measures;
use crate::{Journal, JournalError, Stretch};

/// An answer on a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Point {
    /// The take.
    pub take: String,
    /// When it began, UTC milliseconds.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub started_ms: i64,
    /// Fraction of its time spent on the failure.
    pub failure_share: f64,
    /// Fraction spent on learning and change.
    pub learning_change_share: f64,
    /// Composure in the stretch that was asked for.
    pub measures: Measures,
    /// Means over it and up to four answers before.
    pub rolling: Rolling,
}

/// Means over five answers; of composure, over those of the five that were long enough to say.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "as in the measures")]
pub struct Rolling {
    pub failure_share: f64,
    pub learning_change_share: f64,
    pub wpm: Option<f64>,
    pub fillers_per_min: Option<f64>,
    pub restarts_per_min: Option<f64>,
    pub hesitations_per_min: Option<f64>,
}

/// So many answers a mean is over.
const FIVE: usize = 5;

impl Rolling {
    /// Means over an answer and those before it. SQLite's window would have every row written down twice.
    fn over(before: &[Point], last: &Point) -> Self {
        let said = |point: &Point| point.measures.enough.then_some(point.measures);
        let mean = |of: &dyn Fn(&Point) -> Option<f64>| {
            let values = before.iter().chain([last]).filter_map(of);
            let (sum, count) = values.fold((0.0, 0_u8), |(sum, count), value| (sum + value, count + 1));
            (count > 0).then(|| sum / f64::from(count))
        };
        Self {
            failure_share: mean(&|point| Some(point.failure_share)).unwrap_or_default(),
            learning_change_share: mean(&|point| Some(point.learning_change_share)).unwrap_or_default(),
            wpm: mean(&|point| said(point)?.wpm),
            fillers_per_min: mean(&|point| said(point)?.fillers_per_min),
            restarts_per_min: mean(&|point| said(point)?.restarts_per_min),
            hesitations_per_min: mean(&|point| said(point)?.hesitations_per_min),
        }
    }
}

/// Days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Streak {
    /// Up to today, or to yesterday if today has none yet.
    pub days: u32,
    /// The longest there was.
    pub longest: u32,
}

/// What can be best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Best {
    FewestFillers,
    FewestRestarts,
    FewestHesitations,
}

/// The best there was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PersonalBest {
    /// The take.
    pub take: String,
    /// When it began, UTC milliseconds.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub started_ms: i64,
    /// How many a minute.
    pub per_min: f64,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Answers, each with its report. The words are those of the index, so that SQLite takes it; `CROSS` has it begin there.
const ANSWERS: &str = "FROM takes CROSS JOIN reports INDEXED BY reports_on_charts ON reports.take_id = takes.id \
    WHERE state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL AND drill IS NULL \
      AND kind = 'failure_answer'";

fn trend(story: &str) -> String {
    format!(
        "SELECT takes.id, started_ms, failure_share, learning_change_share, seconds, wpm, fillers_per_min,
                restarts_per_min, hesitations_per_min, fillers, restarts, hesitations, enough
         FROM takes CROSS JOIN reports INDEXED BY reports_on_charts ON reports.take_id = takes.id
              JOIN measures ON measures.take_id = takes.id AND stretch = :stretch
         WHERE state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL AND drill IS NULL
               AND kind = 'failure_answer' {story}
         ORDER BY started_ms"
    )
}

fn streaks() -> String {
    format!(
        "WITH days AS (SELECT DISTINCT (started_ms + :offset) / {DAY_MS} AS day {ANSWERS}),
              runs AS (SELECT day, day - row_number() OVER (ORDER BY day) AS run FROM days)
         SELECT max(day), count(*) FROM runs GROUP BY run"
    )
}

fn best(of: Best) -> String {
    let measure = match of {
        Best::FewestFillers => "fillers_per_min",
        Best::FewestRestarts => "restarts_per_min",
        Best::FewestHesitations => "hesitations_per_min",
    };
    format!(
        "SELECT takes.id, started_ms, {measure}
         FROM takes CROSS JOIN reports INDEXED BY reports_on_charts ON reports.take_id = takes.id
              JOIN measures ON measures.take_id = takes.id AND stretch = 'whole'
         WHERE state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL AND drill IS NULL
               AND kind = 'failure_answer' AND enough AND {measure} IS NOT NULL
         ORDER BY {measure}, started_ms DESC LIMIT 1"
    )
}

fn ends(order: &str) -> String {
    format!("SELECT id {ANSWERS} AND story_id = ?1 ORDER BY started_ms {order}, takes.rowid {order} LIMIT 1")
}

impl Journal {
    /// All answers, or those of one story, the oldest first, with composure in one stretch of each.
    pub fn trend(&self, story: Option<&str>, stretch: Stretch) -> Result<Vec<Point>, JournalError> {
        match story {
            None => self.points(&trend(""), named_params! { ":stretch": stretch }),
            Some(story) => self.points(
                &trend("AND story_id = :story"),
                named_params! { ":stretch": stretch, ":story": story },
            ),
        }
    }

    fn points(&self, sql: &str, values: impl Params) -> Result<Vec<Point>, JournalError> {
        let mut select = self.read().prepare_cached(sql)?;
        let mut rows = select.query(values)?;
        let mut points: Vec<Point> = Vec::new();
        while let Some(row) = rows.next()? {
            let mut point = Point {
                take: row.get(0)?,
                started_ms: row.get(1)?,
                failure_share: row.get(2)?,
                learning_change_share: row.get(3)?,
                measures: measures(row, 4)?,
                rolling: Rolling::default(),
            };
            let before = &points[points.len().saturating_sub(FIVE - 1)..];
            point.rolling = Rolling::over(before, &point);
            points.push(point);
        }
        Ok(points)
    }

    /// On how many days in a row an answer was told. `offset_ms` is how far the user's clock is ahead of UTC.
    pub fn streak(&self, now_ms: i64, offset_ms: i64) -> Result<Streak, JournalError> {
        let today = (now_ms + offset_ms).div_euclid(DAY_MS);
        let mut select = self.read().prepare_cached(&streaks())?;
        let runs = select.query_map(named_params! { ":offset": offset_ms }, |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?))
        })?;
        let mut streak = Streak::default();
        for run in runs {
            let (last, days) = run?;
            streak.longest = streak.longest.max(days);
            if last >= today - 1 {
                streak.days = days;
            }
        }
        Ok(streak)
    }

    /// The best answer there was; `None` while none was long enough to say.
    pub fn personal_best(&self, of: Best) -> Result<Option<PersonalBest>, JournalError> {
        let best = self
            .read()
            .prepare_cached(&best(of))?
            .query_row([], |row| {
                Ok(PersonalBest { take: row.get(0)?, started_ms: row.get(1)?, per_min: row.get(2)? })
            })
            .optional()?;
        Ok(best)
    }

    /// A story's first answer and its last; `None` while there are not two.
    pub fn first_and_last(&self, story: &str) -> Result<Option<(String, String)>, JournalError> {
        let end = |order: &str| -> Result<Option<String>, JournalError> {
            let id =
                self.read().prepare_cached(&ends(order))?.query_row([story], |row| row.get(0)).optional()?;
            Ok(id)
        };
        let (first, last) = (end("ASC")?, end("DESC")?);
        Ok(first.zip(last).filter(|(first, last)| first != last))
    }
}

#[cfg(test)]
mod tests {
    use coach::Part;
    use coach::drill::Drill;

    use super::*;
    use crate::takes::tests::{begun, told};
    use crate::{Begun, StoryDraft};

    const STORY: &str = "two years ago i ran the move of our clinic's appointment book and on the first monday it went \
        wrong and sixty patients had the wrong time on their letters um i assumed the new system would keep the old \
        time zone and i never opened a single letter to check i told the practice manager that morning and i called \
        every patient on the list myself i learned that being finished is not the same as being right since then i \
        print ten real letters before every change and that check has caught two mistakes";

    #[test]
    fn a_trend_shows_answers_only_with_their_rolling_means() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let draft = StoryDraft { title: "letters".to_owned(), ..StoryDraft::default() };
        let story = journal.add_story(&draft, 1).unwrap().id;
        let of_story = |n| Begun { story: Some(story.clone()), ..begun(n) };
        let ids: Vec<String> = (0_u8..7)
            .map(|n| {
                let fillers = "um ".repeat(n.into());
                let at = if n % 2 == 0 { of_story(n.into()) } else { begun(n.into()) };
                told(&mut journal, &at, &format!("{fillers}{STORY}"))
            })
            .collect();
        told(&mut journal, &Begun { drill: Some(Drill::OwnIt), ..begun(20) }, STORY);
        told(&mut journal, &Begun { parent: Some(ids[0].clone()), ..begun(21) }, STORY);
        told(&mut journal, &begun(22), "the weather is nice");
        let deleted = told(&mut journal, &begun(23), STORY);
        journal.delete_take(&deleted, 30).unwrap();

        let all = journal.trend(None, Stretch::Whole).unwrap();
        assert_eq!(all.iter().map(|point| point.take.clone()).collect::<Vec<_>>(), ids);
        for (at, point) in all.iter().enumerate() {
            assert_eq!(point.measures, journal.report(&point.take).unwrap().composure.whole);
            let five = &all[at.saturating_sub(4)..=at];
            let of: Vec<f64> = five.iter().filter_map(|point| point.measures.fillers_per_min).collect();
            let mean = of.iter().sum::<f64>() / of.len() as f64;
            assert!((point.rolling.fillers_per_min.unwrap() - mean).abs() < 1e-9, "at {at}");
        }
        let of_one = journal.trend(Some(&story), Stretch::Part(Part::Ownership)).unwrap();
        assert_eq!(of_one.len(), 4);
        let report = journal.report(&ids[2]).unwrap();
        assert_eq!(of_one[1].measures, report.composure.by_part.ownership);

        let best = journal.personal_best(Best::FewestFillers).unwrap().unwrap();
        assert_eq!(best.take, ids[0]);
        assert_eq!(journal.first_and_last(&story).unwrap(), Some((ids[0].clone(), ids[6].clone())));
        assert_eq!(journal.first_and_last("nobody").unwrap(), None);
    }

    #[test]
    fn a_streak_counts_days_where_the_user_lives() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let hour = DAY_MS / 24;
        // The 1st, 2nd, 3rd, then the 6th and 7th; two on the 2nd.
        for hours in [10, 30, 40, 60, 5 * 24 + 3, 6 * 24 + 23] {
            told(&mut journal, &begun(hours * hour), STORY);
        }
        let at = |day: i64, offset: i64| journal.streak(day * DAY_MS + 12 * hour, offset * hour).unwrap();
        assert_eq!(at(6, 0), Streak { days: 2, longest: 3 });
        assert_eq!(at(7, 0), Streak { days: 2, longest: 3 }, "today may still come");
        assert_eq!(at(8, 0), Streak { days: 0, longest: 3 });
        // Two hours to the east the last one was told on the 8th, so the 7th has none.
        assert_eq!(at(7, 2), Streak { days: 1, longest: 3 });
    }

    #[test]
    fn no_trend_reads_words_or_fillers_or_all_of_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let bests = [Best::FewestFillers, Best::FewestRestarts, Best::FewestHesitations].map(best);
        let queries = [trend(""), trend("AND story_id = :story"), streaks(), ends("ASC"), ends("DESC")];
        for query in queries.iter().chain(&bests) {
            let mut explain = journal.read().prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
            // What is asked for does not matter to how it is found.
            let mut steps = explain.raw_query();
            while let Some(step) = steps.next().unwrap() {
                let detail: String = step.get(3).unwrap();
                let reads_table =
                    ["takes", "reports", "measures"].iter().any(|table| detail == format!("SCAN {table}"));
                assert!(
                    !reads_table && !detail.contains("words") && !detail.contains("fillers"),
                    "{detail}\n{query}"
                );
            }
        }
    }
}
