//! What is heard beside the words, a hundred times a second: how loud, how periodic and at which pitch, how the energy lies
//! over frequency, and where a sound is held, as in "um". Which of that is a filled pause the coach decides, who knows the
//! words around it.
//!
//! What is loud, what is the room and what is this voice is known only afterwards, so frames are kept until ten minutes are
//! full or the take has ended; an hour needs no more than ten minutes do, but for what is found in it. Called from the
//! hearing, on the take's own thread.

use std::sync::Arc;

use coach::sound::{Frame, Held, Sounds};
use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use crate::RATE_HZ;

/// A new frame begins every hundredth of a second.
const HOP: usize = RATE_HZ as usize / 100;
/// Three periods of the deepest voice fit in.
const FRAME: usize = 640;
/// Room for a frame and as much silence as its longest lag, so that its end does not meet its beginning.
const SPECTRUM: usize = 1_024;

/// Pitches people speak at.
const LOWEST_HZ: usize = 65;
const HIGHEST_HZ: usize = 400;
const SHORTEST_LAG: usize = RATE_HZ as usize / HIGHEST_HZ;
const LONGEST_LAG: usize = RATE_HZ as usize / LOWEST_HZ;

const BANDS: usize = 8;
/// Where the bands lie whose levels tell one vowel from another.
const EDGES_HZ: [usize; BANDS + 1] = [80, 300, 500, 800, 1_200, 1_800, 2_600, 3_800, 6_000];
/// From 300 to 1,800 Hz: where a voice is, and a hum or a hiss is not.
const VOICE: std::ops::Range<usize> = 1..5;

/// Louder than the room by this, something sounds; by less than that, nothing does.
const SOUND_DB: f32 = 5.0;
const ROOM_DB: f32 = 3.0;
/// Louder over the room than this is as good as any.
const CLEAR_DB: f32 = 30.0;
/// Fainter than the loud quarter of the take by this is no speech.
const FAINT_DB: f32 = 28.0;
/// Over 40 ms a held sound changes less than this, in decibels a band.
const HELD_DB: f32 = 4.0;
const APART: usize = 2;
/// As far under its own mean, a stretch has ended.
const FALL_DB: f32 = 12.0;
/// So many frames that change do not yet end a stretch.
const LAPSE: usize = 3;
/// A shorter stretch is part of any word; a longer one is a machine's.
const SHORTEST: usize = 8;
const LONGEST: usize = 400;
/// So many frames are looked at together: longer than most takes.
const BLOCK: usize = 60_000;
/// A frame as periodic as this is voiced; so many make a voice.
const VOICED: f32 = 0.6;
const FEWEST_VOICED: usize = 50;

/// Follows the sound through a take.
pub(crate) struct Listener {
    forward: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
    /// How much the window itself takes away from each lag.
    window_lags: Vec<f32>,
    waiting: Vec<i16>,
    frames: Vec<Heard>,
    sounds: Sounds,
}

/// One frame as it is kept: levels in tenths of a decibel.
#[derive(Debug, Clone, Copy)]
struct Heard {
    bands: [i16; BANDS],
    periodicity: u8,
    lag: u8,
}

