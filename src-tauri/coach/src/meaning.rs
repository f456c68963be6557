//! What a word means, as numbers: words that are used alike have numbers alike. From public word vectors
//! (`models/words`), made small.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How many numbers a word has.
pub const SIZE: usize = 64;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::from_bytes(include_bytes!("../../../models/words/words.bin")).expect("part of the program")
});

struct Words {
    rows: HashMap<&'static str, usize>,
    numbers: &'static [[u8; SIZE]],
    /// What one step of each number is worth.
    steps: [f32; SIZE],
}

impl Words {
    /// The length of the list of words, what the steps are worth, the words a line each, their numbers a row each.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (steps, rest) = rest.split_first_chunk::<{ 4 * SIZE }>()?;
        let (words, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let steps: Vec<f32> = steps.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let (numbers, []) = rest.as_chunks() else { return None };
        let rows = std::str::from_utf8(words).ok()?.lines().enumerate();
        let rows: HashMap<_, _> = rows.map(|(row, word)| (word, row)).collect();
        (rows.len() == numbers.len()).then_some(Self { rows, numbers, steps: steps.try_into().ok()? })
    }

    fn of(&self, word: &str) -> Option<[f32; SIZE]> {
        // "clinic's" means what "clinic" means, "didn't" what "didnt" would.
        let row = self.rows.get(word).or_else(|| self.rows.get(word.split_once('\'')?.0))?;
        let numbers = &self.numbers[*row];
        Some(std::array::from_fn(|n| f32::from(numbers[n].cast_signed()) * self.steps[n]))
    }
}

/// What a word in lower case means, if anybody has heard of it.
#[must_use]
pub fn of(word: &str) -> Option<[f32; SIZE]> {
    WORDS.of(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        let (a, b) = (of(a).expect("known"), of(b).expect("known"));
        let product = |a: &[f32; SIZE], b: &[f32; SIZE]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
    }

    #[test]
    fn words_used_alike_are_alike() {
        assert!(alike("monday", "tuesday") > 0.8);
        assert!(alike("doctor", "nurse") > alike("doctor", "valve") + 0.2);
        assert!(of("client's").is_some());
        assert_eq!(of("qwzxv"), None);
    }
}
