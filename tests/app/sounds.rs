//! Sounds to listen to, made of the recordings in `tests/fixtures` and of dice; the same in every run.

use std::path::Path;

use coach::Report;

use crate::program::{fixture, retake, stderr, stdout};

/// Twelve seconds of white noise; the same in every run.
pub(crate) fn noise(amplitude: f64) -> Vec<i16> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let sample = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 11) as f64 / (1_u64 << 53) as f64 * 2.0 - 1.0) * amplitude
    };
    std::iter::repeat_with(sample).take(12 * 16_000).map(|value| value as i16).collect()
}

/// A plain 16 kHz WAV.
pub(crate) fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = 2 * samples.len() as u32;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + bytes).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&[16, 0, 0, 0, 1, 0, 1, 0]);
    wav.extend_from_slice(&16_000_u32.to_le_bytes());
    wav.extend_from_slice(&32_000_u32.to_le_bytes());
    wav.extend_from_slice(&[2, 0, 16, 0]);
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&bytes.to_le_bytes());
    wav.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    wav
}

/// The samples of a recording in `tests/fixtures`.
pub(crate) fn spoken(name: &str) -> Vec<i16> {
    let bytes = std::fs::read(fixture(name)).unwrap();
    bytes[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// Plays so many times as fast, and as much higher.
pub(crate) fn faster(samples: &[i16], speed: f64) -> Vec<i16> {
    let length = (samples.len() as f64 / speed) as usize;
    let at = |n: usize| {
        let place = n as f64 * speed;
        let (whole, part) = (place as usize, place.fract());
        let next = samples.get(whole + 1).copied().unwrap_or(0);
        f64::from(samples[whole]) * (1.0 - part) + f64::from(next) * part
    };
    (0..length).map(|n| at(n) as i16).collect()
}

/// Speaks so many times as fast, at the same pitch: windows of 40 ms, each laid where it goes on best from the last.
pub(crate) fn hurried(samples: &[i16], speed: f64) -> Vec<i16> {
    const HOP: usize = 320;
    const SLACK: usize = 200;
    let window = |n: usize| 0.5 - 0.5 * (std::f64::consts::PI * n as f64 / HOP as f64).cos();
    let mut out = vec![0.0; (samples.len() as f64 / speed) as usize + 3 * HOP];
    let mut last = 0;
    for to in (0..out.len() - 2 * HOP).step_by(HOP) {
        let wanted = (to as f64 * speed) as usize;
        let goes_on = last + HOP;
        let alike = |from: &usize| -> i64 {
            (0..HOP).step_by(2).map(|n| i64::from(samples[from + n]) * i64::from(samples[goes_on + n])).sum()
        };
        if wanted.max(goes_on) + SLACK + 2 * HOP >= samples.len() {
            break;
        }
        let from =
            (wanted.saturating_sub(SLACK)..wanted + SLACK).step_by(2).max_by_key(alike).unwrap_or(wanted);
        (0..2 * HOP).for_each(|n| out[to + n] += f64::from(samples[from + n]) * window(n));
        last = from;
    }
    out.into_iter().map(|value| value as i16).collect()
}

/// Puts a sound into each pause of a quarter of a second and more, with 0.7 s of silence before and after it; and where that
/// begins and ends, in seconds.
pub(crate) fn with_between(samples: &[i16], sound: &[i16]) -> (Vec<i16>, Vec<[f64; 2]>) {
    const FRAME: usize = 400;
    let silence = vec![0; 11_200];
    let is_silent = |frame: &&[i16]| frame.iter().all(|sample| sample.abs() < 150);
    let frames: Vec<&[i16]> = samples.chunks(FRAME).collect();
    let (mut out, mut places) = (Vec::new(), Vec::new());
    for run in frames.chunk_by(|a, b| is_silent(a) == is_silent(b)) {
        let run_of = run.concat();
        if !is_silent(&run[0]) || run.len() < 10 {
            out.extend(run_of);
            continue;
        }
        let (before, after) = run_of.split_at(run_of.len() / 2);
        out.extend_from_slice(before);
        let start = out.len();
        out.extend(silence.iter().chain(sound).chain(&silence));
        places.push([start, out.len()].map(|sample| sample as f64 / 16_000.0));
        out.extend_from_slice(after);
    }
    (out, places)
}

/// Air drawn in for half a second: noise that rises and ends, with less of it in the high frequencies.
pub(crate) fn breath() -> Vec<i16> {
    let mut last = 0.0;
    let air = noise(2_500.0).into_iter().take(8_000).enumerate().map(|(n, sample)| {
        last = 0.6 * last + f64::from(sample);
        last * (std::f64::consts::PI * n as f64 / 8_000.0).sin()
    });
    air.map(|value| value as i16).collect()
}

/// A tongue, or a key: eight milliseconds.
pub(crate) fn click() -> Vec<i16> {
    let sound = noise(9_000.0).into_iter().take(128).enumerate();
    sound.map(|(n, sample)| (f64::from(sample) * (-(n as f64) / 30.0).exp()) as i16).collect()
}

/// A chord that changes every two seconds.
pub(crate) fn music() -> Vec<i16> {
    let chords = [[220.0, 277.2, 329.6], [196.0, 246.9, 293.7], [174.6, 220.0, 261.6]];
    let at = |n: usize| {
        let t = n as f64 / 16_000.0;
        let tones = chords[(t / 2.0) as usize % chords.len()];
        tones.iter().map(|tone| (std::f64::consts::TAU * tone * t).sin()).sum::<f64>() * 4_000.0
    };
    (0..20 * 16_000).map(|n| at(n) as i16).collect()
}

/// The same mouth without a voice: each moment's resonances (linear prediction of order 16), blown through by noise.
pub(crate) fn whispered(samples: &[i16]) -> Vec<i16> {
    const FRAME: usize = 400;
    const ORDER: usize = 16;
    let breath = noise(1.0e9_f64.sqrt());
    let mut whisper = vec![0.0; samples.len() + FRAME];
    for start in (0..samples.len().saturating_sub(FRAME)).step_by(FRAME / 2) {
        let window = |n: usize| 0.5 - 0.5 * (std::f64::consts::TAU * (n as f64 + 0.5) / FRAME as f64).cos();
        let frame: Vec<f64> = (0..FRAME).map(|n| f64::from(samples[start + n]) * window(n)).collect();
        let alike = |lag: usize| {
            (lag..FRAME).map(|n| frame[n] * frame[n - lag]).sum::<f64>() + if lag == 0 { 1.0 } else { 0.0 }
        };
        // Levinson's recursion.
        let mut filter = vec![1.0];
        let mut left = alike(0);
        for order in 1..=ORDER {
            let sum: f64 = filter.iter().enumerate().map(|(n, weight)| weight * alike(order - n)).sum();
            let reflected = -sum / left;
            filter.push(0.0);
            let mirrored: Vec<f64> = filter.iter().rev().copied().collect();
            filter.iter_mut().zip(mirrored).for_each(|(weight, other)| *weight += reflected * other);
            left *= 1.0 - reflected * reflected;
        }
        let mut blown: Vec<f64> = Vec::with_capacity(FRAME);
        for n in 0..FRAME {
            let air = f64::from(breath[(start + n) % breath.len()]) / 18_257.0 * (left / FRAME as f64).sqrt();
            let rung: f64 = (1..=ORDER.min(n)).map(|lag| filter[lag] * blown[n - lag]).sum();
            blown.push(air - rung);
        }
        for (n, value) in blown.into_iter().enumerate() {
            whisper[start + n] += value * window(n) * 1.6;
        }
    }
    whisper.truncate(samples.len());
    whisper.into_iter().map(|value| value as i16).collect()
}

pub(crate) fn analysed(folder: &Path, samples: &[i16]) -> Report {
    let path = folder.join("sound.wav");
    std::fs::write(&path, wav(samples)).unwrap();
    let output = retake(["analyze", path.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}