impl Listener {
    pub(crate) fn new() -> Self {
        let mut planner = RealFftPlanner::<f32>::new();
        let (forward, back) = (planner.plan_fft_forward(SPECTRUM), planner.plan_fft_inverse(SPECTRUM));
        let window: Vec<f32> = (0..FRAME)
            .map(|n| 0.5 - 0.5 * (2.0 * std::f32::consts::PI * (n as f32 + 0.5) / FRAME as f32).cos())
            .collect();
        let mut listener = Self {
            forward,
            back,
            window_lags: Vec::new(),
            window,
            waiting: Vec::new(),
            frames: Vec::new(),
            sounds: Sounds::default(),
        };
        let lags = listener.lags(&vec![1.0; FRAME]).1;
        listener.window_lags = lags[..=LONGEST_LAG + 1].iter().map(|lag| lag / lags[0]).collect();
        listener
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
            self.frames.push(self.hear(&frame));
            if self.frames.len() == BLOCK {
                self.look_at_block();
            }
            from += HOP;
        }
        self.waiting.drain(..from);
    }

    /// What was heard in the whole take.
    pub(crate) fn finish(mut self) -> Sounds {
        self.look_at_block();
        self.sounds
    }

    fn look_at_block(&mut self) {
        self.sounds.append(Take::of(&self.frames).sounds());
        self.frames.clear();
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
        // The way back is not scaled.
        for lag in &mut input {
            *lag /= SPECTRUM as f32;
        }
        (power, input)
    }

    fn hear(&self, frame: &[f32]) -> Heard {
        let (power, lags) = self.lags(frame);
        let (mut periodicity, mut lag) = (0.0, 0);
        for at in SHORTEST_LAG..=LONGEST_LAG {
            let alike = lags[at] / (lags[0] * self.window_lags[at]).max(1e-9);
            // A peak, and a little better than its double: the octave below is alike as well.
            if alike > periodicity + 0.02 && lags[at] >= lags[at - 1] && lags[at] >= lags[at + 1] {
                (periodicity, lag) = (alike, at as u8);
            }
        }
        let mut bands = [0; BANDS];
        for (band, edges) in bands.iter_mut().zip(EDGES_HZ.windows(2)) {
            let bin = |hz: usize| hz * SPECTRUM / RATE_HZ as usize;
            let energy: f32 = power[bin(edges[0])..bin(edges[1])].iter().sum();
            *band = (100.0 * energy.max(1e-9).log10()).round() as i16;
        }
        Heard { bands, periodicity: (periodicity.min(1.0) * 255.0).round() as u8, lag }
    }
}

/// What is known once a block is full, or the take has ended.
struct Take<'a> {
    frames: &'a [Heard],
    /// Level in each band, the room's where it is no louder than the room, less their mean: the shape of the spectrum.
    shapes: Vec<[f32; BANDS]>,
    /// How far it is over the room, and how loud it is.
    over: Vec<f32>,
    loud: Vec<f32>,
    /// How loud the loud quarter is.
    speech: f32,
    sounding: Vec<bool>,
}

impl<'a> Take<'a> {
    fn of(frames: &'a [Heard]) -> Self {
        let level = |frame: &Heard, band: usize| f32::from(frame.bands[band]) / 10.0;
        let room: [f32; BANDS] =
            std::array::from_fn(|band| share(frames.iter().map(|frame| level(frame, band)).collect(), 0.1));
        let over: Vec<f32> = frames
            .iter()
            .map(|frame| {
                VOICE.map(|band| (level(frame, band) - room[band]).clamp(0.0, CLEAR_DB)).sum::<f32>() / 4.0
            })
            .collect();
        let loud: Vec<f32> = frames
            .iter()
            .map(|frame| {
                10.0 * VOICE.map(|band| 10_f32.powf(level(frame, band) / 10.0)).sum::<f32>().max(1e-9).log10()
            })
            .collect();
        let speaking = over.iter().zip(&loud).filter(|(over, _)| **over > SOUND_DB);
        let speech = share(speaking.map(|(_, loud)| *loud).collect(), 0.75);
        let sounding = over
            .iter()
            .zip(&loud)
            .map(|(over, loud)| *over > SOUND_DB && *loud > speech - FAINT_DB)
            .collect();
        let shapes = frames
            .iter()
            .map(|frame| {
                let bands: [f32; BANDS] = std::array::from_fn(|band| level(frame, band).max(room[band]));
                let mean = bands.iter().sum::<f32>() / BANDS as f32;
                bands.map(|band| band - mean)
            })
            .collect();
        Self { frames, shapes, over, loud, speech, sounding }
    }

    fn sounds(self) -> Sounds {
        let voice = self.voice();
        let held = self
            .stretches()
            .into_iter()
            .map(|stretch| Held {
                start: stretch.start as u32,
                frames: stretch.map(|at| self.frame(at, &voice)).collect(),
            })
            .collect();
        let levels = self.loud.iter().map(|loud| Sounds::level(loud - self.speech)).collect();
        Sounds { levels, sounding: self.sounding, held }
    }

