//! Fits a chain: stochastic gradient steps on the likelihood of the labels (a conditional random field), each weight
//! with a step of its own (`AdaGrad`). The same sequences and settings always give the same weights.

use coach::chain::{Chain, Features};

/// A sequence and what its places are labelled with.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) places: Vec<Features>,
    pub(crate) labels: Vec<usize>,
}

/// How a chain is fitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// Two to this power buckets.
    pub(crate) bits: u8,
    pub(crate) rounds: usize,
    pub(crate) step: f32,
    /// How strongly weights are pulled to zero.
    pub(crate) pull: f32,
}

/// The chain that fits the examples.
pub(crate) fn fit(examples: &[&Example], labels: usize, settings: Settings) -> Chain {
    let mut chain = Chain::untrained(labels, settings.bits);
    let mut moved = vec![1e-6_f32; chain.buckets() * labels];
    let mut steps_moved = vec![1e-6_f32; labels * labels];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut average = Average::of(&mut chain);
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..settings.rounds {
        dice.shuffle(&mut order);
        for &index in &order {
            learn(&mut chain, examples[index], settings, &mut moved, &mut steps_moved);
        }
        average.add(&mut chain);
    }
    average.put_into(&mut chain);
    chain
}

fn learn(
    chain: &mut Chain,
    example: &Example,
    settings: Settings,
    moved: &mut [f32],
    steps_moved: &mut [f32],
) {
    let labels = chain.labels();
    let places = example.places.len();
    if places == 0 {
        return;
    }
    let scores = chain.scores(&example.places);
    let likelihoods = chain.likelihoods(&scores);
    let step_slopes = step_slopes(chain, &scores, &example.labels);
    let buckets: Vec<Vec<usize>> = example
        .places
        .iter()
        .map(|features| features.iter().map(|&feature| chain.bucket(feature)).collect())
        .collect();
    let (weights, steps) = chain.weights_mut();
    let change = |weight: &mut f32, moved: &mut f32, slope: f32| {
        let slope = slope - settings.pull * *weight;
        *moved += slope * slope;
        *weight += settings.step * slope / moved.sqrt();
    };
    for (place, features) in buckets.iter().enumerate() {
        for label in 0..labels {
            let wanted = if example.labels[place] == label { 1.0 } else { 0.0 };
            let slope = wanted - likelihoods[place * labels + label];
            for bucket in features {
                let at = bucket * labels + label;
                change(&mut weights[at], &mut moved[at], slope);
            }
        }
    }
    for (at, slope) in step_slopes.into_iter().enumerate() {
        change(&mut steps[at], &mut steps_moved[at], slope);
    }
}

/// How often each step was taken, less how often it was expected.
pub(crate) fn step_slopes(chain: &Chain, scores: &[f32], wanted: &[usize]) -> Vec<f32> {
    let labels = chain.labels();
    let mut slopes = vec![0.0_f32; labels * labels];
    for pair in wanted.windows(2) {
        slopes[pair[0] * labels + pair[1]] += 1.0;
    }
    for pair in chain.pair_likelihoods(scores).chunks_exact(labels * labels) {
        slopes.iter_mut().zip(pair).for_each(|(slope, likely)| *slope -= likely);
    }
    slopes
}

/// The mean of the weights after every round: steadier than those after the last.
struct Average {
    weights: Vec<f32>,
    steps: Vec<f32>,
    rounds: f32,
}

impl Average {
    fn of(chain: &mut Chain) -> Self {
        let (weights, steps) = chain.weights_mut();
        Self { weights: vec![0.0; weights.len()], steps: vec![0.0; steps.len()], rounds: 0.0 }
    }

    fn add(&mut self, chain: &mut Chain) {
        let (weights, steps) = chain.weights_mut();
        self.weights.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += *weight);
        self.steps.iter_mut().zip(steps).for_each(|(sum, step)| *sum += *step);
        self.rounds += 1.0;
    }

    fn put_into(self, chain: &mut Chain) {
        let (weights, steps) = chain.weights_mut();
        weights.iter_mut().zip(self.weights).for_each(|(weight, sum)| *weight = sum / self.rounds);
        steps.iter_mut().zip(self.steps).for_each(|(step, sum)| *step = sum / self.rounds);
    }
}

/// A small generator of our own: the same order in every run, on every machine.
pub(crate) struct Dice(pub u64);

impl Dice {
    pub(crate) fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.number() % limit as u64) as usize
    }

    pub(crate) fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at + 1));
        }
    }
}
