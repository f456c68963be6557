//! Fits a network: forward with some of it left out by chance, the chain's likelihoods at the end, the way back, and a
//! step with a size of its own for every weight (Adam). The same lessons and settings always give the same weights.

use std::collections::HashMap;
use std::ops::Range;

use coach::chain::Chain;
use coach::meaning;
use coach::net::{self, Incoming, Net, Shape, TAPS, WIDTH};

use crate::fit::{Dice, step_slopes};

/// An answer and what its words are labelled with.
#[derive(Debug, Clone)]
pub(crate) struct Lesson {
    pub(crate) texts: Vec<String>,
    pub(crate) labels: Vec<usize>,
}

/// How a network is taught.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schooling {
    pub(crate) labels: usize,
    pub(crate) given: usize,
    pub(crate) reaches: &'static [usize],
    pub(crate) rounds: usize,
    /// How many words of a lesson are looked at: all of them, or a beginning.
    pub(crate) begin: fn(usize, &mut Dice) -> usize,
    /// What is given with so many words of a lesson: all of it, or its beginning.
    pub(crate) give: fn(usize, bool) -> Vec<Vec<f32>>,
}

/// A word heard so often is known by itself.
const KNOWN_FROM: usize = 8;
/// Lessons to a step.
const AT_ONCE: usize = 16;
/// The longest step; it grows to that, and shrinks again.
const LONGEST_STEP: f32 = 0.005;
/// How much of the time the steps grow.
const GROWING: f32 = 0.3;
/// How strongly weights are pulled to zero, of a step.
const PULL: f32 = 0.01;
/// The way all weights together may go at once.
const FARTHEST: f32 = 1.0;
/// So many words in a hundred are misheard at most.
const MOST_MISHEARD: usize = 30;
/// Left out by chance, of 256: words' own rows, and their meanings too; numbers that come in, inside, and at the end.
const UNKNOWN: u8 = 38;
const UNHEARD_OF: u8 = 19;
const LEFT_OUT_FIRST: u8 = 77;
const LEFT_OUT_INSIDE: u8 = 26;
const LEFT_OUT_LAST: u8 = 128;

/// The network these lessons teach.
pub(crate) fn teach(lessons: &[&Lesson], school: &Schooling) -> Net {
    let known = known(lessons);
    let shape = Shape {
        labels: school.labels,
        known: known.len(),
        given: school.given,
        reaches: school.reaches.to_vec(),
    };
    let rows: HashMap<&str, usize> =
        known.iter().enumerate().map(|(row, word)| (word.as_str(), row)).collect();
    let sounds = Sounds::of(lessons);
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut weights = beginning(&shape, &mut dice);
    let mut chain = Chain::untrained(school.labels, 0);
    let own = shape.weights();
    let stays = |at: usize| if at.is_multiple_of(school.labels + 1) { 1.0 } else { -1.0 };
    weights.extend((0..school.labels * school.labels).map(stays));

    let mut adam = Adam::of(weights.len());
    let mut slopes = vec![0.0; weights.len()];
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let steps = school.rounds * lessons.len().div_ceil(AT_ONCE);
    for _ in 0..school.rounds {
        dice.shuffle(&mut order);
        for some in order.chunks(AT_ONCE) {
            slopes.fill(0.0);
            let mut words = 0;
            chain.weights_mut().1.copy_from_slice(&weights[own..]);
            for &index in some {
                let lesson = lessons[index];
                let Lesson { texts, labels } = sounds.misheard(lesson, &mut dice);
                let heard_length = texts.len();
                let length = (school.begin)(heard_length, &mut dice);
                let (texts, labels) = (&texts[..length], &labels[..length]);
                let given = (school.give)(length, length == heard_length);
                let incoming = incoming(texts, given, &rows, &mut dice);
                words += length;
                let walk = Walk::forward(&shape, &weights, incoming, &mut dice);
                let scores = &walk.scores;
                let likelihoods = chain.likelihoods(scores);
                let mut wrong = likelihoods;
                for (row, &label) in wrong.chunks_exact_mut(school.labels).zip(labels) {
                    row[label] -= 1.0;
                }
                walk.back(&shape, &weights, &wrong, &mut slopes);
                let steps = step_slopes(&chain, scores, labels);
                slopes[own..].iter_mut().zip(steps).for_each(|(slope, step)| *slope -= step);
            }
            let scale = 1.0 / words.max(1) as f32;
            let far = slopes.iter().map(|slope| slope * slope).sum::<f32>().sqrt() * scale;
            let scale = scale * (FARTHEST / far.max(FARTHEST));
            adam.step(&mut weights, &slopes, scale, steps);
        }
    }
    chain.weights_mut().1.copy_from_slice(&weights[own..]);
    weights.truncate(own);
    Net::new(shape, &known, weights, chain)
}

