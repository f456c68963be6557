//! Fluent recordings with filled pauses put between their words: more of them, in more voices and rooms, than anybody has
//! marked. Everything follows from the dice, so the same recordings always give the same mixtures.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use coach::Word;
use serde::{Deserialize, Serialize};

use crate::fit::Dice;

pub(crate) const RATE: u32 = 16_000;
/// About one filled pause in so many seconds.
const EVERY_S: usize = 5;
/// Between one pair of words in so many somebody draws breath.
const BREATHES: usize = 20;

/// Where something is, by recording.
pub(crate) type Marks = BTreeMap<String, Vec<[f64; 2]>>;

/// What was mixed into each recording.
pub(crate) type Mixed = BTreeMap<String, Mixture>;

/// What was mixed into a recording.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Mixture {
    pub(crate) said: Vec<Said>,
    /// Where a breath is drawn.
    pub(crate) breaths: Vec<[f64; 2]>,
    /// Which words are drawn out.
    pub(crate) drawn: Vec<[f64; 2]>,
}

/// A filled pause in a mixture.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// Who says it.
    pub(crate) voice: String,
}

/// A filled pause to be mixed in.
pub(crate) struct Filler {
    pub(crate) voice: String,
    pub(crate) samples: Vec<f32>,
}

/// A recording that is mixed into.
pub(crate) struct Host {
    pub(crate) id: String,
    pub(crate) samples: Vec<f32>,
    pub(crate) words: Vec<Word>,
}

/// A recording's samples; 16 kHz mono.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<f32>> {
    let mut reader = hound::WavReader::open(path).with_context(|| path.display().to_string())?;
    let spec = reader.spec();
    anyhow::ensure!(spec.channels == 1 && spec.sample_rate == RATE, "{} is not 16 kHz mono", path.display());
    let samples: Result<Vec<i16>, _> = reader.samples::<i16>().collect();
    Ok(samples?.into_iter().map(|sample| f32::from(sample) / 32_768.0).collect())
}

/// Writes samples as a recording.
pub(crate) fn write(path: &Path, samples: &[f32]) -> anyhow::Result<()> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec)?;
    for sample in samples {
        writer.write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16)?;
    }
    Ok(writer.finalize()?)
}

/// A host with fillers between some of its words, and where they are; between others a breath is drawn. Every other time in
/// a room of its own: with noise, an echo, softer or louder.
pub(crate) fn mixed(host: &Host, fillers: &[Filler], pass: usize) -> (Vec<f32>, Mixture) {
    let mut dice = Dice(0x51ed_270b_7a3f_9d2b ^ ((pass as u64 + 1) << 32) ^ host.samples.len() as u64);
    let level = loudness(&host.samples);
    let room = softest(&host.samples);
    let (mut out, mut mixture, mut taken) = (Vec::new(), Mixture::default(), 0);
    for pair in host.words.windows(2) {
        let gap = f64::midpoint(pair[0].end, pair[1].start.max(pair[0].end));
        let at = ((gap * f64::from(RATE)) as usize).min(host.samples.len());
        // About two and a half words a second.
        let (fills, breathes) = (dice.below(EVERY_S * 5) <= 1, dice.below(BREATHES) == 0);
        if at < taken || !(fills || breathes) {
            continue;
        }
        out.extend_from_slice(&host.samples[taken..at]);
        taken = at;
        silence(&mut out, &room, &mut dice);
        let start = written_s(&out);
        if fills {
            let Filler { voice, samples } = &fillers[dice.below(fillers.len())];
            out.extend(said(samples, level, &mut dice));
            mixture.said.push(Said { start, end: written_s(&out), voice: voice.clone() });
        } else {
            out.extend(breath(level, &mut dice));
            mixture.breaths.push([start, written_s(&out)]);
        }
        silence(&mut out, &room, &mut dice);
    }
    out.extend_from_slice(&host.samples[taken..]);
    stage_in(&mut out, host, pass, &mut dice);
    (out, mixture)
}

/// How much is written already.
pub(crate) fn written_s(out: &[f32]) -> f64 {
    out.len() as f64 / f64::from(RATE)
}

/// A host with another speaker all along, so much softer; who stops first begins again.
pub(crate) fn beside(host: &[f32], other: &[f32], softer_db: f32) -> Vec<f32> {
    let gain = loudness(host) / loudness(other).max(1e-4) * 10_f32.powf(-softer_db / 20.0);
    let both = host.iter().zip(other.iter().cycle()).map(|(one, other)| one + gain * other);
    // What two say at once is louder than either.
    both.map(|sample| 0.6 * sample).collect()
}

/// Faster or slower, softer or louder.
fn said(filler: &[f32], level: f32, dice: &mut Dice) -> Vec<f32> {
    let speed = 0.85 + dice.below(36) as f32 / 100.0;
    let gain = level / loudness(filler).max(1e-4) * 10_f32.powf((dice.below(11) as f32 - 8.0) / 20.0);
    let length = (filler.len() as f32 / speed) as usize;
    let fade = RATE as f32 / 100.0;
    (0..length)
        .map(|n| {
            let at = n as f32 * speed;
            let (whole, part) = (at as usize, at.fract());
            let next = filler.get(whole + 1).copied().unwrap_or(0.0);
            let edge = (n as f32 / fade).min((length - n) as f32 / fade).min(1.0);
            (filler[whole] * (1.0 - part) + next * part) * gain * edge
        })
        .collect()
}

