//! Which traps an answer falls into: what each sign counts, by logistic regression that keeps as few signs as it can. What
//! part a word tells is learnt from as the network finds it in stories left out, errors and all: so will it be found.

use std::collections::{BTreeMap, HashMap};

use coach::Part;
use coach::trap::{ALWAYS, NUMBERS, SURE, Signs, Trap, Weights, signs};

use crate::stories::Story;

/// A sign in fewer stories than this is chance.
const KNOWN_FROM: usize = 10;
/// What a story that has the trap counts, beside one that has it not.
const HAS_IT: f64 = 5.0;
/// What a weight costs, beside what is wrong.
const COST: f64 = 1.0 / 15.0;
/// What its square costs: no sign decides alone.
const PULL: f64 = 0.02;
/// How often all weights are gone through; every so often those too that were nothing.
const ROUNDS: usize = 60;
const ALL_EVERY: usize = 6;
/// A weight moves at most so far at first.
const FARTHEST: f64 = 2.0;
/// In so many folds the sums are found that certainty is fitted to.
const FOLDS: usize = 3;
/// An answer's signs, and its traps.
pub(crate) struct Case {
    signs: Signs,
    has: [Has; Trap::ALL.len()],
}

/// Whether an answer has a trap; what is debatable is neither learnt from nor scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Has {
    Yes,
    No,
    Debatable,
}

/// The case of a story whose words tell these parts.
pub(crate) fn case(story: &Story, texts: &[String], parts: &[Part]) -> Case {
    let has = Trap::ALL.map(|trap| {
        let named = |list: &[String]| list.iter().any(|id| id == trap.id());
        if named(&story.traps) {
            Has::Yes
        } else if named(&story.traps_maybe) || named(&story.traps_second) {
            Has::Debatable
        } else {
            Has::No
        }
    });
    Case { signs: signs(texts, parts), has }
}

/// A column a sign: in which cases it is, and what it counts there.
struct Columns {
    names: Vec<String>,
    columns: Vec<Vec<(usize, f64)>>,
}

impl Columns {
    fn of(cases: &[&Case]) -> Self {
        let mut signs: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
        for (number, case) in cases.iter().enumerate() {
            let said = case.signs.distinct();
            let each = Signs::each(said.len());
            for sign in said {
                signs.entry(sign).or_default().push((number, each));
            }
        }
        signs.retain(|_, column| column.len() >= KNOWN_FROM);
        for (at, name) in NUMBERS.iter().enumerate() {
            let column = cases.iter().map(|case| case.signs.numbers[at]).enumerate();
            signs.insert(name, column.filter(|(_, number)| *number != 0.0).collect());
        }
        signs.insert(ALWAYS, (0..cases.len()).map(|number| (number, 1.0)).collect());
        let (names, columns) = signs.into_iter().map(|(name, column)| (name.to_owned(), column)).unzip();
        Self { names, columns }
    }

    /// The weights that make one trap likely where it is, and cost least: one weight after the other is set to its best,
    /// never farther than its curve can be trusted.
    fn fit(&self, cases: &[&Case], trap: usize) -> Vec<f64> {
        let wanted: Vec<(f64, f64)> = cases
            .iter()
            .map(|case| match case.has[trap] {
                Has::Yes => (1.0, HAS_IT),
                Has::No => (-1.0, 1.0),
                Has::Debatable => (1.0, 0.0),
            })
            .collect();
        let mut weights = vec![0.0_f64; self.columns.len()];
        let mut trusted = vec![FARTHEST; self.columns.len()];
        let mut margins = vec![0.0_f64; cases.len()];
        for round in 0..ROUNDS {
            for (at, column) in self.columns.iter().enumerate() {
                if weights[at] == 0.0 && !round.is_multiple_of(ALL_EVERY) {
                    continue;
                }
                let (mut slope, mut curve) = (0.0, 1e-9);
                for &(case, value) in column {
                    let (sign, counts) = wanted[case];
                    if counts > 0.0 {
                        let margin = sign * margins[case];
                        slope -= counts * sign * value / (1.0 + margin.exp());
                        curve += counts * value * value * bend(margin, trusted[at] * value.abs());
                    }
                }
                if self.names[at] != ALWAYS {
                    slope += PULL * weights[at];
                    curve += PULL;
                }
                let cost = if self.names[at] == ALWAYS { 0.0 } else { COST };
                let best = weights[at] - slope / curve;
                let best = (best.abs() - cost / curve).max(0.0).copysign(best);
                let step = (best - weights[at]).clamp(-trusted[at], trusted[at]);
                trusted[at] = (2.0 * step.abs()).max(trusted[at] / 2.0);
                if step != 0.0 {
                    weights[at] += step;
                    for &(case, value) in column {
                        margins[case] += step * value;
                    }
                }
            }
        }
        weights
    }
}

/// The most a logistic loss bends within `near` of a margin.
fn bend(margin: f64, near: f64) -> f64 {
    let away = margin.abs() - near;
    if away <= 0.0 { 0.25 } else { 1.0 / (2.0 + away.exp() + (-away).exp()) }
}

fn sums_of(cases: &[&Case]) -> Weights {
    let columns = Columns::of(cases);
    let mut of: HashMap<String, [f64; Trap::ALL.len()]> = HashMap::new();
    for trap in 0..Trap::ALL.len() {
        for (name, weight) in columns.names.iter().zip(columns.fit(cases, trap)) {
            if weight != 0.0 {
                of.entry(name.clone()).or_default()[trap] = weight;
            }
        }
    }
    Weights { of, ..Weights::default() }
}

