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
}
