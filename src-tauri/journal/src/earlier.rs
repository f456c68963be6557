//! What came before a take: how its speaker usually does, how often its story was told, and what was asked after it. The
//! shell asks for it when a take is judged.

use coach::report::Measures;

use crate::{Journal, JournalError};

impl Journal {
    /// Composure in the whole of each earlier take, the latest first, `limit` of them at most.
    pub fn measures_before(&self, id: &str, limit: u32) -> Result<Vec<Measures>, JournalError> {
        let mut earlier = self.read().prepare_cached(
            "SELECT json_extract(reports.json, '$.composure.whole')
             FROM takes JOIN reports ON reports.take_id = takes.id
             WHERE takes.id <> ?1 AND takes.state IN ('done', 'recovered')
               AND takes.started_ms <= (SELECT started_ms FROM takes WHERE id = ?1)
               AND json_extract(reports.json, '$.kind') = 'failure_answer'
             ORDER BY takes.started_ms DESC LIMIT ?2",
        )?;
        let stored = earlier.query_map((id, limit), |row| row.get::<_, Option<String>>(0))?;
        let mut measures = Vec::new();
        for json in stored {
            // A report of before this was measured has none.
            if let Some(json) = json? {
                let unreadable = |reason| JournalError::Unreadable { what: "report", reason };
                measures.push(serde_json::from_str(&json).map_err(unreadable)?);
            }
        }
        Ok(measures)
    }

    /// How many takes of the same story were finished before this one; none, if it is of no story.
    pub fn takes_before(&self, id: &str) -> Result<u32, JournalError> {
        let count = self
            .read()
            .prepare_cached(
                "SELECT count(*) FROM takes
                 WHERE id <> ?1 AND state IN ('done', 'recovered')
                   AND story_id = (SELECT story_id FROM takes WHERE id = ?1)
                   AND started_ms <= (SELECT started_ms FROM takes WHERE id = ?1)",
            )?
            .query_row([id], |row| row.get(0))?;
        Ok(count)
    }

    /// The follow-up questions after this take's story's other recent takes.
    pub fn asked_before(&self, id: &str, takes: u32) -> Result<Vec<String>, JournalError> {
        let mut asked = self.read().prepare_cached(
            "SELECT question.value
             FROM (SELECT takes.id FROM takes
                   WHERE takes.id <> ?1 AND takes.state IN ('done', 'recovered')
                     AND takes.story_id = (SELECT story_id FROM takes WHERE id = ?1)
                     AND takes.started_ms <= (SELECT started_ms FROM takes WHERE id = ?1)
                   ORDER BY takes.started_ms DESC LIMIT ?2) AS recent
             JOIN reports ON reports.take_id = recent.id, json_each(reports.json, '$.follow_ups') AS question",
        )?;
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
    fn a_take_knows_its_storys_outline_and_what_was_asked_after_its_last_takes() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let notes = "It cost a week.\n - called the bank\n• told the team \n-\nno point".to_owned();
        let draft = crate::StoryDraft { title: "payroll".to_owned(), notes, pain: None };
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

        assert_eq!(journal.outline_of(&first).unwrap(), ["called the bank", "told the team"]);
        assert!(journal.outline_of(&other).unwrap().is_empty());
        assert_eq!(journal.asked_before(&last, 1).unwrap(), ["When?"]);
        assert_eq!(journal.asked_before(&last, 9).unwrap(), ["When?", "Why?"]);
        assert!(journal.asked_before(&other, 9).unwrap().is_empty());
        let before: Vec<u32> =
            [&first, &second, &last, &other].map(|id| journal.takes_before(id).unwrap()).to_vec();
        assert_eq!(before, [0, 1, 2, 0]);
    }

    #[test]
    fn what_is_usual_comes_from_earlier_finished_answers_only() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let mut keep = |started_ms, text: &str, state| {
            let id = journal.begin_take(&begun(started_ms)).unwrap();
            let report = judge(&Take::of_text(id.as_str(), text::words(text).unwrap()), &Setting::default());
            let done = Done { state, report: &report, coach_version: "test", outline: None, sounds: None };
            journal.finish_take(&id, &done).unwrap();
            (id, report.composure.whole)
        };
        let story = "i broke the build and i never ran the tests so now a hook runs them";
        let (_, first) = keep(1_000, story, State::Done);
        keep(2_000, "the weather is nice", State::Done);
        let (_, second) = keep(3_000, &format!("um {story}"), State::Recovered);
        let (now, _) = keep(4_000, story, State::Done);
        keep(5_000, story, State::Done);
        assert_eq!(journal.measures_before(&now, 20).unwrap(), [second, first]);
        assert_eq!(journal.measures_before(&now, 1).unwrap(), [second]);
    }
}
