//! Steady sounds: stretches in which somebody holds one voiced sound, as in "um". Which of them are filled pauses the
//! coach decides, who knows the words around them; here is only what can be heard.
//!
//! Every hundredth of a second: how loud, how periodic and at which pitch, and how the energy lies over frequency.

use std::sync::Arc;

use coach::Sound;
use coach::number::thousandths;
use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use crate::RATE_HZ;

/// A new frame begins every hundredth of a second.
const HOP: usize = RATE_HZ as usize / 100;
const HOP_S: f64 = HOP as f64 / RATE_HZ as f64;
/// Three periods of the deepest voice fit in.
const FRAME: usize = 640;
/// Room for a frame and as much silence, so that its end does not meet its beginning.
const SPECTRUM: usize = 2_048;

/// Pitches people speak at.
const LOWEST_HZ: usize = 65;
const HIGHEST_HZ: usize = 400;
const SHORTEST_LAG: usize = RATE_HZ as usize / HIGHEST_HZ;
const LONGEST_LAG: usize = RATE_HZ as usize / LOWEST_HZ;

/// Where the bands lie whose levels tell one vowel from another.
const EDGES_HZ: [usize; Sound::BANDS + 1] = [80, 300, 500, 800, 1_200, 1_800, 2_600, 3_800, 6_000];

/// From here on a frame is voiced.
const PERIODIC: f32 = 0.5;
/// Nobody speaks as softly as that.
const AUDIBLE_DB: f32 = -62.0;
/// Between two frames 20 ms apart a held sound changes less than this, in decibels a band.
const HELD_DB: f32 = 3.2;
/// A shorter stretch is part of any word.
const SHORTEST: usize = 8;
/// So many frames that change or are not voiced do not yet end a stretch.
const LAPSE: usize = 2;
/// How far around a stretch silence is looked for.
const AROUND: usize = 25;
/// Fainter than the stretch by this much is silence beside it.
const FAINTER_DB: f32 = 18.0;

/// Follows the sound through a take.
pub(crate) struct Steady {
    forward: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
    /// How much the window itself takes away from each lag.
    window_lags: Vec<f32>,
    waiting: Vec<i16>,
    frames: u64,
    /// The last frames, oldest first: enough for what lies before a stretch.
    recent: std::collections::VecDeque<Frame>,
    open: Option<Run>,
    /// Stretches that have ended; what lies after them is still being looked at.
    ended: Vec<(Run, usize, usize)>,
    sounds: Vec<Sound>,
    room: Room,
}

/// One frame.
#[derive(Debug, Clone, Copy)]
struct Frame {
    level: f32,
    periodicity: f32,
    lag: f32,
    bands: [f32; Sound::BANDS],
}

/// A stretch of held sound.
#[derive(Debug, Clone)]
struct Run {
    start: u64,
    /// Frames that belong to it.
    frames: Vec<Frame>,
    change: f32,
    /// Frames since the last that belonged to it.
    lapsed: usize,
    /// Of the frames before it, how many are silent beside it.
    before: f32,
}

/// How often each level was heard, a decibel a bin: the softest tenth is the room.
struct Room([u32; 100]);

impl Room {
    fn add(&mut self, level: f32) {
        self.0[(-level).clamp(0.0, 99.0) as usize] += 1;
    }

    fn level(&self) -> f32 {
        let tenth = self.0.iter().sum::<u32>() / 10;
        let mut heard = 0;
        for (level, count) in self.0.iter().enumerate().rev() {
            heard += count;
            if heard > tenth {
                return -(level as f32);
            }
        }
        -99.0
    }
}

impl Steady {
    pub(crate) fn new() -> Self {
        let mut planner = RealFftPlanner::<f32>::new();
        let (forward, back) = (planner.plan_fft_forward(SPECTRUM), planner.plan_fft_inverse(SPECTRUM));
        let window: Vec<f32> = (0..FRAME)
            .map(|n| 0.5 - 0.5 * (2.0 * std::f32::consts::PI * (n as f32 + 0.5) / FRAME as f32).cos())
            .collect();
        let mut steady = Self {
            forward,
            back,
            window_lags: Vec::new(),
            window,
            waiting: Vec::new(),
            frames: 0,
            recent: std::collections::VecDeque::with_capacity(AROUND + 1),
            open: None,
            ended: Vec::new(),
            sounds: Vec::new(),
            room: Room([0; 100]),
        };
        let lags = steady.lags(&vec![1.0; FRAME]).1;
        steady.window_lags = lags[..=LONGEST_LAG + 1].iter().map(|lag| lag / lags[0]).collect();
        steady
    }

