//! A chain: every word gets one of a few labels, by learnt weights over what stands around it and by learnt weights
//! between neighbours. Restarts and the arc are found with one each. The trainer fits the weights; here they are used.

/// What is known of one place, as numbers of weights.
pub type Features = Vec<u32>;

/// The learnt weights of one chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    labels: usize,
    /// `labels` to a bucket; features that share a bucket share its weights.
    weights: Vec<f32>,
    /// From each label to each, `labels` squared.
    steps: Vec<f32>,
    /// What corpus, trainer and settings these weights are of.
    pub fingerprint: u64,
}

/// Why weights cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these are no weights of a chain, or not all of them")]
pub struct BadWeights;

const MAGIC: [u8; 4] = *b"RTKC";
/// The largest weight is this; the others are fractions of it.
const FULL: f32 = i16::MAX as f32;

impl Chain {
    /// All weights zero: where training begins. `bits` give two to their power buckets.
    #[must_use]
    pub fn untrained(labels: usize, bits: u8) -> Self {
        Self { labels, weights: vec![0.0; labels << bits], steps: vec![0.0; labels * labels], fingerprint: 0 }
    }

    /// How many labels there are.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// How many buckets features are spread over: a power of two.
    #[must_use]
    pub fn buckets(&self) -> usize {
        self.weights.len() / self.labels
    }

    /// The weights of the features and of the steps, to be trained.
    pub fn weights_mut(&mut self) -> (&mut [f32], &mut [f32]) {
        (&mut self.weights, &mut self.steps)
    }

    /// How much every label suits every place by itself, a row a place.
    #[must_use]
    pub fn scores(&self, places: &[Features]) -> Vec<f32> {
        let mut scores = vec![0.0; places.len() * self.labels];
        for (row, features) in scores.chunks_exact_mut(self.labels).zip(places) {
            for &feature in features {
                let at = self.labels * self.bucket(feature);
                for (score, weight) in row.iter_mut().zip(&self.weights[at..at + self.labels]) {
                    *score += weight;
                }
            }
        }
        scores
    }

    /// The bucket of a feature.
    #[must_use]
    pub fn bucket(&self, feature: u32) -> usize {
        feature as usize & (self.buckets() - 1)
    }

    /// The likeliest labels, all taken together (Viterbi).
    #[must_use]
    pub fn best(&self, scores: &[f32]) -> Vec<usize> {
        let labels = self.labels;
        let places = scores.len() / labels;
        if places == 0 {
            return Vec::new();
        }
        let mut came_from = vec![0_u8; places * labels];
        let mut until = scores[..labels].to_vec();
        for place in 1..places {
            let mut next = vec![0.0; labels];
            for to in 0..labels {
                let reached = |from: usize| until[from] + self.steps[from * labels + to];
                let from = (0..labels).max_by(|&a, &b| reached(a).total_cmp(&reached(b))).unwrap_or(0);
                came_from[place * labels + to] = from as u8;
                next[to] = reached(from) + scores[place * labels + to];
            }
            until = next;
        }
        let mut label = (0..labels).max_by(|&a, &b| until[a].total_cmp(&until[b])).unwrap_or(0);
        let mut best = vec![label; places];
        for place in (1..places).rev() {
            label = usize::from(came_from[place * labels + label]);
            best[place - 1] = label;
        }
        best
    }

    /// The likeliest labels of places that come after one labelled already.
    #[must_use]
    pub fn best_after(&self, before: Option<usize>, scores: &[f32]) -> Vec<usize> {
        let mut scores = scores.to_vec();
        if let Some(before) = before {
            let steps = &self.steps[before * self.labels..(before + 1) * self.labels];
            scores.iter_mut().zip(steps).for_each(|(score, step)| *score += step);
        }
        self.best(&scores)
    }

    /// The labels that are likeliest place by place, together: a change from one to the next costs so much likelihood.
    #[must_use]
    pub fn steady(&self, likelihoods: &[f32], change: f32) -> Vec<usize> {
        let costs = Self {
            labels: self.labels,
            weights: Vec::new(),
            steps: (0..self.labels * self.labels)
                .map(|step| if step % (self.labels + 1) == 0 { 0.0 } else { -change })
                .collect(),
            fingerprint: 0,
        };
        costs.best(likelihoods)
    }

    /// How likely every label is at every place, all ways through the chain considered.
    #[must_use]
    pub fn likelihoods(&self, scores: &[f32]) -> Vec<f32> {
        let Sums { ahead, behind, all } = self.sums(scores);
        ahead.iter().zip(&behind).map(|(a, b)| (a + b - all).exp()).collect()
    }

    /// How likely every step is between each place and the next, `labels` squared a pair of places.
    #[must_use]
    pub fn pair_likelihoods(&self, scores: &[f32]) -> Vec<f32> {
        let labels = self.labels;
        let Sums { ahead, behind, all } = self.sums(scores);
        let mut pairs = Vec::with_capacity(scores.len() * labels);
        for next in (labels..scores.len()).step_by(labels) {
            for from in 0..labels {
                for to in 0..labels {
                    let step = self.steps[from * labels + to] + scores[next + to];
                    pairs.push((ahead[next - labels + from] + step + behind[next + to] - all).exp());
                }
            }
        }
        pairs
    }