    fn frame(&self, at: usize, voice: &[f32; BANDS]) -> Frame {
        let Heard { periodicity, lag, .. } = self.frames[at];
        let against = |band: usize| self.shapes[at][band] - voice[band];
        Frame::new(self.change(at), periodicity, lag, [against(2), against(4)])
    }

    /// How much the shape of the spectrum changes around a frame, in decibels a band.
    fn change(&self, at: usize) -> f32 {
        let (Some(before), Some(after)) = (at.checked_sub(APART), self.shapes.get(at + APART)) else {
            return 99.0;
        };
        let moved = self.shapes[before].iter().zip(after).map(|(before, after)| (before - after).abs());
        moved.sum::<f32>() / BANDS as f32
    }

    /// The shape that this voice has on the whole.
    fn voice(&self) -> [f32; BANDS] {
        let is_voiced = |at: &usize| {
            self.over[*at] > SOUND_DB && f32::from(self.frames[*at].periodicity) >= VOICED * 255.0
        };
        let voiced: Vec<usize> = (0..self.frames.len()).filter(is_voiced).collect();
        if voiced.len() <= FEWEST_VOICED {
            return [0.0; BANDS];
        }
        std::array::from_fn(|band| {
            voiced.iter().map(|at| self.shapes[*at][band]).sum::<f32>() / voiced.len() as f32
        })
    }

    /// Where a sound is held.
    fn stretches(&self) -> Vec<std::ops::Range<usize>> {
        let mut stretches = Vec::new();
        let mut open: Option<(usize, usize, f32)> = None;
        for at in 0..self.frames.len() {
            if self.sounding[at] && self.change(at) < HELD_DB {
                let (start, last, sum) = open.unwrap_or((at, at, 0.0));
                // What lapsed between belongs to it.
                let lapsed: f32 = self.loud[if open.is_some() { last + 1 } else { at }..at].iter().sum();
                open = Some((start, at, sum + lapsed + self.loud[at]));
            } else if let Some((start, last, sum)) = open {
                let mean = sum / (last + 1 - start) as f32;
                let silent = !self.sounding[at] && self.over[at] <= ROOM_DB;
                if at - last > LAPSE || silent || self.loud[at] < mean - FALL_DB {
                    stretches.push(start..last + 1);
                    open = None;
                }
            }
        }
        stretches.extend(open.map(|(start, last, _)| start..last + 1));
        stretches.retain(|stretch: &std::ops::Range<usize>| (SHORTEST..LONGEST).contains(&stretch.len()));
        stretches
    }
}

