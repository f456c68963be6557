//! A line: one open microphone, its loudest channel and its way to 16 kHz. A take has one after the other when a
//! microphone is unplugged and another goes on. Lives on the take's worker thread.

use crate::loudest::Loudest;
use crate::microphone::Microphone;
use crate::resample::{BadRate, Resampler};

pub(crate) struct Line {
    microphone: Microphone,
    /// Samples and overruns that were lost before anybody cared.
    lost_before: (u32, u32),
    loudest: Loudest,
    resampler: Resampler,
    arrived: Vec<f32>,
    mono: Vec<f32>,
}

impl Line {
    pub(crate) fn new(microphone: Microphone) -> Result<Self, BadRate> {
        Ok(Self {
            loudest: Loudest::new(microphone.channels),
            resampler: Resampler::new(microphone.rate_hz)?,
            microphone,
            lost_before: (0, 0),
            arrived: Vec::new(),
            mono: Vec::new(),
        })
    }

    /// Appends what has arrived, at 16 kHz.
    pub(crate) fn take_in(&mut self, ready: &mut Vec<i16>) {
        self.arrived.clear();
        self.mono.clear();
        self.microphone.drain(&mut self.arrived);
        self.loudest.pick(&self.arrived, &mut self.mono);
        self.resampler.push(&self.mono, ready);
    }

    /// Appends what is still on the way, and closes the microphone.
    pub(crate) fn finish(mut self, ready: &mut Vec<i16>) {
        self.take_in(ready);
        self.resampler.finish(ready);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.microphone.is_gone()
    }

    pub(crate) fn lost_samples(&self) -> u32 {
        self.microphone.lost_samples().saturating_sub(self.lost_before.0)
    }

    pub(crate) fn overruns(&self) -> u32 {
        self.microphone.overruns().saturating_sub(self.lost_before.1)
    }

    /// What was lost so far is nobody's loss.
    pub(crate) fn forget_losses(&mut self) {
        self.lost_before = (self.microphone.lost_samples(), self.microphone.overruns());
    }
}
