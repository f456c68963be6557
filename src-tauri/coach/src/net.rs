//! A small network: what each word is like, seen with the words around it, near and far. A few layers of convolution,
//! each looking further than the one before it, and a chain over what they make of every word. The trainer fits the
//! weights; here they are used.

use std::collections::HashMap;

use multiversion::multiversion;

use crate::chain::{self, BadWeights, Chain};
use crate::meaning;

/// How many numbers describe a word, in every layer.
pub const WIDTH: usize = meaning::SIZE;
/// Words on either side that a layer looks at: one, at its own distance.
pub const TAPS: usize = 3;

const MAGIC: [u8; 4] = *b"RTKN";

/// How large a network is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What a word can be.
    pub labels: usize,
    /// How many words are known by themselves and not only by their meaning, and one row for all others.
    pub known: usize,
    /// How many numbers are given with every word.
    pub given: usize,
    /// How far apart the words are that each layer looks at.
    pub reaches: Vec<usize>,
}

/// Where in the weights everything lies.
impl Shape {
    /// A row a known word.
    #[must_use]
    pub fn known(&self, word: usize) -> std::ops::Range<usize> {
        word * WIDTH..(word + 1) * WIDTH
    }

    /// A row a given number.
    #[must_use]
    pub fn given(&self, number: usize) -> std::ops::Range<usize> {
        self.known(self.known + number)
    }

    /// One layer: for each of its taps a row a number that comes in.
    #[must_use]
    pub fn layer(&self, layer: usize) -> std::ops::Range<usize> {
        let begin = self.given(self.given).start + layer * (TAPS * WIDTH + 1) * WIDTH;
        begin..begin + TAPS * WIDTH * WIDTH
    }

    /// What a layer adds whatever comes in.
    #[must_use]
    pub fn base(&self, layer: usize) -> std::ops::Range<usize> {
        let begin = self.layer(layer).end;
        begin..begin + WIDTH
    }

    /// How much each label has of each number: a row a label, what it has anyway at its end.
    #[must_use]
    pub fn label(&self, label: usize) -> std::ops::Range<usize> {
        let begin = self.layer(self.reaches.len()).start + label * (WIDTH + 1);
        begin..begin + WIDTH + 1
    }

    /// How many weights there are.
    #[must_use]
    pub fn weights(&self) -> usize {
        self.label(self.labels).start
    }

    /// How many words on either side a word's scores depend on.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.reaches.iter().sum()
    }
}

/// A learnt network.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    shape: Shape,
    known: HashMap<String, usize>,
    weights: Vec<f32>,
    /// The steps from label to label.
    pub chain: Chain,
}

/// A word as it comes in: what it means, which of the known it is, and what is given with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Nothing for a word nobody has heard of.
    pub meaning: Option<[f32; WIDTH]>,
    /// Its row among the known; the first is for all others.
    pub known: usize,
    /// As many as the shape says.
    pub given: Vec<f32>,
}

impl Net {
    /// With these weights; `known` in the order of their rows, the first of them for all other words.
    #[must_use]
    pub fn new(shape: Shape, known: &[String], weights: Vec<f32>, chain: Chain) -> Self {
        debug_assert_eq!(weights.len(), shape.weights());
        debug_assert_eq!(known.len(), shape.known);
        let known = known.iter().cloned().enumerate().map(|(row, word)| (word, row)).collect();
        Self { shape, known, weights, chain }
    }

    /// How large it is.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// A word as it comes in; it is to be given in lower case.
    #[must_use]
    pub fn incoming(&self, word: &str, given: Vec<f32>) -> Incoming {
        Incoming { meaning: meaning::of(word), known: self.known.get(word).copied().unwrap_or(0), given }
    }

    /// How much every label suits every word by itself, a row a word.
    #[must_use]
    pub fn scores(&self, words: &[Incoming]) -> Vec<f32> {
        let mut now = self.shape.first(&self.weights, words);
        for layer in 0..self.shape.reaches.len() {
            let mut next = vec![0.0; now.len()];
            self.shape.convolve(&self.weights, layer, &now, &mut next);
            for value in &mut next {
                *value = value.max(0.0);
            }
            if layer > 0 {
                next.iter_mut().zip(&now).for_each(|(next, now)| *next += now);
            }
            now = next;
        }
        self.shape.label_all(&self.weights, &now)
    }

