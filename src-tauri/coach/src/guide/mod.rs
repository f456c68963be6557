//! What the Guide shows beside its explanations: model answers that the coach itself measures, short answers that fall
//! into each trap, and the ways the question is asked.

mod answers;
mod examples;
mod questions;

use serde::Serialize;

use crate::trap::Trap;
use crate::{Lens, Level};

/// A good answer, in somebody's voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ModelAnswer {
    /// The question it answers.
    pub lens: Lens,
    /// The level it is told at.
    pub level: Level,
    /// The speaker's line of work.
    pub field: &'static str,
    /// A few words.
    pub title: &'static str,
    /// One for each part of the story.
    pub paragraphs: [&'static str; 5],
}

impl ModelAnswer {
    /// All of it.
    #[must_use]
    pub fn text(&self) -> String {
        self.paragraphs.join(" ")
    }
}

/// A short answer that falls into a trap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BadExample {
    /// Which one.
    pub trap: Trap,
    /// The speaker's line of work.
    pub field: &'static str,
    /// What is said.
    pub text: &'static str,
    /// What an interviewer hears.
    pub hears: &'static str,
}

/// A way to ask for a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Phrasing {
    /// From which angle.
    pub lens: Lens,
    /// For which level; `None` suits all.
    pub level: Option<Level>,
    /// The question.
    pub text: &'static str,
}

/// One model answer for each lens, then two for each level.
#[must_use]
pub fn model_answers() -> &'static [ModelAnswer] {
    &answers::ANSWERS
}

/// One bad example for each trap.
#[must_use]
pub fn bad_examples() -> &'static [BadExample] {
    &examples::EXAMPLES
}

/// Every way the question is asked.
#[must_use]
pub fn phrasings() -> &'static [Phrasing] {
    &questions::PHRASINGS
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::report::{Kind, Report, Severity, Verdict};
    use crate::{Part, Setting, Take, judge, text};

    fn report(said: &str, setting: &Setting) -> Report {
        judge(&Take::of_text("guide", text::words(said).expect("plain words")), setting)
    }

    #[test]
    fn every_model_answer_keeps_its_plan_and_falls_into_no_trap() {
        assert_eq!(model_answers().len(), 16);
        for answer in model_answers() {
            let setting = Setting { level: Some(answer.level), question: answer.lens, ..Setting::default() };
            let report = report(&answer.text(), &setting);
            let title = answer.title;
            assert_eq!(report.kind, Kind::FailureAnswer, "{title}");
            for part in Part::STORY {
                assert_eq!(report.arc.parts[part].verdict, Some(Verdict::InBand), "{title}: {part:?}");
            }
            assert!(report.arc.remarks.is_empty(), "{title}: {:?}", report.arc.remarks);
            assert!(report.findings.is_empty(), "{title}: {:?}", report.findings);
            assert!(report.ownership.sentence.is_some(), "{title}");
        }
    }

    #[test]
    fn there_is_one_for_each_lens_and_two_for_each_level() {
        let (by_lens, by_level) = model_answers().split_at(Lens::ALL.len());
        assert_eq!(by_lens.iter().map(|answer| answer.lens).collect::<Vec<_>>(), Lens::ALL);
        for level in Level::ALL {
            assert_eq!(by_level.iter().filter(|answer| answer.level == level).count(), 2, "{level:?}");
        }
        let fields: HashSet<&str> = model_answers().iter().map(|answer| answer.field).collect();
        assert_eq!(fields.len(), 16);
    }

    #[test]
    fn every_bad_example_is_caught() {
        for (example, trap) in bad_examples().iter().zip(Trap::ALL) {
            assert_eq!(example.trap, trap);
            let report = report(example.text, &Setting::default());
            let found: Vec<_> = report
                .findings
                .iter()
                .map(|finding| (finding.id.as_str(), finding.severity, finding.certainty))
                .collect();
            let caught =
                found.iter().any(|(id, severity, _)| *id == trap.id() && *severity == Severity::Warn);
            assert!(caught, "{trap:?}: {found:?}");
        }
    }

    #[test]
    fn the_question_is_asked_in_many_ways_and_first_as_its_lens_does() {
        let all = phrasings();
        assert!(all.len() >= 40);
        assert_eq!(all.iter().map(|phrasing| phrasing.text).collect::<HashSet<_>>().len(), all.len());
        for lens in Lens::ALL {
            let first = all.iter().find(|phrasing| phrasing.lens == lens).expect("one");
            assert_eq!(first.text, lens.text());
        }
        for level in Level::ALL {
            assert!(all.iter().filter(|phrasing| phrasing.level == Some(level)).count() >= 3, "{level:?}");
        }
    }
}