/// Words by their first letter and about their length: what a recogniser takes for one another.
struct Sounds {
    alike: HashMap<(char, usize), Vec<String>>,
}

impl Sounds {
    fn of(lessons: &[&Lesson]) -> Self {
        let mut alike: HashMap<(char, usize), Vec<String>> = HashMap::new();
        for word in lessons.iter().flat_map(|lesson| &lesson.texts) {
            if let Some(sound) = sound(word) {
                alike.entry(sound).or_default().push(word.clone());
            }
        }
        Self { alike }
    }

    /// A lesson as a recogniser might have heard it; every other one is heard as it was said.
    fn misheard(&self, lesson: &Lesson, dice: &mut Dice) -> Lesson {
        if dice.below(2) == 0 {
            return lesson.clone();
        }
        // Some recordings are hard to hear, and some are not.
        let wrong = dice.below(MOST_MISHEARD);
        let mut heard = Lesson { texts: Vec::new(), labels: Vec::new() };
        for (word, &label) in lesson.texts.iter().zip(&lesson.labels) {
            let is_wrong = dice.below(100) < wrong;
            let kind = dice.below(6);
            if is_wrong && kind == 0 && lesson.texts.len() > 20 {
                continue;
            }
            let other = sound(word).and_then(|sound| self.alike.get(&sound)).filter(|_| is_wrong);
            heard
                .texts
                .push(other.map_or_else(|| word.clone(), |other| other[dice.below(other.len())].clone()));
            heard.labels.push(label);
        }
        heard
    }
}

fn sound(word: &str) -> Option<(char, usize)> {
    Some((word.chars().next()?, word.len().min(9) / 3))
}

/// The words heard often, the commonest first, after the row for all others.
fn known(lessons: &[&Lesson]) -> Vec<String> {
    let mut heard: HashMap<&str, usize> = HashMap::new();
    for word in lessons.iter().flat_map(|lesson| &lesson.texts) {
        *heard.entry(word).or_default() += 1;
    }
    let mut known: Vec<(&str, usize)> = heard.into_iter().filter(|(_, times)| *times >= KNOWN_FROM).collect();
    known.sort_by_key(|&(word, times)| (std::cmp::Reverse(times), word));
    std::iter::once("").chain(known.into_iter().map(|(word, _)| word)).map(str::to_owned).collect()
}

fn beginning(shape: &Shape, dice: &mut Dice) -> Vec<f32> {
    let mut weights = vec![0.0; shape.weights()];
    let mut fill = |range: Range<usize>, size: f32| {
        weights[range].iter_mut().for_each(|weight| *weight = size * dice.about_zero());
    };
    fill(0..shape.known(shape.known).start, 0.17);
    fill(shape.known(shape.known).start..shape.layer(0).start, 0.4);
    for layer in 0..shape.reaches.len() {
        let size = 1.0 / ((TAPS * WIDTH) as f32).sqrt();
        fill(shape.layer(layer), size);
        fill(shape.base(layer), size);
    }
    for label in 0..shape.labels {
        fill(shape.label(label), 1.0 / (WIDTH as f32).sqrt());
    }
    weights
}

fn incoming(
    texts: &[String],
    given: Vec<Vec<f32>>,
    rows: &HashMap<&str, usize>,
    dice: &mut Dice,
) -> Vec<Incoming> {
    let words = texts.iter().zip(given).map(|(word, given)| {
        let chance = dice.byte();
        let known = rows.get(word.as_str()).copied().filter(|_| chance >= UNKNOWN).unwrap_or(0);
        Incoming { meaning: meaning::of(word).filter(|_| chance >= UNHEARD_OF), known, given }
    });
    words.collect()
}