    /// Takes samples in.
    pub(crate) fn push(&mut self, samples: &[i16]) {
        self.waiting.extend_from_slice(samples);
        let mut from = 0;
        let mut frame = vec![0.0; FRAME];
        while self.waiting.len() - from >= FRAME {
            for (to, sample) in frame.iter_mut().zip(&self.waiting[from..]) {
                *to = f32::from(*sample) / 32_768.0;
            }
            let heard = self.hear(&frame);
            self.follow(heard);
            from += HOP;
        }
        self.waiting.drain(..from);
    }

    /// What was held in the whole take.
    pub(crate) fn finish(mut self) -> Vec<Sound> {
        self.close();
        for (run, _, quiet) in std::mem::take(&mut self.ended) {
            let after = quiet as f32 / AROUND as f32;
            self.keep(&run, after);
        }
        let room = self.room.level();
        for sound in &mut self.sounds {
            sound.above_room_db -= room;
        }
        self.sounds.sort_by(|a, b| a.start.total_cmp(&b.start));
        self.sounds
    }

    /// The power spectrum, and how alike a frame is to itself at every lag.
    fn lags(&self, frame: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let mut input = vec![0.0; SPECTRUM];
        for ((to, sample), window) in input.iter_mut().zip(frame).zip(&self.window) {
            *to = sample * window;
        }
        let mut spectrum = self.forward.make_output_vec();
        // Sizes are those the plan asks for.
        let _ = self.forward.process(&mut input, &mut spectrum);
        let power: Vec<f32> = spectrum.iter().map(Complex32::norm_sqr).collect();
        for (value, power) in spectrum.iter_mut().zip(&power) {
            *value = Complex32::new(*power, 0.0);
        }
        let _ = self.back.process(&mut spectrum, &mut input);
        (power, input)
    }

    fn hear(&self, frame: &[f32]) -> Frame {
        let (power, lags) = self.lags(frame);
        let level = 10.0
            * (frame.iter().map(|sample| sample * sample).sum::<f32>() / FRAME as f32).max(1e-10).log10();
        let (mut periodicity, mut lag) = (0.0, 0.0);
        for at in SHORTEST_LAG..=LONGEST_LAG {
            let alike = lags[at] / (lags[0] * self.window_lags[at]).max(1e-9);
            // A peak, and a little better than its double: the octave below is alike as well.
            if alike > periodicity + 0.02 && lags[at] >= lags[at - 1] && lags[at] >= lags[at + 1] {
                (periodicity, lag) = (alike, at as f32);
            }
        }
        let mut bands = [0.0; Sound::BANDS];
        for (band, edges) in bands.iter_mut().zip(EDGES_HZ.windows(2)) {
            let bin = |hz: usize| hz * SPECTRUM / RATE_HZ as usize;
            let energy: f32 = power[bin(edges[0])..bin(edges[1])].iter().sum();
            *band = 10.0 * (energy.max(1e-9)).log10();
        }
        Frame { level, periodicity: periodicity.min(1.0), lag, bands }
    }

    fn follow(&mut self, frame: Frame) {
        self.room.add(frame.level);
        // What comes after the stretches that have ended.
        let mut done = Vec::new();
        for (at, (run, left, quiet)) in self.ended.iter_mut().enumerate() {
            *quiet += usize::from(frame.level < run.level() - FAINTER_DB);
            *left -= 1;
            if *left == 0 {
                done.push(at);
            }
        }
        for at in done.into_iter().rev() {
            let (run, _, quiet) = self.ended.remove(at);
            self.keep(&run, quiet as f32 / AROUND as f32);
        }

        let change = self.recent.iter().rev().nth(1).map_or(99.0, |earlier| frame.change_from(earlier));
        let voiced = frame.periodicity >= PERIODIC && frame.level >= AUDIBLE_DB;
        let held = voiced && change < HELD_DB;
        match &mut self.open {
            Some(run) if held => {
                run.frames.push(frame);
                run.change += change;
                run.lapsed = 0;
            }
            Some(run) => {
                run.lapsed += 1;
                if run.lapsed > LAPSE || !voiced {
                    self.close();
                }
            }
            None if held => {
                let quiet =
                    self.recent.iter().filter(|before| before.level < frame.level - FAINTER_DB).count();
                self.open = Some(Run {
                    start: self.frames,
                    frames: vec![frame],
                    change,
                    lapsed: 0,
                    before: quiet as f32 / AROUND as f32,
                });
            }
            None => {}
        }
        self.recent.push_back(frame);
        if self.recent.len() > AROUND {
            self.recent.pop_front();
        }
        self.frames += 1;
    }

