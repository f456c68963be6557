//! The loudspeaker: the system's default output, fed through a ring. The callback only copies; it does not allocate,
//! lock or log.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{FromSample, SizedSample};
use rtrb::{Consumer, Producer, RingBuffer};

use crate::formats::in_format;
use crate::microphone::keep_alsa_quiet;

/// The ring holds so much at most: what is played when somebody pauses or changes the speed.
const RING_S: f64 = 0.25;

/// Why nothing can be played.
#[derive(Debug, thiserror::Error)]
pub enum LoudspeakerError {
    /// There is no output.
    #[error("no loudspeaker or headphones were found; plug some in, or check the system's sound settings")]
    None,
    /// There is one and it cannot be opened.
    #[error("the loudspeaker cannot be opened: {0}")]
    Closed(String),
}

/// An open output. Closed when dropped.
pub(crate) struct Loudspeaker {
    pub(crate) rate_hz: u32,
    ring: Producer<f32>,
    capacity: usize,
    gone: Arc<AtomicBool>,
    _stream: cpal::Stream,
}

impl Loudspeaker {
    pub(crate) fn open() -> Result<Self, LoudspeakerError> {
        keep_alsa_quiet();
        let closed = |error: cpal::Error| LoudspeakerError::Closed(error.to_string());
        let device = cpal::default_host().default_output_device().ok_or(LoudspeakerError::None)?;
        let supported = device.default_output_config().map_err(closed)?;
        let format = supported.sample_format();
        let config = supported.config();
        let rate_hz = config.sample_rate;
        let capacity = (RING_S * f64::from(rate_hz)) as usize;
        let (ring, samples) = RingBuffer::new(capacity);
        let gone = Arc::new(AtomicBool::new(false));
        let open = Open { device: &device, config, samples, gone: gone.clone() };
        let stream = in_format!(format, open)
            .ok_or_else(|| LoudspeakerError::Closed(format!("it wants {format} samples")))?
            .map_err(closed)?;
        stream.play().map_err(closed)?;
        Ok(Self { rate_hz, ring, capacity, gone, _stream: stream })
    }

    /// How many samples still wait to be played.
    pub(crate) fn waiting(&self) -> usize {
        self.capacity - self.ring.slots()
    }

    /// How many more it can take.
    pub(crate) fn room(&self) -> usize {
        self.ring.slots()
    }

    /// Takes samples to play; no more than there is room for.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        let fits = samples.len().min(self.ring.slots());
        if let Ok(chunk) = self.ring.write_chunk_uninit(fits) {
            chunk.fill_from_iter(samples.iter().copied());
        }
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

struct Open<'a> {
    device: &'a cpal::Device,
    config: cpal::StreamConfig,
    samples: Consumer<f32>,
    gone: Arc<AtomicBool>,
}

impl Open<'_> {
    fn stream<T>(mut self) -> Result<cpal::Stream, cpal::Error>
    where
        T: SizedSample + FromSample<f32>,
    {
        let channels = usize::from(self.config.channels.max(1));
        self.device.build_output_stream::<T, _, _>(
            self.config,
            move |frames: &mut [T], _| play(frames, channels, &mut self.samples),
            move |error| {
                if matches!(
                    error.kind(),
                    cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::StreamInvalidated
                ) {
                    self.gone.store(true, Ordering::Relaxed);
                }
            },
            None,
        )
    }
}

/// The whole of the real-time work: one sample on every channel, silence where there is none.
fn play<T: SizedSample + FromSample<f32>>(frames: &mut [T], channels: usize, samples: &mut Consumer<f32>) {
    for frame in frames.chunks_mut(channels) {
        frame.fill(T::from_sample(samples.pop().unwrap_or(0.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playing_never_allocates_and_fills_up_with_silence() {
        let (mut producer, mut consumer) = RingBuffer::new(1_024);
        let mut frames = vec![7_i16; 2 * 300];
        let before = crate::allocations::on_this_thread();
        for _ in 0..1_000 {
            if let Ok(chunk) = producer.write_chunk_uninit(100) {
                chunk.fill_from_iter(std::iter::repeat(0.5));
            }
            play(&mut frames, 2, &mut consumer);
        }
        assert_eq!(crate::allocations::on_this_thread() - before, 0);
        assert!(frames[..200].iter().all(|&sample| sample > 16_000));
        assert!(frames[200..].iter().all(|&sample| sample == 0));
    }
}