/// What these cases teach; how sure a sum makes is fitted to cases left out.
pub(crate) fn learn(cases: &[&Case]) -> Weights {
    let mut judged: Vec<(f64, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for (number, case) in cases.iter().enumerate() {
            if number % FOLDS == fold { unknown.push(*case) } else { known.push(*case) }
        }
        let weights = sums_of(&known);
        for case in unknown {
            let sums = weights.sums(&case.signs).into_iter().zip(case.has);
            judged.extend(
                sums.filter(|(_, has)| *has != Has::Debatable).map(|(sum, has)| (sum, has == Has::Yes)),
            );
        }
    }
    Weights { certainty: certainty(&judged), ..sums_of(cases) }
}

/// What a sum is multiplied by, and what is added, so that of the cases called so sure so many are right.
fn certainty(judged: &[(f64, bool)]) -> [f64; 2] {
    let [mut times, mut plus] = [1.0, 0.0];
    for _ in 0..50 {
        // Newton's step of two weights.
        let (mut a, mut b, mut aa, mut ab, mut bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for &(sum, has) in judged {
            let likely = 1.0 / (1.0 + (-(times * sum + plus)).exp());
            let wrong = likely - f64::from(u8::from(has));
            let bend = likely * (1.0 - likely);
            a += wrong * sum;
            b += wrong;
            aa += bend * sum * sum;
            ab += bend * sum;
            bb += bend;
        }
        let whole = aa * bb - ab * ab;
        times -= (a * bb - b * ab) / whole;
        plus -= (b * aa - a * ab) / whole;
    }
    [times, plus]
}

/// How well traps are named.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Named rightly, named wrongly, not named.
    traps: [[usize; 3]; Trap::ALL.len()],
    /// Answers without a trap, and those left alone.
    clean: [usize; 2],
}

impl Score {
    pub(crate) fn add(&mut self, weights: &Weights, case: &Case) {
        let sure = weights.sums(&case.signs).map(|sum| weights.certainty(sum) >= SURE);
        let mut accused = false;
        for ((counts, sure), has) in self.traps.iter_mut().zip(sure).zip(case.has) {
            match (has, sure) {
                (Has::Yes, true) => counts[0] += 1,
                (Has::No, true) => {
                    counts[1] += 1;
                    accused = true;
                }
                (Has::Yes, false) => counts[2] += 1,
                _ => {}
            }
        }
        if !case.has.contains(&Has::Yes) {
            self.clean[0] += 1;
            self.clean[1] += usize::from(!accused);
        }
    }

    /// Both together.
    pub(crate) fn and(mut self, other: &Self) -> Self {
        let counts = self.traps.as_flattened_mut().iter_mut().zip(other.traps.as_flattened());
        counts.for_each(|(a, b)| *a += b);
        self.clean.iter_mut().zip(other.clean).for_each(|(a, b)| *a += b);
        self
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rates = |[right, wrong, missed]: [usize; 3]| {
            let of = |count: usize, all: usize| count as f64 / all.max(1) as f64;
            [of(right, right + wrong), of(right, right + missed), of(2 * right, 2 * right + wrong + missed)]
        };
        let all = self.traps.iter().fold([0; 3], |all, one| std::array::from_fn(|n| all[n] + one[n]));
        let [precision, recall, f1] = rates(all);
        write!(
            f,
            "P {precision:.3} R {recall:.3} F1 {f1:.3}; {} of {} without a trap left alone",
            self.clean[1], self.clean[0]
        )?;
        for (trap, counts) in Trap::ALL.into_iter().zip(self.traps) {
            let [precision, recall, f1] = rates(counts);
            write!(f, "\n   {:15} P {precision:.2} R {recall:.2} F1 {f1:.2}", trap.id())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case_of(text: &str, blames: bool) -> Case {
        let texts: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let parts = vec![Part::Failure; texts.len()];
        let mut has = [Has::No; Trap::ALL.len()];
        if blames {
            has[2] = Has::Yes;
        }
        Case { signs: signs(&texts, &parts), has }
    }

    #[test]
    fn the_word_that_tells_them_apart_is_found_and_hardly_another() {
        let cases: Vec<Case> = (0..40)
            .map(|n| {
                let other = ["door", "lamp", "boat", "tree", "road"][n % 5];
                if n % 2 == 0 {
                    case_of(&format!("the vendor lost a {other}"), true)
                } else {
                    case_of(&format!("the team lost a {other}"), false)
                }
            })
            .collect();
        let weights = learn(&cases.iter().collect::<Vec<_>>());
        let vendor: f64 = ["vendor", "failure:vendor", "the vendor", "vendor lost"]
            .iter()
            .filter_map(|sign| weights.of.get(*sign))
            .map(|weights| weights[2])
            .sum();
        assert!(vendor > 1.0, "{vendor}");
        assert!(!weights.of.contains_key("lamp"), "it says nothing");
        let mut score = Score::default();
        score.add(&weights, &case_of("the vendor lost a hat", true));
        score.add(&weights, &case_of("the team lost a hat", false));
        assert_eq!((score.traps[2], score.clean), ([1, 0, 0], [1, 1]));
    }
}
