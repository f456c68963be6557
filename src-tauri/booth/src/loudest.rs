//! Many channels to one: the loudest, not the average. An average halves a microphone that sits on one channel
//! of a stereo interface, and cancels two that are out of phase.

/// How much louder another channel must be before it takes over: 6 dB of power.
const TAKES_OVER: f32 = 4.0;
/// How fast past loudness is forgotten, per frame: half in about a third of a second at 48 kHz.
const FORGET: f32 = 0.999_95;

/// Follows the loudest channel through interleaved samples.
pub(crate) struct Loudest {
    power: Vec<f32>,
    current: usize,
}

impl Loudest {
    pub(crate) fn new(channels: u16) -> Self {
        Self { power: vec![0.0; usize::from(channels.max(1))], current: 0 }
    }

    /// Appends the loudest channel of `interleaved` (whole frames) to `mono`.
    pub(crate) fn pick(&mut self, interleaved: &[f32], mono: &mut Vec<f32>) {
        let channels = self.power.len();
        if channels == 1 {
            mono.extend_from_slice(interleaved);
            return;
        }
        for frame in interleaved.chunks_exact(channels) {
            for (power, sample) in self.power.iter_mut().zip(frame) {
                *power = *power * FORGET + sample * sample;
            }
        }
        let now = self.power[self.current];
        if let Some((louder, power)) =
            self.power.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
            && power > now * TAKES_OVER
        {
            self.current = louder;
        }
        mono.extend(interleaved.chunks_exact(channels).map(|frame| frame[self.current]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_microphone_on_the_fourth_of_five_channels_is_heard_at_full_level() {
        let mut frames = Vec::new();
        for n in 0..1000 {
            let sample = if n % 2 == 0 { 0.5 } else { -0.5 };
            frames.extend([0.0, 0.001, 0.0, sample, 0.0]);
        }
        let mut mono = Vec::new();
        Loudest::new(5).pick(&frames, &mut mono);
        assert_eq!(mono.len(), 1000);
        assert!(mono.iter().all(|sample| sample.abs() > 0.49));
    }

    #[test]
    fn channels_of_about_the_same_level_are_not_swapped() {
        let mut loudest = Loudest::new(2);
        let mut mono = Vec::new();
        loudest.pick(&[0.5, -0.6].repeat(500), &mut mono);
        assert!(mono.iter().all(|&sample| sample > 0.0));
    }
}
