//! What is no speech gives no words: silence, and white noise from a whisper to a roar.

use coach::Report;

use crate::program::{retake, stderr, stdout};

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