/// The value that this share of them is under.
fn share(mut values: Vec<f32>, share: f64) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f64 * share).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
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

    fn heard(parts: &[Vec<f64>], gain: f64) -> Sounds {
        let mut listener = Listener::new();
        let samples: Vec<i16> =
            parts.concat().iter().map(|sample| (sample * gain * 32_767.0) as i16).collect();
        // In pieces of any size: what is heard does not depend on them.
        for piece in samples.chunks(777) {
            listener.push(piece);
        }
        listener.finish()
    }

    fn said() -> Vec<Vec<f64>> {
        vec![noise(1.0, 0.002), voice(120.0, 0.5, 0.03), noise(1.0, 0.002)]
    }

    fn ends(held: &Held) -> (f64, f64) {
        (Sounds::seconds(held.start as usize), Sounds::seconds(held.start as usize + held.frames.len()))
    }

    #[test]
    fn a_held_voice_is_heard_where_it_is_and_as_it_is() {
        let sounds = heard(&said(), 1.0);
        let [held] = &sounds.held[..] else { panic!("{sounds:?}") };
        let (start, end) = ends(held);
        assert!((start - 1.0).abs() < 0.05 && (end - 1.5).abs() < 0.05, "{start} {end}");
        let inside = &held.frames[5..held.frames.len() - 5];
        // 16,000 / 120 is 133.3 samples a period.
        assert!(inside.iter().all(|frame| (132..=134).contains(&frame.lag())), "{inside:?}");
        assert!(
            inside.iter().all(|frame| frame.periodicity() > 0.9 && frame.change_db() < 1.0),
            "{inside:?}"
        );
        assert!(!sounds.sounding[90] && sounds.sounding[120] && !sounds.sounding[160]);
        // It is all the speech there is, so its shape is that of the voice, and its level that of the speech.
        assert!(
            inside.iter().all(|frame| frame.against_voice_db().iter().all(|db| db.abs() < 2.5)),
            "{inside:?}"
        );
        assert!(sounds.level_db(120).abs() < 1.5, "{}", sounds.level_db(120));
    }

    /// The level of a pure tone, by hand: a sine of amplitude a under a Hann window of n samples has its power a² n² / 16
    /// in the bin it lies in, and half of that amplitude, a quarter of the power, in both neighbours: 1.5 times that. On
    /// twice the bins the same energy stands, in as many times more of them.
    #[test]
    fn a_tone_has_the_level_that_is_computed_by_hand() {
        let listener = Listener::new();
        let tone: Vec<f32> = (0..FRAME)
            .map(|n| 0.1 * (2.0 * std::f32::consts::PI * 1_000.0 * n as f32 / RATE_HZ as f32).sin())
            .collect();
        let frame = listener.hear(&tone);
        let length = FRAME as f32;
        let power = 0.01 * length * length / 16.0 * 1.5 * SPECTRUM as f32 / length;
        let wanted = 10.0 * power.log10();
        let level = f32::from(frame.bands[3]) / 10.0;
        assert!((level - wanted).abs() < 0.3, "{level} {wanted}");
        assert!(
            frame.bands.iter().enumerate().all(|(n, band)| n == 3 || f32::from(*band) / 10.0 < wanted - 20.0)
        );
        // A tone is alike to itself after each of its periods: 16 samples are too few for a voice, 48 are not.
        assert_eq!((frame.lag, frame.periodicity), (48, 255));
    }

    #[test]
    fn louder_or_softer_by_12_db_is_heard_the_same() {
        let plain = heard(&said(), 1.0);
        for gain in [0.25, 4.0] {
            let other = heard(&said(), gain);
            assert_eq!(other.held.len(), 1);
            let ((a, b), (c, d)) = (ends(&plain.held[0]), ends(&other.held[0]));
            assert!((a - c).abs() < 0.031 && (b - d).abs() < 0.031, "{a} {b} {c} {d}");
            assert!((plain.level_db(120) - other.level_db(120)).abs() < 0.6);
        }
    }

    #[test]
    fn noise_and_silence_are_not_held_and_a_voice_that_leaps_shows_it_in_its_periods() {
        assert!(heard(&[noise(3.0, 0.2)], 1.0).held.is_empty());
        assert!(heard(&[vec![0.0; 48_000]], 1.0).held.is_empty());
        // A second of pieces of 60 ms, each at another pitch.
        let spoken: Vec<Vec<f64>> =
            (0..16).map(|n| voice(90.0 + 31.0 * f64::from(n % 5), 0.06, 0.03)).collect();
        let parts = [vec![noise(1.0, 0.002)], spoken].concat();
        let lags: Vec<u8> =
            heard(&parts, 1.0).held.iter().flat_map(|held| &held.frames).map(|frame| frame.lag()).collect();
        let (lowest, highest) = (lags.iter().min().unwrap(), lags.iter().max().unwrap());
        assert!(f32::from(*highest) > 1.5 * f32::from(*lowest), "{lags:?}");
    }

    #[test]
    fn what_hums_on_is_no_voice() {
        assert!(heard(&[noise(0.5, 0.002), voice(100.0, 6.0, 0.05), noise(0.5, 0.002)], 1.0).held.is_empty());
    }

    #[test]
    fn the_same_samples_are_heard_the_same_later() {
        let mut later = vec![noise(2.0, 0.002)];
        later.extend(said());
        let (first, second) = (heard(&said(), 1.0), heard(&later, 1.0));
        let ((a, b), (c, d)) = (ends(&first.held[0]), ends(&second.held[0]));
        assert!((c - a - 2.0).abs() < 0.031 && (d - b - 2.0).abs() < 0.031);
    }
}
