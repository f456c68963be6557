//! One rate to another, in chunks, without shifting time: the filter's delay is cut off at the start. Whatever a
//! microphone or a file has to the recogniser's 16 kHz, and a take's 16 kHz to the loudspeaker's.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use crate::RATE_HZ;

/// Frames a step: 20 ms at 48 kHz keeps the live path short.
const CHUNK: usize = 960;

/// Turns mono samples of one rate into those of another. One is made for each take.
pub(crate) struct Resampler {
    filter: Option<Filter>,
}

struct Filter {
    fft: Fft<f32>,
    waiting: Vec<f32>,
    out: Vec<f32>,
    /// Frames of the filter's delay still to be dropped.
    delay: usize,
    taken_in: u64,
    given_out: u64,
    from_hz: u32,
    to_hz: u32,
}

/// A rate that cannot be resampled.
#[derive(Debug, thiserror::Error)]
#[error("a rate of {0} Hz cannot be resampled")]
pub struct BadRate(pub u32);

/// What comes out: 16 bit for the take file and the recogniser, as it is for a loudspeaker.
pub(crate) trait Out {
    fn of(sample: f32) -> Self;
}

impl Out for i16 {
    fn of(sample: f32) -> Self {
        (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
    }
}

impl Out for f32 {
    fn of(sample: f32) -> Self {
        sample
    }
}

impl Resampler {
    /// To the recogniser's rate.
    pub(crate) fn new(rate_hz: u32) -> Result<Self, BadRate> {
        Self::between(rate_hz, RATE_HZ)
    }

    pub(crate) fn between(from_hz: u32, to_hz: u32) -> Result<Self, BadRate> {
        if from_hz == to_hz {
            return Ok(Self { filter: None });
        }
        let unusual = if from_hz == RATE_HZ { to_hz } else { from_hz };
        let fft = Fft::new(from_hz as usize, to_hz as usize, CHUNK, 1, FixedSync::Input)
            .map_err(|_| BadRate(unusual))?;
        let delay = fft.output_delay();
        let out = vec![0.0; fft.output_frames_max()];
        Ok(Self {
            filter: Some(Filter {
                fft,
                waiting: Vec::new(),
                out,
                delay,
                taken_in: 0,
                given_out: 0,
                from_hz,
                to_hz,
            }),
        })
    }

    /// Takes samples in and appends what is ready.
    pub(crate) fn push<S: Out>(&mut self, mono: &[f32], ready: &mut Vec<S>) {
        match &mut self.filter {
            None => ready.extend(mono.iter().copied().map(S::of)),
            Some(filter) => {
                filter.taken_in += mono.len() as u64;
                filter.waiting.extend_from_slice(mono);
                filter.run(ready);
            }
        }
    }

    /// Appends what the filter still holds, so that the output is as long as the input.
    pub(crate) fn finish<S: Out>(&mut self, ready: &mut Vec<S>) {
        let Some(filter) = &mut self.filter else { return };
        let due = filter.taken_in * u64::from(filter.to_hz) / u64::from(filter.from_hz);
        while filter.given_out < due {
            let short = CHUNK - filter.waiting.len() % CHUNK;
            filter.waiting.extend(std::iter::repeat_n(0.0, short));
            let before = ready.len();
            filter.run(ready);
            let excess = filter.given_out.saturating_sub(due) as usize;
            ready.truncate(ready.len().saturating_sub(excess).max(before));
        }
    }
}

impl Filter {
    fn run<S: Out>(&mut self, ready: &mut Vec<S>) {
        let mut from = 0;
        while self.waiting.len() - from >= CHUNK {
            let frames = self.out.len();
            let chunk = InterleavedSlice::new(&self.waiting[from..from + CHUNK], 1, CHUNK)
                .expect("the slice is one channel of CHUNK frames");
            let mut out = InterleavedSlice::new_mut(&mut self.out, 1, frames)
                .expect("the buffer is one channel of its own length");
            let (_, written) = self
                .fft
                .process_into_buffer(&chunk, &mut out, None)
                .expect("a full chunk fits a buffer of the largest output");
            let dropped = self.delay.min(written);
            self.delay -= dropped;
            ready.extend(self.out[dropped..written].iter().copied().map(S::of));
            self.given_out += (written - dropped) as u64;
            from += CHUNK;
        }
        self.waiting.drain(..from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A click at 0.5 s, through the resampler.
    fn click_at_half_a_second(rate_hz: u32) -> Vec<i16> {
        let mut sound = vec![0.0_f32; rate_hz as usize];
        for sample in &mut sound[(rate_hz / 2) as usize..][..(rate_hz / 1000) as usize] {
            *sample = 0.8;
        }
        let mut resampler = Resampler::new(rate_hz).expect("a usual rate");
        let mut ready = Vec::new();
        for piece in sound.chunks(777) {
            resampler.push(piece, &mut ready);
        }
        resampler.finish(&mut ready);
        ready
    }

    #[test]
    fn length_and_time_survive_every_usual_rate() {
        for rate_hz in [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000] {
            let heard = click_at_half_a_second(rate_hz);
            assert!(heard.len().abs_diff(16_000) <= 1, "{rate_hz} Hz gave {} samples", heard.len());
            let loudest = (0..heard.len()).max_by_key(|&at| heard[at].unsigned_abs()).expect("samples");
            assert!(loudest.abs_diff(8_008) <= 24, "{rate_hz} Hz moved the click to sample {loudest}");
        }
    }

    #[test]
    fn sixteen_kilohertz_passes_untouched() {
        let mut ready = Vec::<i16>::new();
        Resampler::new(16_000).expect("ours").push(&[0.0, 0.5, -1.0, 1.0], &mut ready);
        assert_eq!(ready, [0, 16_384, -32_768, 32_767]);
    }
}
