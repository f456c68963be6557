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
/// Nobody says "um" as long as this, in frames.
const LONGEST: usize = 400;
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

/// How often each level was heard in each band, a decibel a bin: the softest tenth is the room.
struct Room(Box<[[u32; Self::LEVELS]; Sound::BANDS]>);

impl Room {
    const LEVELS: usize = 140;
    const SOFTEST_DB: f32 = -90.0;

    fn add(&mut self, bands: &[f32; Sound::BANDS]) {
        for (levels, band) in self.0.iter_mut().zip(bands) {
            let level = (band - Self::SOFTEST_DB).clamp(0.0, Self::LEVELS as f32 - 1.0);
            levels[level as usize] += 1;
        }
    }

    fn bands(&self) -> [f32; Sound::BANDS] {
        std::array::from_fn(|band| {
            let levels = &self.0[band];
            let tenth = levels.iter().sum::<u32>() / 10;
            let mut heard = 0;
            let below = levels.iter().take_while(|count| {
                heard += **count;
                heard <= tenth
            });
            Self::SOFTEST_DB + below.count() as f32
        })
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
            room: Room(Box::new([[0; Room::LEVELS]; Sound::BANDS])),
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
        let room = self.room.bands();
        for sound in &mut self.sounds {
            take_away(&mut sound.bands, &room);
            sound.above_room_db = mean(&sound.bands);
            for (band, room) in sound.bands.iter_mut().zip(&room) {
                *band += room;
            }
            let middle = mean(&sound.bands);
            sound.bands.iter_mut().for_each(|band| *band -= middle);
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
        self.room.add(&frame.bands);
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
            // A machine, not a voice. What is held on is not kept: it may hum for an hour.
            Some(run) if held && run.frames.len() == LONGEST => run.lapsed = 0,
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
            && (SHORTEST..LONGEST).contains(&run.frames.len())
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
        let pitches = folded(self.frames.iter().map(|frame| frame.lag.max(1.0).log2()).collect());
        let (first, last) = self.bands_at_ends();
        let mut bands = [0.0; Sound::BANDS];
        for (n, band) in bands.iter_mut().enumerate() {
            *band = self.frames.iter().map(|frame| frame.bands[n]).sum::<f32>() / count;
        }
        // A frame is as long as four steps; what was heard lies in its middle.
        let start = (self.start as f64 + 1.5) * HOP_S;
        Sound {
            start: thousandths(start),
            end: thousandths(start + f64::from(count) * HOP_S),
            above_room_db: 0.0,
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

/// What of each band's level is not the room's, in decibels over the room.
fn take_away(bands: &mut [f32; Sound::BANDS], room: &[f32; Sound::BANDS]) {
    for (band, room) in bands.iter_mut().zip(room) {
        let over = 10_f32.powf((*band - room) / 10.0);
        // The room varies: half as much again is still the room.
        *band = 10.0 * (over - 1.5).max(0.3).log10();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A buzz of many harmonics at a pitch, the lower ones louder: roughly a voice.
    fn voice(pitch: f64, seconds: f64, level: f64) -> Vec<f64> {
        let length = (seconds * f64::from(RATE_HZ)) as usize;
        let at = |n: usize| {
            let t = n as f64 / f64::from(RATE_HZ);
            let tones = (1..=48).map(|tone| {
                let tone = f64::from(tone);
                (std::f64::consts::TAU * pitch * tone * t).sin() / tone
            });
            tones.sum::<f64>() * level
        };
        (0..length).map(at).collect()
    }

    fn noise(seconds: f64, level: f64) -> Vec<f64> {
        let mut state = 0x2545_f491_u32;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0) * level
        };
        (0..(seconds * f64::from(RATE_HZ)) as usize).map(|_| next()).collect()
    }

    fn heard(parts: &[Vec<f64>], gain: f64) -> Vec<Sound> {
        let mut steady = Steady::new();
        let samples: Vec<i16> =
            parts.concat().iter().map(|sample| (sample * gain * 32_767.0) as i16).collect();
        // In pieces of any size: what is heard does not depend on them.
        for piece in samples.chunks(777) {
            steady.push(piece);
        }
        steady.finish()
    }

    fn said() -> Vec<Vec<f64>> {
        vec![noise(1.0, 0.002), voice(120.0, 0.5, 0.03), noise(1.0, 0.002)]
    }

    #[test]
    fn a_held_voice_is_heard_where_it_is_and_as_it_is() {
        let sounds = heard(&said(), 1.0);
        assert_eq!(sounds.len(), 1, "{sounds:?}");
        let sound = sounds[0];
        assert!((sound.start - 1.0).abs() < 0.04 && (sound.end - 1.5).abs() < 0.04, "{sound:?}");
        assert!((sound.pitch_hz - 120.0).abs() < 2.0, "{sound:?}");
        assert!(sound.periodicity > 0.9 && sound.pitch_moves < 0.02 && sound.change < 1.0, "{sound:?}");
        assert!(sound.quiet_before > 0.7 && sound.quiet_after > 0.7, "{sound:?}");
        // Harmonics fall by 6 dB an octave: the lowest band has 120 and 240 Hz, 1 + 1/4; that of 500 to 800 the fifth and
        // the sixth, 1/25 + 1/36. By hand: 10 log10 (1.25 / 0.0678) = 12.7 dB.
        assert!((sound.bands[0] - sound.bands[2] - 12.7).abs() < 1.0, "{:?}", sound.bands);
    }

    #[test]
    fn louder_or_softer_by_12_db_is_heard_the_same() {
        let plain = heard(&said(), 1.0)[0];
        for gain in [0.25, 4.0] {
            let other = heard(&said(), gain)[0];
            assert!((plain.start - other.start).abs() < 0.021 && (plain.end - other.end).abs() < 0.021);
            assert!((plain.change - other.change).abs() < 0.2, "{plain:?} {other:?}");
            assert!((plain.periodicity - other.periodicity).abs() < 0.02, "{plain:?} {other:?}");
            assert!((plain.above_room_db - other.above_room_db).abs() < 3.0, "{plain:?} {other:?}");
        }
    }

    #[test]
    fn noise_silence_and_a_gliding_voice_are_not_held() {
        assert_eq!(heard(&[noise(3.0, 0.2)], 1.0), []);
        assert_eq!(heard(&[vec![0.0; 48_000]], 1.0), []);
        // A second of pieces of 30 ms, each at another pitch and of another shape.
        let spoken: Vec<Vec<f64>> = (0..33)
            .map(|n| voice(90.0 + 31.0 * f64::from(n % 5), 0.03, 0.02 * f64::from(1 + n % 4)))
            .collect();
        assert!(heard(&spoken, 1.0).iter().all(|sound| sound.length() < 0.15));
    }

    #[test]
    fn what_hums_on_is_no_voice() {
        assert_eq!(heard(&[noise(0.5, 0.002), voice(100.0, 6.0, 0.05), noise(0.5, 0.002)], 1.0), []);
    }

    #[test]
    fn the_same_samples_are_heard_the_same_later() {
        let mut later = vec![noise(2.0, 0.002)];
        later.extend(said());
        let (first, second) = (heard(&said(), 1.0)[0], heard(&later, 1.0)[0]);
        assert!((second.start - first.start - 2.0).abs() < 0.011);
        assert!((second.length() - first.length()).abs() < 0.021);
    }
}