    fn close(&mut self) {
        if let Some(run) = self.open.take()
            && run.frames.len() >= SHORTEST
        {
            self.ended.push((run, AROUND, 0));
        }
    }

    fn keep(&mut self, run: &Run, after: f32) {
        self.sounds.push(run.sound(after));
    }
}

impl Frame {
    /// How much the shape of the spectrum differs, in decibels a band.
    fn change_from(&self, earlier: &Self) -> f32 {
        let louder = mean(&self.bands) - mean(&earlier.bands);
        let moved = self.bands.iter().zip(&earlier.bands).map(|(now, then)| (now - then - louder).abs());
        moved.sum::<f32>() / Sound::BANDS as f32
    }
}

impl Run {
    fn level(&self) -> f32 {
        self.frames.iter().map(|frame| frame.level).sum::<f32>() / self.frames.len() as f32
    }

    fn sound(&self, after: f32) -> Sound {
        let count = self.frames.len() as f32;
        let of = |value: fn(&Frame) -> f32| self.frames.iter().map(value).sum::<f32>() / count;
        let level = self.level();
        let pitches = folded(self.frames.iter().map(|frame| frame.lag.max(1.0).log2()).collect());
        let (first, last) = self.bands_at_ends();
        let mut bands = [0.0; Sound::BANDS];
        for (n, band) in bands.iter_mut().enumerate() {
            *band = self.frames.iter().map(|frame| frame.bands[n]).sum::<f32>() / count;
        }
        let middle = mean(&bands);
        bands.iter_mut().for_each(|band| *band -= middle);
        // A frame is as long as four steps; what was heard lies in its middle.
        let start = (self.start as f64 + 1.5) * HOP_S;
        Sound {
            start: thousandths(start),
            end: thousandths(start + f64::from(count) * HOP_S),
            above_room_db: level,
            periodicity: of(|frame| frame.periodicity),
            change: self.change / count,
            drift: first.iter().zip(&last).map(|(a, b)| (a - b).abs()).sum::<f32>() / Sound::BANDS as f32,
            pitch_moves: deviation(&pitches),
            pitch_hz: RATE_HZ as f32 / 2_f32.powf(median(&pitches)),
            level_moves: deviation(&self.frames.iter().map(|frame| frame.level).collect::<Vec<_>>()),
            bands,
            quiet_before: self.before,
            quiet_after: after,
        }
    }

    /// The shape of the spectrum in its first and in its last third.
    fn bands_at_ends(&self) -> ([f32; Sound::BANDS], [f32; Sound::BANDS]) {
        let third = (self.frames.len() / 3).max(1);
        let shape = |frames: &[Frame]| {
            let mut bands = [0.0; Sound::BANDS];
            for (n, band) in bands.iter_mut().enumerate() {
                *band = frames.iter().map(|frame| frame.bands[n]).sum::<f32>() / frames.len() as f32;
            }
            let middle = mean(&bands);
            bands.map(|band| band - middle)
        };
        (shape(&self.frames[..third]), shape(&self.frames[self.frames.len() - third..]))
    }
}

/// Logarithms of lags, all within half an octave of their median: the octave is easily mistaken.
fn folded(mut lags: Vec<f32>) -> Vec<f32> {
    let middle = median(&lags);
    for lag in &mut lags {
        *lag -= (*lag - middle).round();
    }
    lags
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}

fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted[sorted.len() / 2]
}

fn deviation(values: &[f32]) -> f32 {
    let middle = mean(values);
    (values.iter().map(|value| (value - middle).powi(2)).sum::<f32>() / values.len() as f32).sqrt()
}
