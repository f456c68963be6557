//! Fluent recordings with some of their short words drawn out, as people do who look for the next one: "and", held for half a
//! second, is no filled pause.

use crate::fit::Dice;
use crate::mix::{Host, Mixture, RATE, silence, softest, stage_in, written_s};

/// Every so many short words one is drawn out.
const EVERY: usize = 2;
/// Letters that a short word has at most.
const SHORT: usize = 4;
/// As long as this a word gets, in hundredths of a second.
const SHORTEST: usize = 30;
const LONGEST: usize = 100;
/// No word gets so many times as long.
const MOST_TIMES: f32 = 4.0;
/// The ends of words are off by so much.
const SLACK_S: f64 = 0.01;

/// Half of what is taken over in one piece, and how far a piece is moved so that it goes on from the one before.
const HOP: usize = RATE as usize * 15 / 1_000;
const SEEK: usize = RATE as usize / 100;

/// A host with some of its short words drawn out, and where they are.
pub(crate) fn drawn_out(host: &Host, pass: usize) -> (Vec<f32>, Mixture) {
    let mut dice = Dice(0x2f6b_91d4_3c57_8ea1 ^ ((pass as u64 + 1) << 32) ^ host.samples.len() as u64);
    let room = softest(&host.samples);
    let (mut out, mut mixture, mut taken) = (Vec::new(), Mixture::default(), 0);
    for word in host.words.iter().filter(|word| word.text.len() <= SHORT) {
        let at = |t: f64| ((t.max(0.0) * f64::from(RATE)) as usize).min(host.samples.len());
        let (from, to) = (at(word.start - SLACK_S), at(word.end + SLACK_S));
        if from < taken || to - from < 2 * HOP || dice.below(EVERY) > 0 {
            continue;
        }
        let wanted = (SHORTEST + dice.below(LONGEST - SHORTEST)) * RATE as usize / 100;
        let times = wanted as f32 / (to - from) as f32;
        if times < 1.0 {
            continue;
        }
        out.extend_from_slice(&host.samples[taken..from]);
        taken = to;
        silence(&mut out, &room, &mut dice);
        let start = written_s(&out);
        out.extend(stretched(&host.samples[from..to], times.min(MOST_TIMES)));
        mixture.drawn.push([start, written_s(&out)]);
        silence(&mut out, &room, &mut dice);
    }
    out.extend_from_slice(&host.samples[taken..]);
    stage_in(&mut out, host, pass, &mut dice);
    (out, mixture)
}

/// So many times as long, at the same pitch: pieces that overlap by half, each taken from where the sound goes on most like
/// the piece before it.
fn stretched(samples: &[f32], times: f32) -> Vec<f32> {
    let length = (samples.len() as f32 * times) as usize;
    let last = samples.len().saturating_sub(2 * HOP);
    let (mut out, mut weights) = (vec![0.0; length + 2 * HOP], vec![0.0; length + 2 * HOP]);
    let mut from = 0;
    for to in (0..length).step_by(HOP) {
        if to > 0 {
            let middle = ((to as f32 / times) as usize).min(last);
            let goes_on = &samples[(from + HOP).min(last + HOP)..][..HOP];
            let alike = |at: usize| -> f32 {
                samples[at..at + HOP].iter().zip(goes_on).map(|(one, other)| one * other).sum()
            };
            let near = middle.saturating_sub(SEEK)..=(middle + SEEK).min(last);
            from = near.max_by(|a, b| alike(*a).total_cmp(&alike(*b))).unwrap_or(middle);
        }
        for (n, sample) in samples[from..].iter().take(2 * HOP).enumerate() {
            let weight = 1e-3 + (std::f32::consts::PI * n as f32 / (2 * HOP) as f32).sin().powi(2);
            out[to + n] += sample * weight;
            weights[to + n] += weight;
        }
    }
    out.truncate(length);
    out.iter().zip(&weights).map(|(sample, weight)| sample / weight.max(1e-3)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A voice of 120 Hz with two overtones, a quarter of a second.
    fn voice() -> Vec<f32> {
        let tone = |n: usize, times: f32| {
            (std::f32::consts::TAU * 120.0 * times * n as f32 / RATE as f32).sin() / times
        };
        (0..RATE as usize / 4).map(|n| 0.2 * (tone(n, 1.0) + tone(n, 2.0) + tone(n, 3.0))).collect()
    }

    fn power(samples: &[f32]) -> f32 {
        samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32
    }

    #[test]
    fn what_is_stretched_lasts_longer_at_the_same_pitch_and_level() {
        let voice = voice();
        for times in [1.0, 1.7, 4.0] {
            let long = stretched(&voice, times);
            assert_eq!(long.len(), (voice.len() as f32 * times) as usize);
            assert!((power(&long) / power(&voice) - 1.0).abs() < 0.1, "{times}: {}", power(&long));
            // A period later it is much the same, half a period later it is not.
            let apart = |lag: usize| {
                let moved = long.iter().zip(&long[lag..]).map(|(one, other)| (one - other).powi(2));
                moved.sum::<f32>() / (long.len() - lag) as f32 / power(&long)
            };
            let period = RATE as usize / 120;
            assert!(apart(period) < 0.1 && apart(period / 2) > 1.0, "{times}: {}", apart(period));
        }
    }

    #[test]
    fn short_words_are_drawn_out_and_nothing_else_is() {
        let word = |text: &str, start: f64, end: f64| coach::Word {
            text: text.to_owned(),
            start,
            end,
            conf: 1.0,
            struck: false,
        };
        let samples: Vec<f32> = voice().into_iter().cycle().take(RATE as usize * 4).collect();
        let host = |words| Host { id: "host".to_owned(), samples: samples.clone(), words };
        let long = host(vec![word("because", 0.5, 0.7), word("nobody", 1.0, 1.2)]);
        let (out, mixture) = drawn_out(&long, 0);
        assert_eq!((out, mixture.drawn.len()), (samples.clone(), 0));
        let short =
            host((0..7).map(|n| word("and", 0.5 * f64::from(n) + 0.2, 0.5 * f64::from(n) + 0.35)).collect());
        let (out, mixture) = drawn_out(&short, 0);
        assert!(!mixture.drawn.is_empty() && out.len() > samples.len());
        for [from, to] in mixture.drawn {
            assert!((0.29..=1.0).contains(&(to - from)), "{from} to {to}");
        }
        assert_eq!(drawn_out(&short, 0).0, out);
    }
}
