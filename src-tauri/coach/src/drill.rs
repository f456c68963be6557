//! Drills: short exercises for one thing at a time, each with what it asks and when it is met.

use serde::{Deserialize, Serialize};

use crate::report::{Kind, Report, Rung};
use crate::{Part, follow_up};

/// An exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "`task` says what each is")]
pub enum Drill {
    OwnIt,
    LearnedAndChanged,
    WholeInSixty,
    WholeInTwoMinutes,
    FollowUp,
    NoFiller,
}

/// How a drill went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Outcome {
    /// It was done as asked.
    pub met: bool,
    /// What was measured, in a sentence.
    pub what: String,
}

/// So much longer than asked is still in time.
const LATE: f64 = 1.15;
/// So much of the time is to be spent on what the drill is for.
const MOSTLY: f64 = 0.6;

impl Drill {
    /// All of them, the shortest first.
    pub const ALL: [Drill; 6] = [
        Drill::OwnIt,
        Drill::FollowUp,
        Drill::NoFiller,
        Drill::WholeInSixty,
        Drill::LearnedAndChanged,
        Drill::WholeInTwoMinutes,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Drill::OwnIt => "Own it in thirty seconds",
            Drill::LearnedAndChanged => "Learned and changed in ninety seconds",
            Drill::WholeInSixty => "The whole answer in a minute",
            Drill::WholeInTwoMinutes => "The whole answer in two minutes",
            Drill::FollowUp => "One follow-up",
            Drill::NoFiller => "A minute without a filler",
        }
    }

    /// What is asked.
    #[must_use]
    pub fn task(self) -> &'static str {
        match self {
            Drill::OwnIt => {
                "Say only the cause: what you decided, assumed or left out. No team, no circumstances."
            }
            Drill::LearnedAndChanged => {
                "Begin after the repair: one lesson, one thing that lasts, one proof that it held."
            }
            Drill::WholeInSixty => {
                "Tell the whole story in a minute: two sentences for each of the five parts."
            }
            Drill::WholeInTwoMinutes => "Tell the whole story in two minutes, all five parts in your plan.",
            Drill::FollowUp => "Which decision in there was yours alone?",
            Drill::NoFiller => {
                "Talk for a minute about anything. Where an “um” wants to come, be silent instead."
            }
        }
    }

    /// How long it takes.
    #[must_use]
    pub fn seconds(self) -> u32 {
        match self {
            Drill::OwnIt | Drill::FollowUp => 30,
            Drill::NoFiller | Drill::WholeInSixty => 60,
            Drill::LearnedAndChanged => 90,
            Drill::WholeInTwoMinutes => 120,
        }
    }

    /// How it went; `asked` is the question of a follow-up.
    #[must_use]
    pub fn outcome(self, report: &Report, asked: &str) -> Outcome {
        let spans = &report.arc.spans;
        let spoken =
            spans.last().map_or(0.0, |last| last.end) - spans.first().map_or(0.0, |first| first.start);
        let wanted = f64::from(self.seconds());
        let in_time = spoken > 0.0 && spoken <= LATE * wanted;
        let share = |parts: &[Part]| parts.iter().map(|part| report.arc.parts[*part].share).sum::<f64>();
        let (met, measured) = match self {
            Drill::OwnIt => {
                let owned = share(&[Part::Ownership]);
                let owns = report.ownership.sentence.is_some();
                (in_time && owns && owned >= MOSTLY, format!("{:.0} % of it is the cause", 100.0 * owned))
            }
            Drill::LearnedAndChanged => {
                let after = share(&[Part::Learning, Part::Change]);
                let lasts = report.learning.rung.is_some_and(|rung| rung >= Rung::Artefact);
                let carried = if lasts { "something lasts" } else { "nothing yet that lasts" };
                (
                    in_time && lasts && after >= MOSTLY,
                    format!("{:.0} % of it is learning and change, {carried}", 100.0 * after),
                )
            }
            Drill::WholeInSixty | Drill::WholeInTwoMinutes => {
                let missing: Vec<&str> = report.arc.missing.iter().map(|part| part.id()).collect();
                let told = report.kind == Kind::FailureAnswer && missing.is_empty();
                let what = if missing.is_empty() {
                    "all five parts".to_owned()
                } else {
                    format!("without {}", missing.join(", "))
                };
                (in_time && told, what)
            }
            Drill::FollowUp => match follow_up::answers(asked, report) {
                Some(false) => (false, "what was asked is not answered in it".to_owned()),
                Some(true) => (in_time, "you answered what was asked".to_owned()),
                None => (in_time, "answered".to_owned()),
            },
            Drill::NoFiller => {
                let fillers = report.composure.fillers.len();
                (fillers == 0 && spoken >= wanted / LATE, format!("{fillers} fillers"))
            }
        };
        Outcome { met, what: format!("{measured}, in {spoken:.0} of {wanted:.0} s.") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Setting, Take, judge, text};

    fn outcome(drill: Drill, said: &str) -> Outcome {
        let take = Take::of_text("t", text::words(said).expect("plain words"));
        drill.outcome(&judge(&take, &Setting::default()), drill.task())
    }

    #[test]
    fn owning_it_is_met_by_the_cause_and_not_by_the_story_around_it() {
        let cause = "i assumed the file was the same as the month before and i never opened it because i wanted to go home \
            and i decided that nobody needed to look at it again";
        let met = outcome(Drill::OwnIt, cause);
        assert!(met.met, "{met:?}");
        let around = "last year the payroll broke and forty people were paid late and it rained all week and the bank was \
            closed and people stood in the corridor and asked me when the money would come";
        assert!(!outcome(Drill::OwnIt, around).met);
        assert!(!outcome(Drill::OwnIt, &format!("{cause} ").repeat(5)).met, "too long");
    }

    #[test]
    fn the_whole_needs_all_parts_in_time() {
        let whole = "last year i broke the payroll run and forty people were paid late i assumed the file was the same and \
            i never checked it i called the bank and i told everybody the same morning i learned that a routine is where i \
            stop looking since then a second person opens the file before every run and it has not happened again";
        let met = outcome(Drill::WholeInSixty, whole);
        assert!(met.met && met.what.contains("all five parts"), "{met:?}");
        let (half, _) = whole.split_once("i called").expect("there");
        let missed = outcome(Drill::WholeInTwoMinutes, half);
        assert!(!missed.met && missed.what.contains("change"), "{missed:?}");
    }

    #[test]
    fn a_minute_without_a_filler_is_a_minute_and_without_one() {
        let clean = "the garden was green and the gate stood open all summer ".repeat(14);
        assert!(outcome(Drill::NoFiller, &clean).met);
        assert!(!outcome(Drill::NoFiller, &format!("um {clean}")).met);
        assert!(!outcome(Drill::NoFiller, "the garden was green").met);
        assert!(!outcome(Drill::FollowUp, "").met);
    }
}
