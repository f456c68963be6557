//! What came before a take: how its speaker usually does, how often its story was told, and what was asked after it. The
//! shell asks for it when a take is judged. Drills and follow-ups are no answers, and what is in the trash does not count.

use coach::Report;
use coach::report::Measures;

use crate::report::measures;
use crate::{Journal, JournalError};

/// Answers before the take `?1`.
const BEFORE: &str = "takes.id <> ?1 AND state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL \
    AND drill IS NULL AND started_ms <= (SELECT started_ms FROM takes WHERE id = ?1)";

/// And of its story.
const OF_ITS_STORY: &str = "story_id = (SELECT story_id FROM takes WHERE id = ?1)";

impl Journal {
    /// Composure in the whole of each earlier answer that was long enough to say, the latest first, `limit` of them at most.
    pub fn measures_before(&self, id: &str, limit: u32) -> Result<Vec<Measures>, JournalError> {
        let mut earlier = self.read().prepare_cached(&format!(
            "SELECT seconds, wpm, fillers_per_min, restarts_per_min, hesitations_per_min, fillers, restarts,
                    hesitations, enough
             FROM takes JOIN reports ON reports.take_id = takes.id
                  JOIN measures ON measures.take_id = takes.id AND stretch = 'whole'
             WHERE {BEFORE} AND kind = 'failure_answer' AND enough ORDER BY started_ms DESC LIMIT ?2"
        ))?;
        let measures = earlier.query_map((id, limit), |row| measures(row, 0))?.collect::<Result<_, _>>()?;
        Ok(measures)
    }

    /// How many answers of the same story were finished before this take; none, if it is of no story.
    pub fn takes_before(&self, id: &str) -> Result<u32, JournalError> {
        let count = self
            .read()
            .prepare_cached(&format!("SELECT count(*) FROM takes WHERE {BEFORE} AND {OF_ITS_STORY}"))?
            .query_row([id], |row| row.get(0))?;
        Ok(count)
    }

    /// The reports of the same story's earlier answers, the latest first, `limit` of them at most.
    pub fn reports_before(&self, id: &str, limit: u32) -> Result<Vec<Report>, JournalError> {
        let mut earlier = self.read().prepare_cached(&format!(
            "SELECT takes.id FROM takes JOIN reports ON reports.take_id = takes.id
             WHERE {BEFORE} AND {OF_ITS_STORY} ORDER BY started_ms DESC LIMIT ?2"
        ))?;
        let ids: Vec<String> = earlier.query_map((id, limit), |row| row.get(0))?.collect::<Result<_, _>>()?;
        ids.iter().map(|id| self.report(id)).collect()
    }

    /// The follow-up questions after this take's story's other recent answers.
    pub fn asked_before(&self, id: &str, takes: u32) -> Result<Vec<String>, JournalError> {
        let mut asked = self.read().prepare_cached(&format!(
            "SELECT question
             FROM (SELECT takes.id, started_ms FROM takes WHERE {BEFORE} AND {OF_ITS_STORY}
                   ORDER BY started_ms DESC LIMIT ?2) AS recent
             JOIN follow_ups ON follow_ups.take_id = recent.id ORDER BY started_ms DESC, position"
        ))?;
        let asked = asked.query_map((id, takes), |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use coach::{Setting, Take, judge, text};

    use super::*;
    use crate::takes::tests::begun;
    use crate::{Begun, Done, State};

    #[test]
    fn a_take_knows_its_story_and_what_was_asked_after_its_last_takes() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let draft = crate::StoryDraft {
            title: "payroll".to_owned(),
            outline: vec!["called the bank".to_owned()],
            ..crate::StoryDraft::default()
        };
        let story = journal.add_story(&draft, 1).unwrap().id;
        let mut take = |started_ms: i64, story: Option<&str>, asked: &str| {
            let begun = Begun { story: story.map(str::to_owned), ..begun(started_ms) };
            let id = journal.begin_take(&begun).unwrap();
            let words = text::words("i broke the build and i never ran the tests").unwrap();
            let mut report = judge(&Take::of_text(id.as_str(), words), &Setting::default());
            report.follow_ups = vec![asked.to_owned()];
            let (outline, sounds) = (None, None);
            let done = Done { state: State::Done, report: &report, coach_version: "test", outline, sounds };
            journal.finish_take(&id, &done).unwrap();
            id
        };
        let first = take(1_000, Some(&story), "Why?");
        let other = take(2_000, None, "Who?");
        let second = take(3_000, Some(&story), "When?");
        let last = take(4_000, Some(&story), "Where?");

        assert_eq!(journal.story_of(&first).unwrap().unwrap().page, draft);
        assert_eq!(journal.story_of(&other).unwrap(), None);
        let before = journal.reports_before(&last, 9).unwrap();
        assert_eq!(before, [journal.report(&second).unwrap(), journal.report(&first).unwrap()]);
        assert_eq!(journal.asked_before(&last, 1).unwrap(), ["When?"]);
        assert_eq!(journal.asked_before(&last, 9).unwrap(), ["When?", "Why?"]);
        assert!(journal.asked_before(&other, 9).unwrap().is_empty());
        let before: Vec<u32> =
            [&first, &second, &last, &other].map(|id| journal.takes_before(id).unwrap()).to_vec();
        assert_eq!(before, [0, 1, 2, 0]);
    }

    #[test]
    fn what_is_usual_comes_from_earlier_finished_answers_that_were_long_enough() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let mut keep = |started_ms, text: &str, state| {
            let id = journal.begin_take(&begun(started_ms)).unwrap();
            let report = judge(&Take::of_text(id.as_str(), text::words(text).unwrap()), &Setting::default());
            let done = Done { state, report: &report, coach_version: "test", outline: None, sounds: None };
            journal.finish_take(&id, &done).unwrap();
            (id, report.composure.whole)
        };
        let story = &"i broke the build and i never ran the tests so now a hook runs them ".repeat(4);
        keep(500, "i broke the build and i never ran the tests", State::Done);
        let (_, first) = keep(1_000, story, State::Done);
        keep(2_000, "the weather is nice", State::Done);
        let (_, second) = keep(3_000, &format!("um {story}"), State::Recovered);
        let (now, _) = keep(4_000, story, State::Done);
        keep(5_000, story, State::Done);
        assert_eq!(journal.measures_before(&now, 20).unwrap(), [second, first]);
        assert_eq!(journal.measures_before(&now, 1).unwrap(), [second]);
    }
}