/// Air drawn in: noise that a throat and a mouth colour, softer than speech.
fn breath(level: f32, dice: &mut Dice) -> Vec<f32> {
    let length = RATE as usize * (15 + dice.below(60)) / 100;
    let rises = 0.4 + dice.below(50) as f32 / 100.0;
    let mut throat = Resonance::new(400.0 + dice.below(500) as f32, dice);
    let mut mouth = Resonance::new(1_100.0 + dice.below(1_500) as f32, dice);
    let mut air: Vec<f32> = (0..length)
        .map(|n| {
            let white = dice.below(20_001) as f32 / 10_000.0 - 1.0;
            let at = n as f32 / length as f32;
            let swell = if at < rises { at / rises } else { (1.0 - at) / (1.0 - rises) };
            (throat.through(white) + mouth.through(white) + 0.2 * white) * swell
        })
        .collect();
    let gain = level / loudness(&air).max(1e-4) * 10_f32.powf(-(8.0 + dice.below(18) as f32) / 20.0);
    for sample in &mut air {
        *sample *= gain;
    }
    air
}

/// Where a tube sounds loudest.
struct Resonance {
    turn: f32,
    damping: f32,
    last: [f32; 2],
}

impl Resonance {
    /// As broad as air makes it.
    fn new(hz: f32, dice: &mut Dice) -> Self {
        let per_sample = std::f32::consts::TAU / RATE as f32;
        let damping = (-0.5 * per_sample * (250.0 + dice.below(400) as f32)).exp();
        Self { turn: 2.0 * damping * (per_sample * hz).cos(), damping: damping * damping, last: [0.0; 2] }
    }

    fn through(&mut self, sample: f32) -> f32 {
        let out = sample + self.turn * self.last[0] - self.damping * self.last[1];
        self.last = [out, self.last[0]];
        out
    }
}

/// Some of the room's own silence, or none.
pub(crate) fn silence(out: &mut Vec<f32>, room: &[f32], dice: &mut Dice) {
    const LENGTHS_MS: [usize; 8] = [0, 0, 30, 60, 120, 200, 350, 600];
    let length = LENGTHS_MS[dice.below(LENGTHS_MS.len())] * RATE as usize / 1_000;
    // There and back again, so that it has no seam.
    out.extend(room.iter().chain(room.iter().rev()).cycle().take(length));
}

/// Every other time in a room of its own.
pub(crate) fn stage_in(samples: &mut [f32], host: &Host, pass: usize, dice: &mut Dice) {
    if pass % 2 == 1 {
        stage(samples, loudness(&host.samples), dice);
    }
}

fn stage(samples: &mut [f32], level: f32, dice: &mut Dice) {
    let echo = dice.below(3) as f32 * 0.12;
    let delay = RATE as usize * (15 + dice.below(30)) / 1_000;
    for n in delay..samples.len() {
        samples[n] += echo * samples[n - delay];
    }
    if dice.below(3) == 0 {
        hum(samples, level * 10_f32.powf(-(14.0 + dice.below(16) as f32) / 20.0), dice);
    }
    if dice.below(3) == 0 {
        telephone(samples);
    }
    let below_db = 18.0 + dice.below(20) as f32;
    let noise = level * 10_f32.powf(-below_db / 20.0);
    let gain = 10_f32.powf((dice.below(19) as f32 - 12.0) / 20.0);
    let mut last = 0.0;
    for sample in samples {
        // More of it in the low frequencies, as in rooms.
        let white = dice.below(20_001) as f32 / 10_000.0 - 1.0;
        last = 0.7 * last + white;
        *sample = (*sample + noise * last) * gain;
    }
}

/// A machine somewhere: a low tone and those above it, a little unsteady.
fn hum(samples: &mut [f32], level: f32, dice: &mut Dice) {
    let pitch = 48.0 + dice.below(140) as f32;
    let tilt = 1.0 + dice.below(10) as f32 / 5.0;
    let mut phase = 0.0_f32;
    for (n, sample) in samples.iter_mut().enumerate() {
        let swell = 1.0 + 0.3 * (n as f32 / RATE as f32 * 3.1).sin();
        phase = (phase + pitch / RATE as f32).fract();
        let tones = (1..=8_u8).map(|tone| {
            let tone = f32::from(tone);
            (std::f32::consts::TAU * phase * tone).sin() / tone.powf(tilt)
        });
        *sample += level * swell * tones.sum::<f32>();
    }
}

/// Nothing below 300 Hz and little above 3.4 kHz.
fn telephone(samples: &mut [f32]) {
    let share = |hz: f32| 1.0 - (-std::f32::consts::TAU * hz / RATE as f32).exp();
    let (high, low) = (share(3_400.0), share(250.0));
    let (mut smooth, mut slow) = ([0.0_f32; 4], 0.0_f32);
    for sample in samples {
        let mut value = *sample;
        for stage in &mut smooth {
            *stage += high * (value - *stage);
            value = *stage;
        }
        slow += low * (value - slow);
        *sample = value - slow;
    }
}

fn loudness(samples: &[f32]) -> f32 {
    let blocks =
        samples.chunks(320).map(|block| block.iter().map(|s| s * s).sum::<f32>() / block.len() as f32);
    let mut powers: Vec<f32> = blocks.collect();
    powers.sort_by(f32::total_cmp);
    // Of the louder half: speech, not the silence in it.
    let half = &powers[powers.len() / 2..];
    (half.iter().sum::<f32>() / half.len().max(1) as f32).sqrt()
}

/// The softest tenth of a second.
pub(crate) fn softest(samples: &[f32]) -> Vec<f32> {
    let power = |block: &&[f32]| block.iter().map(|s| s * s).sum::<f32>();
    let blocks = samples.chunks_exact(RATE as usize / 10);
    blocks.min_by(|a, b| power(a).total_cmp(&power(b))).map_or_else(|| vec![0.0; 1_600], <[f32]>::to_vec)
}
