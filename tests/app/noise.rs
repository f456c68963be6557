//! Sound nobody should be judged by: silence and noise give no words, and speech that is spoilt gives no fillers that were
//! never said.

use std::path::Path;

use coach::Report;
use coach::report::FillerKind;

use crate::program::{fixture, retake, stderr, stdout};

/// Twelve seconds of white noise; the same in every run.
fn noise(amplitude: f64) -> Vec<i16> {
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
fn wav(samples: &[i16]) -> Vec<u8> {
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

#[test]
fn silence_and_noise_of_five_levels_give_no_words() {
    let folder = tempfile::tempdir().unwrap();
    // −60, −50, −40, −30 and −20 dBFS; silence is noise of no level.
    for amplitude in [0.0, 56.8, 179.5, 567.5, 1_794.7, 5_675.3] {
        let path = folder.path().join("noise.wav");
        std::fs::write(&path, wav(&noise(amplitude))).unwrap();
        let output = retake(["analyze", path.to_str().unwrap(), "--json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let report: Report = serde_json::from_str(&stdout(&output)).unwrap();
        let heard: Vec<&str> = report.words.iter().map(|word| word.text.as_str()).collect();
        assert!(heard.is_empty(), "noise of {amplitude} was heard as {heard:?}");
        assert!(report.composure.fillers.is_empty());
        assert!(report.quality.problems[0].starts_with("No voice"), "{:?}", report.quality.problems);
    }
}

/// The samples of a fluent answer.
fn fluent() -> Vec<i16> {
    let bytes = std::fs::read(fixture("spoken-answer.wav")).unwrap();
    bytes[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// Plays so many times as fast.
fn faster(samples: &[i16], speed: f64) -> Vec<i16> {
    let length = (samples.len() as f64 / speed) as usize;
    let at = |n: usize| {
        let place = n as f64 * speed;
        let (whole, part) = (place as usize, place.fract());
        let next = samples.get(whole + 1).copied().unwrap_or(0);
        f64::from(samples[whole]) * (1.0 - part) + f64::from(next) * part
    };
    (0..length).map(|n| at(n) as i16).collect()
}

/// A chord that changes every two seconds.
fn music() -> Vec<i16> {
    let chords = [[220.0, 277.2, 329.6], [196.0, 246.9, 293.7], [174.6, 220.0, 261.6]];
    let at = |n: usize| {
        let t = n as f64 / 16_000.0;
        let tones = chords[(t / 2.0) as usize % chords.len()];
        tones.iter().map(|tone| (std::f64::consts::TAU * tone * t).sin()).sum::<f64>() * 4_000.0
    };
    (0..20 * 16_000).map(|n| at(n) as i16).collect()
}

/// The same mouth without a voice: each moment's resonances (linear prediction of order 16), blown through by noise.
fn whispered(samples: &[i16]) -> Vec<i16> {
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

fn analysed(folder: &Path, samples: &[i16]) -> Report {
    let path = folder.join("sound.wav");
    std::fs::write(&path, wav(samples)).unwrap();
    let output = retake(["analyze", path.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn spoilt_sound_has_no_filled_pauses_that_were_never_said() {
    let folder = tempfile::tempdir().unwrap();
    let fluent = fluent();
    let scaled = |by: f64| fluent.iter().map(|&sample| (f64::from(sample) * by) as i16).collect::<Vec<_>>();
    let two_speakers = || {
        let other = faster(&fluent, 1.15);
        let shifted = other.iter().cycle().skip(5 * 16_000);
        fluent.iter().zip(shifted).map(|(&a, &b)| a / 2 + b / 2).collect::<Vec<_>>()
    };
    let telephone = || {
        // Every other sample, and back: nothing above 4 kHz is left.
        let halves: Vec<i16> =
            fluent.chunks(2).map(|pair| i16::midpoint(pair[0], *pair.last().unwrap())).collect();
        faster(&halves, 0.5)
    };
    let in_noise = || {
        let noise = noise(8_000.0);
        fluent.iter().zip(noise.iter().cycle()).map(|(&a, &b)| a / 2 + b / 2).collect::<Vec<_>>()
    };
    let mut phantoms = Vec::new();
    // What is done to it, and what the report has to say of that.
    for (what, problem, samples) in [
        ("as it is", "", fluent.clone()),
        ("clipped", "clipped", scaled(30.0)),
        ("very soft", "very quiet", scaled(0.02)),
        ("telephone", "", telephone()),
        ("half speed", "unsure", faster(&fluent, 0.5)),
        ("double speed", "unsure", faster(&fluent, 2.0)),
        ("music", "No voice", music()),
        ("whispered", "", whispered(&fluent)),
        ("two speakers", "unclear", two_speakers()),
        ("in noise", "", in_noise()),
    ] {
        let report = analysed(folder.path(), &samples);
        let filled: Vec<_> =
            report.composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause).collect();
        phantoms.extend(filled.iter().map(|filler| format!("{what}: {filler:?}")));
        let problems = &report.quality.problems;
        let is_said = if problem.is_empty() {
            problems.is_empty()
        } else {
            problems.iter().any(|said| said.contains(problem))
        };
        assert!(is_said, "{what}: {problems:?}");
    }
    assert!(phantoms.is_empty(), "{phantoms:#?}");
}
