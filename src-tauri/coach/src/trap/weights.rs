//! What each sign counts for each trap, as it was learnt.

use std::collections::HashMap;

use super::Trap;
use super::signs::{NUMBERS, Signs};

/// What signs count for each trap, and how sure a sum makes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// For each sign what it counts, trap by trap.
    pub of: HashMap<String, [f64; Trap::ALL.len()]>,
    /// What a sum is multiplied by, and what is added, before it is a certainty.
    pub certainty: [f64; 2],
    /// Of what they were fitted from.
    pub fingerprint: u64,
}

/// Counts always, whatever is said.
pub const ALWAYS: &str = "always";

impl Weights {
    /// How much speaks for each trap.
    #[must_use]
    pub fn sums(&self, signs: &Signs) -> [f64; Trap::ALL.len()] {
        let mut sums = self.of.get(ALWAYS).copied().unwrap_or_default();
        let mut add = |sign: &str, times: f64| {
            if let Some(weights) = self.of.get(sign) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += times * weight);
            }
        };
        let said = signs.distinct();
        let each = Signs::each(said.len());
        for sign in said {
            add(sign, each);
        }
        NUMBERS.iter().zip(signs.numbers).for_each(|(name, number)| add(name, number));
        sums
    }

    /// How sure a sum makes, 0 to 1.
    #[must_use]
    pub fn certainty(&self, sum: f64) -> f64 {
        let [times, plus] = self.certainty;
        1.0 / (1.0 + (-(times * sum + plus)).exp())
    }

    /// A line for the certainty with the fingerprint, then a line a trap and sign, separated by tabs.
    #[must_use]
    pub fn to_text(&self) -> String {
        let [times, plus] = self.certainty;
        let mut text = format!("certainty\t{times:.4}\t{plus:.4}\t{:016x}\n", self.fingerprint);
        let mut signs: Vec<_> = self.of.iter().collect();
        signs.sort_by_key(|(sign, _)| *sign);
        for (number, trap) in Trap::ALL.into_iter().enumerate() {
            for (sign, weights) in &signs {
                let weight = format!("{:.4}", weights[number]);
                if weight.parse() != Ok(0.0) {
                    text.extend([trap.id(), "\t", sign, "\t", &weight, "\n"]);
                }
            }
        }
        text
    }

    /// From such lines.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut weights = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["certainty", times, plus, fingerprint] => {
                    weights.certainty = [times.parse().ok()?, plus.parse().ok()?];
                    weights.fingerprint = u64::from_str_radix(fingerprint, 16).ok()?;
                }
                [id, sign, value] => {
                    let trap = Trap::ALL.into_iter().position(|trap| trap.id() == id)?;
                    weights.of.entry(sign.to_owned()).or_default()[trap] = value.parse().ok()?;
                }
                _ => return None,
            }
        }
        Some(weights)
    }
}
