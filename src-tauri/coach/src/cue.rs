//! The one cue while someone speaks: where to go next, when a part runs over its time or is left out. Calm: one at most,
//! each said once in a take, and never one right after another.

use serde::{Deserialize, Serialize};

use crate::{Part, Plan, Told};

/// Where to go next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "`text` says what each is")]
pub enum Cue {
    Own,
    Act,
    Learn,
    Change,
    End,
}

/// What was said in less time than this was hardly said.
const HARDLY_S: f64 = 2.0;
/// A cue stays for as long as it is true, but no shorter than it takes to read, and no longer than it helps.
const SHORTEST_S: f64 = 4.0;
const LONGEST_S: f64 = 12.0;
/// So long there is none after one.
const QUIET_S: f64 = 8.0;
/// An answer that is over its time by this much is brought to an end.
const OVER: f64 = 1.25;

impl Cue {
    /// What is shown.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Cue::Own => "Move on to your part in it.",
            Cue::Act => "Move on to what you did.",
            Cue::Learn => "Move on to what you learned.",
            Cue::Change => "Move on to what you do differently now.",
            Cue::End => "Come to the end.",
        }
    }

    /// What there is to say of what was told so far.
    fn due(told: &Told, plan: &Plan) -> Option<Cue> {
        let now = told.now?;
        let whole = f64::from(plan.seconds);
        let is_long = |part: Part| told.seconds[part] > plan.band(part).high * whole;
        let is_told = |part: Part| told.seconds[part] >= HARDLY_S;
        let spoken: f64 = Part::ALL.iter().map(|part| told.seconds[*part]).sum();
        if spoken > OVER * whole && is_told(Part::Change) {
            return Some(Cue::End);
        }
        match now {
            Part::Failure if is_long(now) => Some(if is_told(Part::Ownership) { Cue::Act } else { Cue::Own }),
            // What is repaired was caused by somebody.
            Part::Action if told.seconds[now] >= 2.0 * HARDLY_S && !is_told(Part::Ownership) => {
                Some(Cue::Own)
            }
            Part::Ownership if is_long(now) => Some(Cue::Act),
            Part::Action if is_long(now) => Some(Cue::Learn),
            Part::Learning if is_long(now) => Some(Cue::Change),
            _ if spoken > 0.8 * whole && !is_told(Part::Change) => Some(Cue::Change),
            _ => None,
        }
    }
}

/// Which cue is shown in a take, and which were.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    shown: Option<(Cue, f64)>,
    said: Vec<Cue>,
    gone_at: Option<f64>,
}

impl Cues {
    /// The cue to show `t` seconds into a take.
    pub fn at(&mut self, t: f64, told: &Told, plan: &Plan) -> Option<Cue> {
        let due = Cue::due(told, plan);
        if let Some((cue, since)) = self.shown {
            let holds = t - since < SHORTEST_S || (due == Some(cue) && t - since < LONGEST_S);
            if holds {
                return Some(cue);
            }
            self.shown = None;
            self.gone_at = Some(t);
        }
        let may = self.gone_at.is_none_or(|gone| t - gone >= QUIET_S);
        let cue = due.filter(|cue| may && !self.said.contains(cue))?;
        self.said.push(cue);
        self.shown = Some((cue, t));
        Some(cue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parts;

    fn told(now: Part, seconds: [f64; 5]) -> Told {
        let mut parts = Parts::default();
        for (part, seconds) in Part::STORY.into_iter().zip(seconds) {
            parts[part] = seconds;
        }
        Told { seconds: parts, now: Some(now) }
    }

    /// The cue after every second of an answer, as often as it changes.
    fn shown(answer: impl Fn(f64) -> Told, seconds: u32) -> Vec<(u32, Option<Cue>)> {
        let plan = &Plan::all()[0];
        let mut cues = Cues::default();
        let mut shown = vec![(0, None)];
        for t in 0..seconds {
            let cue = cues.at(f64::from(t), &answer(f64::from(t)), plan);
            if shown.last().is_some_and(|(_, last)| *last != cue) {
                shown.push((t, cue));
            }
        }
        shown
    }

    #[test]
    fn a_failure_told_for_too_long_is_led_on_once_and_then_left_in_peace() {
        // A quarter of two minutes is thirty seconds, and its band ends at 52.5.
        let endless = shown(|t| told(Part::Failure, [t, 0.0, 0.0, 0.0, 0.0]), 90);
        assert_eq!(endless, [(0, None), (53, Some(Cue::Own)), (65, None)]);
        let turned = |t: f64| {
            if t < 55.0 {
                told(Part::Failure, [t, 0.0, 0.0, 0.0, 0.0])
            } else {
                told(Part::Ownership, [55.0, t - 55.0, 0.0, 0.0, 0.0])
            }
        };
        assert_eq!(shown(turned, 75), [(0, None), (53, Some(Cue::Own)), (57, None)]);
    }

    #[test]
    fn who_repairs_what_nobody_caused_is_asked_for_the_cause() {
        let repaired = |t: f64| told(Part::Action, [20.0, 0.0, t, 0.0, 0.0]);
        assert_eq!(shown(repaired, 6)[1], (4, Some(Cue::Own)));
        let owned = |t: f64| told(Part::Action, [20.0, 5.0, t, 0.0, 0.0]);
        assert_eq!(shown(owned, 12), [(0, None)]);
    }

    #[test]
    fn a_good_answer_hears_nothing() {
        let plan = &Plan::all()[0];
        let good = |t: f64| {
            let mut left = t;
            let mut now = Part::Failure;
            let seconds = Part::STORY.map(|part| {
                let takes = left.min(plan.shares[part] * f64::from(plan.seconds));
                left -= takes;
                if takes > 0.0 {
                    now = part;
                }
                takes
            });
            told(now, seconds)
        };
        assert_eq!(shown(good, 120), [(0, None)]);
    }

    #[test]
    fn an_answer_without_a_change_is_asked_for_it_and_one_without_an_end_is_ended() {
        let lesson = |t: f64| told(Part::Learning, [30.0, 20.0, 20.0, t, 0.0]);
        assert_eq!(shown(lesson, 40)[1].1, Some(Cue::Change));
        let endless = |t: f64| told(Part::Change, [30.0, 20.0, 20.0, 20.0, t]);
        assert_eq!(shown(endless, 80)[1], (61, Some(Cue::End)));
    }
}