/// What the layers made of an answer, kept for the way back.
struct Walk {
    incoming: Vec<Incoming>,
    /// What is left of what came into each layer, and what was left out by chance.
    came_in: Vec<(Vec<f32>, Vec<f32>)>,
    /// Whether each number was above zero.
    above: Vec<Vec<bool>>,
    last: (Vec<f32>, Vec<f32>),
    scores: Vec<f32>,
}

impl Walk {
    fn forward(shape: &Shape, weights: &[f32], incoming: Vec<Incoming>, dice: &mut Dice) -> Self {
        let mut now = shape.first(weights, &incoming);
        let (mut came_in, mut above) = (Vec::new(), Vec::new());
        for layer in 0..shape.reaches.len() {
            let some = dice.some(now.len(), if layer == 0 { LEFT_OUT_FIRST } else { LEFT_OUT_INSIDE });
            let left = times(&now, &some);
            let mut next = vec![0.0; now.len()];
            shape.convolve(weights, layer, &left, &mut next);
            above.push(next.iter().map(|value| *value > 0.0).collect());
            for value in &mut next {
                *value = value.max(0.0);
            }
            if layer > 0 {
                next.iter_mut().zip(&now).for_each(|(next, now)| *next += now);
            }
            came_in.push((left, some));
            now = next;
        }
        let some = dice.some(now.len(), LEFT_OUT_LAST);
        let left = times(&now, &some);
        let scores = shape.label_all(weights, &left);
        Self { incoming, came_in, above, last: (left, some), scores }
    }

    /// Adds how much worse everything gets with each weight; `wrong` is that for each score.
    fn back(&self, shape: &Shape, weights: &[f32], wrong: &[f32], slopes: &mut [f32]) {
        let (last, some) = &self.last;
        let mut now = vec![0.0; last.len()];
        for ((row, wrong), out) in
            last.chunks_exact(WIDTH).zip(wrong.chunks_exact(shape.labels)).zip(now.chunks_exact_mut(WIDTH))
        {
            for (label, &wrong) in wrong.iter().enumerate() {
                let range = shape.label(label);
                out.iter_mut().zip(&weights[range.clone()]).for_each(|(out, weight)| *out += wrong * weight);
                let slopes = &mut slopes[range];
                slopes.iter_mut().zip(row).for_each(|(slope, value)| *slope += wrong * value);
                slopes[WIDTH] += wrong;
            }
        }
        let mut now = times(&now, some);
        for layer in (0..shape.reaches.len()).rev() {
            let (left, some) = &self.came_in[layer];
            let mut bent = now.clone();
            bent.iter_mut().zip(&self.above[layer]).for_each(|(value, above)| {
                if !above {
                    *value = 0.0;
                }
            });
            let base = &mut slopes[shape.base(layer)];
            for row in bent.chunks_exact(WIDTH) {
                base.iter_mut().zip(row).for_each(|(slope, value)| *slope += value);
            }
            let mut before = vec![0.0; now.len()];
            for tap in 0..TAPS {
                let (from, to) = net::shifted(now.len(), tap, shape.reaches[layer]);
                let begin = shape.layer(layer).start + tap * WIDTH * WIDTH;
                let end = begin + WIDTH * WIDTH;
                net::add_product(&turned(&left[from.clone()]), &bent[to.clone()], &mut slopes[begin..end]);
                net::add_product(&bent[to], &turned(&weights[begin..end]), &mut before[from]);
            }
            let before = times(&before, some);
            if layer == 0 {
                now = before;
            } else {
                now.iter_mut().zip(before).for_each(|(now, before)| *now += before);
            }
        }
        for (row, word) in now.chunks_exact(WIDTH).zip(&self.incoming) {
            let mut add = |range: Range<usize>, times: f32| {
                slopes[range].iter_mut().zip(row).for_each(|(slope, value)| *slope += times * value);
            };
            add(shape.known(word.known), 1.0);
            for (number, &value) in word.given.iter().enumerate() {
                add(shape.given(number), value);
            }
        }
    }
}

fn times(values: &[f32], factors: &[f32]) -> Vec<f32> {
    values.iter().zip(factors).map(|(value, factor)| value * factor).collect()
}

