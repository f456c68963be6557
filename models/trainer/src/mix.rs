//! Fluent recordings with filled pauses put between their words: more of them, in more voices and rooms, than anybody has
//! marked. Everything follows from the dice, so the same recordings always give the same mixtures.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::fit::Dice;

pub(crate) const RATE: u32 = 16_000;
/// About one filled pause in so many seconds.
const EVERY_S: usize = 5;

/// Where something is, by recording.
pub(crate) type Marks = BTreeMap<String, Vec<[f64; 2]>>;

/// Which filled pauses were mixed into each recording.
pub(crate) type Mixed = BTreeMap<String, Vec<Said>>;

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
    /// Where words begin and end.
    pub(crate) words: Vec<[f64; 2]>,
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

/// A host with fillers between some of its words, and where they are. Every other time in a room of its own: with noise,
/// an echo, softer or louder.
pub(crate) fn mixed(host: &Host, fillers: &[Filler], pass: usize) -> (Vec<f32>, Vec<Said>) {
    let mut dice = Dice(0x51ed_270b_7a3f_9d2b ^ ((pass as u64 + 1) << 32) ^ host.samples.len() as u64);
    let level = loudness(&host.samples);
    let room = softest(&host.samples);
    let (mut out, mut marks, mut taken) = (Vec::new(), Vec::new(), 0);
    for pair in host.words.windows(2) {
        let gap = f64::midpoint(pair[0][1], pair[1][0].max(pair[0][1]));
        let at = ((gap * f64::from(RATE)) as usize).min(host.samples.len());
        // About two and a half words a second.
        if at < taken || dice.below(EVERY_S * 5) > 1 {
            continue;
        }
        out.extend_from_slice(&host.samples[taken..at]);
        taken = at;
        let Filler { voice, samples } = &fillers[dice.below(fillers.len())];
        let filler = said(samples, level, &mut dice);
        silence(&mut out, &room, &mut dice);
        let start = out.len();
        out.extend(&filler);
        let [start, end] = [start, out.len()].map(|sample| sample as f64 / f64::from(RATE));
        marks.push(Said { start, end, voice: voice.clone() });
        silence(&mut out, &room, &mut dice);
    }
    out.extend_from_slice(&host.samples[taken..]);
    if pass % 2 == 1 {
        stage(&mut out, level, &mut dice);
    }
    (out, marks)
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

/// Some of the room's own silence, or none.
fn silence(out: &mut Vec<f32>, room: &[f32], dice: &mut Dice) {
    const LENGTHS_MS: [usize; 8] = [0, 0, 30, 60, 120, 200, 350, 600];
    let length = LENGTHS_MS[dice.below(LENGTHS_MS.len())] * RATE as usize / 1_000;
    // There and back again, so that it has no seam.
    out.extend(room.iter().chain(room.iter().rev()).cycle().take(length));
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
fn softest(samples: &[f32]) -> Vec<f32> {
    let power = |block: &&[f32]| block.iter().map(|s| s * s).sum::<f32>();
    let blocks = samples.chunks_exact(RATE as usize / 10);
    blocks.min_by(|a, b| power(a).total_cmp(&power(b))).map_or_else(|| vec![0.0; 1_600], <[f32]>::to_vec)
}
