//! Where in an answer a word stands, as far as it is known: given with every word to the network that says which part of
//! the story it tells. The trainer learns from it; `label` uses it.

/// How many numbers are given with a word.
pub const GIVEN: usize = 7;
/// How far apart the words are that each layer of the network looks at.
pub const REACHES: [usize; 7] = [1, 1, 2, 4, 8, 16, 32];

/// What a change from one part to the next costs, in words that are surely of the one.
pub const CHANGE: f32 = 0.7;

/// Whether an answer is heard to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is.
    Whole,
    /// It goes on.
    SoFar,
}

/// What is given with each of `length` words.
#[must_use]
pub fn given(length: usize, heard: Heard) -> Vec<Vec<f32>> {
    const FAR: f32 = 200.0;
    const LONG: f32 = 300.0;
    let whole = f32::from(u8::from(heard == Heard::Whole));
    let word = |at: usize| {
        let (at, length) = (at as f32, length as f32);
        let come = at / length;
        vec![
            at.min(FAR) / FAR,
            whole,
            whole * come,
            whole * (1.0 - come),
            whole * come * come,
            whole * (length - at).min(FAR) / FAR,
            whole * length / LONG,
        ]
    };
    (0..length).map(word).collect()
}