/// Columns as rows.
fn turned(rows: &[f32]) -> Vec<f32> {
    let length = rows.len() / WIDTH;
    let mut turned = vec![0.0; rows.len()];
    for (a, row) in rows.chunks_exact(WIDTH).enumerate() {
        for (b, value) in row.iter().enumerate() {
            turned[b * length + a] = *value;
        }
    }
    turned
}

/// Steps with a size of their own for every weight.
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    taken: u16,
}

impl Adam {
    fn of(weights: usize) -> Self {
        Self { mean: vec![0.0; weights], square: vec![0.0; weights], taken: 0 }
    }

    fn step(&mut self, weights: &mut [f32], slopes: &[f32], scale: f32, steps: usize) {
        const KEEP_MEAN: f32 = 0.9;
        const KEEP_SQUARE: f32 = 0.999;
        let done = f32::from(self.taken) / steps as f32;
        let part = if done < GROWING { 1.0 - done / GROWING } else { (done - GROWING) / (1.0 - GROWING) };
        let size = LONGEST_STEP * (0.5 + 0.5 * (part * std::f32::consts::PI).cos()).max(0.001);
        self.taken += 1;
        let mean_full = 1.0 - KEEP_MEAN.powi(i32::from(self.taken));
        let square_full = 1.0 - KEEP_SQUARE.powi(i32::from(self.taken));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, slope), (mean, square)) in weights.iter_mut().zip(slopes).zip(moments) {
            let slope = slope * scale;
            *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * slope;
            *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * slope * slope;
            *weight -= size * PULL * *weight;
            *weight -= size * (*mean / mean_full) / ((*square / square_full).sqrt() + 1e-8);
        }
    }
}

impl Dice {
    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    /// Between minus one and one.
    fn about_zero(&mut self) -> f32 {
        self.below(1 << 20) as f32 / (1 << 19) as f32 - 1.0
    }

    /// For each number nothing, if it is left out, or so much that all together stay as large.
    fn some(&mut self, length: usize, left_out: u8) -> Vec<f32> {
        let kept = 256.0 / (256.0 - f32::from(left_out));
        let mut some = Vec::with_capacity(length + 8);
        while some.len() < length {
            let bytes = self.number().to_le_bytes();
            some.extend(bytes.map(|byte| if byte < left_out { 0.0 } else { kept }));
        }
        some.truncate(length);
        some
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way back gives what happens when a weight is moved a little.
    #[test]
    fn slopes_are_those_of_the_scores() {
        let shape = Shape { labels: 3, known: 3, given: 2, reaches: vec![1, 2] };
        let mut dice = Dice(7);
        let weights = beginning(&shape, &mut dice);
        let words: Vec<Incoming> = (0..7)
            .map(|n| Incoming {
                meaning: meaning::of(["we", "lost", "it"][n % 3]).filter(|_| n != 4),
                known: n % 3,
                given: vec![n as f32 / 7.0, 1.0],
            })
            .collect();
        let wanted: Vec<f32> = (0..21).map(|_| dice.about_zero()).collect();
        let worth = |weights: &[f32]| -> f64 {
            let walk = Walk::forward(&shape, weights, words.clone(), &mut Dice(9));
            walk.scores.iter().zip(&wanted).map(|(a, b)| f64::from(a * b)).sum()
        };
        let mut slopes = vec![0.0; weights.len()];
        Walk::forward(&shape, &weights, words.clone(), &mut Dice(9)).back(
            &shape,
            &weights,
            &wanted,
            &mut slopes,
        );
        let mut tried = 0;
        for at in (0..weights.len()).step_by(37) {
            let moved = |by: f32| {
                let mut weights = weights.clone();
                weights[at] += by;
                worth(&weights)
            };
            let slope = (moved(0.0005) - moved(-0.0005)) / 0.001;
            assert!(
                (slope - f64::from(slopes[at])).abs() < 0.01 + 0.02 * slope.abs(),
                "weight {at}: {slope} but {}",
                slopes[at]
            );
            tried += usize::from(slope.abs() > 0.05);
        }
        assert!(tried > 50, "{tried} weights mattered");
    }
}