    /// As a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([self.shape.labels as u8, self.shape.given as u8, self.shape.reaches.len() as u8]);
        bytes.extend(self.shape.reaches.iter().map(|reach| *reach as u8));
        let mut known: Vec<(&String, &usize)> = self.known.iter().collect();
        known.sort_by_key(|(_, row)| **row);
        let known = known.into_iter().fold(String::new(), |list, (word, _)| list + word + "\n");
        bytes.extend((known.len() as u32).to_le_bytes());
        bytes.extend(known.bytes());
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(self.chain.to_bytes());
        bytes
    }

    /// From a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadWeights> {
        let mut rest = bytes;
        if chain::take::<4>(&mut rest)? != MAGIC {
            return Err(BadWeights);
        }
        let [labels, given, layers] = chain::take::<3>(&mut rest)?.map(usize::from);
        let (reaches, after) = rest.split_at_checked(layers).ok_or(BadWeights)?;
        rest = after;
        let length = u32::from_le_bytes(chain::take(&mut rest)?) as usize;
        let (known, after) = rest.split_at_checked(length).ok_or(BadWeights)?;
        rest = after;
        let known = std::str::from_utf8(known).map_err(|_| BadWeights)?;
        let known: Vec<String> = known.lines().map(str::to_owned).collect();
        let reaches = reaches.iter().map(|reach| usize::from(*reach)).collect();
        let shape = Shape { labels, known: known.len(), given, reaches };
        let (weights, after) = rest.split_at_checked(4 * shape.weights()).ok_or(BadWeights)?;
        let weights: Vec<f32> = weights
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        let chain = Chain::from_bytes(after)?;
        if chain.labels() != labels || weights.iter().any(|weight| !weight.is_finite()) {
            return Err(BadWeights);
        }
        Ok(Self::new(shape, &known, weights, chain))
    }
}

/// What the layers do. The trainer does the same, and then the way back.
impl Shape {
    /// What comes in, a row a word.
    #[must_use]
    pub fn first(&self, weights: &[f32], words: &[Incoming]) -> Vec<f32> {
        let mut rows = vec![0.0; words.len() * WIDTH];
        for (row, word) in rows.chunks_exact_mut(WIDTH).zip(words) {
            if let Some(meaning) = &word.meaning {
                row.copy_from_slice(meaning);
            }
            let mut add = |weights: &[f32], times: f32| {
                row.iter_mut().zip(weights).for_each(|(value, weight)| *value += times * weight);
            };
            add(&weights[self.known(word.known)], 1.0);
            for (number, &value) in word.given.iter().enumerate() {
                add(&weights[self.given(number)], value);
            }
        }
        rows
    }

    /// One layer, before what is below zero is cut off.
    pub fn convolve(&self, weights: &[f32], layer: usize, rows: &[f32], out: &mut [f32]) {
        let base = &weights[self.base(layer)];
        out.chunks_exact_mut(WIDTH).for_each(|row| row.copy_from_slice(base));
        let taps = weights[self.layer(layer)].chunks_exact(WIDTH * WIDTH);
        for (tap, weights) in taps.enumerate() {
            let (from, to) = shifted(rows.len(), tap, self.reaches[layer]);
            add_product(&rows[from], weights, &mut out[to]);
        }
    }

    /// How much every label suits every word.
    #[must_use]
    pub fn label_all(&self, weights: &[f32], rows: &[f32]) -> Vec<f32> {
        let score = |row: &[f32], label: usize| {
            let weights = &weights[self.label(label)];
            row.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f32>() + weights[WIDTH]
        };
        rows.chunks_exact(WIDTH)
            .flat_map(|row| (0..self.labels).map(move |label| score(row, label)))
            .collect()
    }
}

/// Which rows a tap reads, and which rows it adds to; `length` is that of all rows together.
#[must_use]
pub fn shifted(length: usize, tap: usize, reach: usize) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let by = (reach * WIDTH).min(length);
    match tap {
        0 => (0..length - by, by..length),
        1 => (0..length, 0..length),
        _ => (by..length, 0..length - by),
    }
}

/// `out` gets `rows` times `weights` added: a row of `out` for each of `rows`, which are as long as there are rows of
/// `weights`. A whole row of sums is as many as a compiler keeps in registers; whatever registers there are, they are
/// added up in the same order.
#[multiversion(targets("x86_64+avx"))]
pub fn add_product(rows: &[f32], weights: &[f32], out: &mut [f32]) {
    let weights = weights.as_chunks::<WIDTH>().0;
    if weights.is_empty() {
        return;
    }
    for (out, row) in out.as_chunks_mut::<WIDTH>().0.iter_mut().zip(rows.chunks_exact(weights.len())) {
        let mut sums = [0.0_f32; WIDTH];
        for (value, weights) in row.iter().zip(weights) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
        }
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum);
    }
}
