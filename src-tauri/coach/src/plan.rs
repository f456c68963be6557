//! Plans: how long each part should take. Wide bands, because good answers differ.

use serde::{Deserialize, Serialize};

use crate::{Part, Parts};

/// A target split of the answer's time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Plan {
    /// Stable id, as in `--plan`.
    pub id: String,
    /// The reasoning, shown beside the choice.
    pub idea: String,
    /// How long the whole answer should take.
    pub seconds: u32,
    /// Target fraction of the time for each part; they add up to 1, and `other` is 0.
    pub shares: Parts<f64>,
}

/// From where to where a share of time is fine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// At least this fraction.
    pub low: f64,
    /// At most this fraction.
    pub high: f64,
}

/// A plan id that names no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no plan '{0}'; the plans are quarter, timed, repair, discipline and short")]
pub struct UnknownPlan(pub String);

/// Shorter than this nothing can be told.
const MIN_SECONDS: u32 = 20;
/// Longer than this nobody listens.
const MAX_SECONDS: u32 = 900;

/// Why a plan cannot be measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPlan {
    /// It has no name, or that of a plan that comes with Retake.
    #[error("a plan of your own needs a name of its own")]
    Name,
    /// Too short or too long.
    #[error("a plan takes between {MIN_SECONDS} seconds and {} minutes", MAX_SECONDS / 60)]
    Seconds,
    /// The five shares are not a whole.
    #[error("the five shares of a plan add up to 100 %")]
    Shares,
}

impl Plan {
    /// The plans that come with Retake, the default first.
    #[must_use]
    pub fn all() -> [Plan; 5] {
        [
            plan(
                "quarter",
                "a quarter on the failure, the majority on what you learned and changed",
                120,
                [25, 13, 10, 20, 32],
            ),
            plan(
                "timed",
                "by the clock: a minute to describe, half a minute to own, half to repair, the rest to learn and change",
                210,
                [29, 14, 14, 14, 29],
            ),
            plan(
                "repair",
                "less on the failure, more on containing and repairing it",
                150,
                [20, 15, 25, 15, 25],
            ),
            plan(
                "discipline",
                "the event and its rollback in a quarter, the rest on your decision and the discipline since",
                120,
                [15, 30, 10, 15, 30],
            ),
            plan("short", "the default split, in ninety seconds", 90, [25, 13, 10, 20, 32]),
        ]
    }

    /// Whether a plan of the speaker's own can be measured against.
    pub fn check(&self) -> Result<(), BadPlan> {
        let shares = Part::STORY.map(|part| self.shares[part]);
        if self.id.trim().is_empty() || Plan::all().iter().any(|plan| plan.id == self.id) {
            Err(BadPlan::Name)
        } else if !(MIN_SECONDS..=MAX_SECONDS).contains(&self.seconds) {
            Err(BadPlan::Seconds)
        } else if shares.iter().any(|share| !(0.0..=1.0).contains(share))
            || (shares.iter().sum::<f64>() - 1.0).abs() > 0.005
            || self.shares.other.abs() > 0.0
        {
            Err(BadPlan::Shares)
        } else {
            Ok(())
        }
    }

    /// The plan with this id.
    pub fn by_id(id: &str) -> Result<Plan, UnknownPlan> {
        Plan::all().into_iter().find(|plan| plan.id == id).ok_or_else(|| UnknownPlan(id.to_owned()))
    }

    /// From half a part's target to the larger of 1.75 times the target and ten points more.
    #[must_use]
    pub fn band(&self, part: Part) -> Band {
        let target = self.shares[part];
        Band { low: target / 2.0, high: (target * 1.75).max(target + 0.10) }
    }

    /// The least that learning and change should take together: 0.7 of their targets. There is no upper limit.
    #[must_use]
    pub fn learning_change_floor(&self) -> f64 {
        0.7 * (self.shares.learning + self.shares.change)
    }
}

impl Default for Plan {
    fn default() -> Self {
        let [quarter, ..] = Plan::all();
        quarter
    }
}

fn plan(id: &str, idea: &str, seconds: u32, percent: [u8; 5]) -> Plan {
    let mut shares = Parts::default();
    for (part, percent) in Part::STORY.into_iter().zip(percent) {
        shares[part] = f64::from(percent) / 100.0;
    }
    Plan { id: id.to_owned(), idea: idea.to_owned(), seconds, shares }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::near;

    #[test]
    fn every_plan_adds_up_to_the_whole() {
        for plan in Plan::all() {
            let sum: f64 = Part::STORY.into_iter().map(|part| plan.shares[part]).sum();
            assert!(near(sum, 1.0), "{} adds up to {sum}", plan.id);
            assert!(near(plan.shares.other, 0.0));
        }
    }

    #[test]
    fn a_band_is_half_the_target_to_the_larger_of_two_upper_edges() {
        let plan = Plan::default();
        let failure = plan.band(Part::Failure);
        assert!(near(failure.low, 0.125) && near(failure.high, 0.4375));
        // 1.75 × 10 % is less than 10 % + 10 points.
        assert!(near(plan.band(Part::Action).high, 0.20));
        assert!(near(plan.learning_change_floor(), 0.364));
    }

    #[test]
    fn an_unknown_plan_is_named_in_the_refusal() {
        let refusal = Plan::by_id("thirds").expect_err("no such plan");
        assert!(refusal.to_string().contains("'thirds'"));
    }

    #[test]
    fn a_plan_of_ones_own_has_a_name_a_length_and_a_whole() {
        let own = Plan { id: "mine".to_owned(), ..Plan::default() };
        assert_eq!(own.check(), Ok(()));
        assert_eq!(Plan::default().check(), Err(BadPlan::Name));
        assert_eq!(Plan { id: " ".to_owned(), ..own.clone() }.check(), Err(BadPlan::Name));
        assert_eq!(Plan { seconds: 5, ..own.clone() }.check(), Err(BadPlan::Seconds));
        let mut uneven = own;
        uneven.shares.change += 0.1;
        assert_eq!(uneven.check(), Err(BadPlan::Shares));
        uneven.shares.change = f64::NAN;
        assert_eq!(uneven.check(), Err(BadPlan::Shares));
    }
}