    /// Sums over all ways through the chain, as logarithms.
    fn sums(&self, scores: &[f32]) -> Sums {
        let labels = self.labels;
        let places = scores.len() / labels;
        let mut ahead = scores.to_vec();
        let mut behind = vec![0.0_f32; places * labels];
        for place in 1..places {
            let (before, here) = ahead.split_at_mut(place * labels);
            let before = &before[(place - 1) * labels..];
            for (to, sum) in here[..labels].iter_mut().enumerate() {
                *sum += log_sum(
                    before.iter().enumerate().map(|(from, sum)| sum + self.steps[from * labels + to]),
                );
            }
        }
        for place in (0..places.saturating_sub(1)).rev() {
            let next = (place + 1) * labels;
            for from in 0..labels {
                let ways = (0..labels)
                    .map(|to| behind[next + to] + scores[next + to] + self.steps[from * labels + to]);
                behind[place * labels + from] = log_sum(ways);
            }
        }
        let all = log_sum(ahead[places.saturating_sub(1) * labels..].iter().copied());
        Sums { ahead, behind, all }
    }

    /// As a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let largest = self.weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if largest > 0.0 { largest / FULL } else { 1.0 };
        let mut bytes = MAGIC.to_vec();
        bytes.push(self.labels as u8);
        bytes.push(self.buckets().trailing_zeros() as u8);
        bytes.extend(self.fingerprint.to_le_bytes());
        bytes.extend(scale.to_le_bytes());
        bytes.extend(self.steps.iter().flat_map(|step| step.to_le_bytes()));
        bytes.extend(self.weights.iter().flat_map(|weight| ((weight / scale).round() as i16).to_le_bytes()));
        bytes
    }

    /// From a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadWeights> {
        let mut rest = bytes;
        if take::<4>(&mut rest)? != MAGIC {
            return Err(BadWeights);
        }
        let [labels, bits] = take::<2>(&mut rest)?;
        let labels = usize::from(labels);
        if !(1..=16).contains(&labels) || bits > 24 {
            return Err(BadWeights);
        }
        let fingerprint = u64::from_le_bytes(take(&mut rest)?);
        let scale = f32::from_le_bytes(take(&mut rest)?);
        let mut steps = Vec::with_capacity(labels * labels);
        for _ in 0..labels * labels {
            steps.push(f32::from_le_bytes(take(&mut rest)?));
        }
        if rest.len() != 2 * (labels << bits)
            || !scale.is_finite()
            || steps.iter().any(|step| !step.is_finite())
        {
            return Err(BadWeights);
        }
        let weights = rest
            .chunks_exact(2)
            .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) * scale)
            .collect();
        Ok(Self { labels, weights, steps, fingerprint })
    }
}

struct Sums {
    /// Of the ways to each place and label.
    ahead: Vec<f32>,
    /// Of the ways on from there.
    behind: Vec<f32>,
    /// Of all ways.
    all: f32,
}

pub(crate) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], BadWeights> {
    let (first, others) = rest.split_first_chunk::<N>().ok_or(BadWeights)?;
    *rest = others;
    Ok(*first)
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    most + values.map(|value| (value - most).exp()).sum::<f32>().ln()
}

/// A number for anything that can be said about a place: its kind, and the values it has there.
pub(crate) fn feature(kind: u32, values: &[u64]) -> u32 {
    let mut hash = u64::from(kind).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for value in values {
        hash = (hash ^ value).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    (hash ^ (hash >> 29)) as u32
}

/// A number for a text (FNV-1a).
pub(crate) fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two labels, four buckets: the first feature is for label 0, the second for label 1.
    fn chain(stay: f32) -> Chain {
        let mut chain = Chain::untrained(2, 2);
        let (weights, steps) = chain.weights_mut();
        weights[..4].copy_from_slice(&[1.0, 0.0, 0.0, 1.5]);
        steps.copy_from_slice(&[stay, 0.0, 0.0, stay]);
        chain
    }

    #[test]
    fn the_best_way_is_the_best_of_all_ways() {
        let places: Vec<Features> = vec![vec![0], vec![1], vec![0], vec![0], vec![1], vec![1]];
        for stay in [-1.0, 0.0, 0.4, 1.0, 3.0] {
            let chain = chain(stay);
            let scores = chain.scores(&places);
            let worth = |labels: &[usize]| -> f32 {
                let places: f32 = labels.iter().enumerate().map(|(at, label)| scores[2 * at + label]).sum();
                places + labels.windows(2).map(|pair| chain.steps[2 * pair[0] + pair[1]]).sum::<f32>()
            };
            let all = (0..64_usize).map(|way| (0..6).map(|at| way >> at & 1).collect::<Vec<usize>>());
            let best = all.clone().map(|way| worth(&way)).fold(f32::MIN, f32::max);
            assert!((worth(&chain.best(&scores)) - best).abs() < 1e-5);

            let total: f32 = all.clone().map(|way| worth(&way).exp()).sum();
            let second: f32 = all.clone().filter(|way| way[1] == 1).map(|way| worth(&way).exp()).sum();
            assert!((chain.likelihoods(&scores)[3] - second / total).abs() < 1e-4);
            let step: f32 = all.filter(|way| way[1] == 1 && way[2] == 0).map(|way| worth(&way).exp()).sum();
            assert!((chain.pair_likelihoods(&scores)[4 + 2] - step / total).abs() < 1e-4);
        }
    }

    #[test]
    fn weights_come_back_from_their_file_and_nothing_else_does() {
        let bytes = chain(0.5).to_bytes();
        let back = Chain::from_bytes(&bytes).expect("weights");
        assert_eq!(back.to_bytes(), bytes);
        assert!((back.weights[3] - 1.5).abs() < 1e-4);
        for cut in 0..bytes.len() {
            assert_eq!(Chain::from_bytes(&bytes[..cut]), Err(BadWeights));
        }
        assert_eq!(Chain::from_bytes(b"something else altogether"), Err(BadWeights));
    }
}
