//! Hearing: 16 kHz samples in; words, voiced stretches and quality out. The same for a live take and a recording,
//! so that a stored take analysed again gives the same words.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use coach::number::{tenths, thousandths};
use coach::{Gap, Quality, Sounds, Word, Words, WordsError};

use crate::RATE_HZ;
use crate::activity::Activity;
use crate::level::Level;
use crate::loudest::Loudest;
use crate::peaks::Peaks;
use crate::recogniser::{CHUNK, Model, Recognised, Recogniser, RecogniserError};
use crate::recording::{self, Recording, RecordingError};
use crate::resample::{BadRate, Resampler};
use crate::sounds::Listener;
use crate::take_file::TakeFile;

/// A word this long is a word and the silence it was stretched over.
const LONGEST_WORD_S: f64 = 1.5;
/// With less voice than this under it, a word as long as that is a noise the recogniser made something of: two frames of
/// the detector, and a hair.
const SHORTEST_VOICE_S: f64 = 0.04;
/// Word boundaries are off by 80 ms at the 90th percentile; voice this near still counts as under the word.
const NEAR_S: f64 = 0.1;

/// Speech under this is too quiet to trust what was heard.
const QUIET_DBFS: f64 = -50.0;
/// One sample in a thousand at full scale is audible distortion.
const CLIPPED: f64 = 0.001;

/// A stretch of the recording, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
}

/// What was heard in a whole take.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The words, in order.
    pub words: Words,
    /// Where somebody spoke.
    pub voiced: Vec<Stretch>,
    /// Length of the recording.
    pub duration_s: f64,
    /// How well it could be heard.
    pub quality: Quality,
    /// Where one sound was held.
    pub sounds: Sounds,
    /// Its outline, to be drawn.
    pub peaks: Peaks,
}

/// What of a live take did not reach the recording. A recording that is only read has lost nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Losses {
    /// Samples that did not fit the ring, at 16 kHz.
    pub(crate) samples: u32,
    /// How often the system itself dropped sound.
    pub(crate) overruns: u32,
    /// When nothing came for a while.
    pub(crate) gaps: Vec<Gap>,
}

/// Why a recording could not be heard.
#[derive(Debug, thiserror::Error)]
pub enum HearingError {
    /// The file is the problem.
    #[error(transparent)]
    Recording(#[from] RecordingError),
    /// Its rate is.
    #[error(transparent)]
    Rate(#[from] BadRate),
    /// The recogniser is.
    #[error(transparent)]
    Recogniser(#[from] RecogniserError),
    /// The recogniser's words make no sense.
    #[error("the recogniser gave words that cannot be used: {0}")]
    Words(#[from] WordsError),
    /// The take file that a recording is imported into is.
    #[error("the recording cannot be kept at {file}: {reason}")]
    Unwritable {
        /// Where it was to go.
        file: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Whoever asked for it wanted no more of it.
    #[error("broken off; nothing of it was kept")]
    BrokenOff,
}

/// Listens to one take.
pub struct Hearing {
    recogniser: Box<dyn Recogniser>,
    waiting: Vec<i16>,
    activity: Activity,
    level: Level,
    peaks: Peaks,
    listener: Listener,
    words: Vec<Word>,
    samples: u64,
}

impl Hearing {
    /// With a recogniser of its own.
    #[must_use]
    pub fn new(recogniser: Box<dyn Recogniser>) -> Self {
        Self {
            recogniser,
            waiting: Vec::with_capacity(2 * CHUNK),
            activity: Activity::new(),
            level: Level::default(),
            peaks: Peaks::default(),
            listener: Listener::new(),
            words: Vec::new(),
            samples: 0,
        }
    }

    /// Takes samples in while somebody reads along; `tell` hears of every change of the text.
    pub(crate) fn tell(
        &mut self,
        samples: &[i16],
        mut tell: impl FnMut(Recognised),
    ) -> Result<(), RecogniserError> {
        self.listen(samples, Some(&mut tell))
    }

    /// Takes samples in.
    pub(crate) fn push(&mut self, samples: &[i16]) -> Result<(), RecogniserError> {
        self.listen(samples, None)
    }

    fn listen(
        &mut self,
        samples: &[i16],
        mut tell: Option<&mut dyn FnMut(Recognised)>,
    ) -> Result<(), RecogniserError> {
        self.samples += samples.len() as u64;
        self.peaks.push(samples);
        self.listener.push(samples);
        let level = &mut self.level;
        self.activity.push(samples, |frame, voiced| level.add(frame, voiced));
        self.waiting.extend_from_slice(samples);
        let mut from = 0;
        while self.waiting.len() - from >= CHUNK {
            let stand = self.recogniser.accept(&self.waiting[from..from + CHUNK])?;
            if let Some(words) = &stand {
                self.words.extend_from_slice(words);
            }
            if let Some(tell) = &mut tell {
                tell(match stand {
                    Some(words) => Recognised::Final(words),
                    None => Recognised::Partial(self.recogniser.partial()?),
                });
            }
            from += CHUNK;
        }
        self.waiting.drain(..from);
        Ok(())
    }

    /// Seconds taken in so far.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.samples as f64 / f64::from(RATE_HZ)
    }

    /// Drains the recogniser and puts together what was heard.
    pub(crate) fn finish(mut self, losses: Losses) -> Result<Heard, HearingError> {
        if !self.waiting.is_empty()
            && let Some(words) = self.recogniser.accept(&self.waiting)?
        {
            self.words.extend(words);
        }
        self.words.extend(self.recogniser.finish()?);
        let duration_s = self.seconds();
        let level = &mut self.level;
        let voiced = self.activity.finish(|frame, voiced| level.add(frame, voiced));
        let words = Words::new(voiced_words(self.words, &voiced))?;
        let quality = quality(&self.level, losses, !voiced.is_empty());
        let sounds = self.listener.finish();
        Ok(Heard { words, voiced, duration_s: thousandths(duration_s), quality, sounds, peaks: self.peaks })
    }
}

/// Drops words without voice under them; cuts a word stretched over silence to its voice.
fn voiced_words(words: Vec<Word>, voiced: &[Stretch]) -> Vec<Word> {
    words
        .into_iter()
        .filter_map(|mut word| {
            let first = voiced.partition_point(|stretch| stretch.end < word.start - NEAR_S);
            let near = voiced[first..].iter().take_while(|stretch| stretch.start <= word.end + NEAR_S);
            if word.end - word.start <= LONGEST_WORD_S {
                return (near.count() > 0).then_some(word);
            }
            // What of the voice lies under it; the ends of its neighbours' voices are not its own.
            let under = near
                .map(|stretch| Stretch {
                    start: stretch.start.max(word.start),
                    end: stretch.end.min(word.end),
                })
                .filter(|under| under.end - under.start >= SHORTEST_VOICE_S);
            let own = under.max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)))?;
            word.start = thousandths(own.start);
            word.end = thousandths(own.end);
            Some(word)
        })
        .collect()
}

fn quality(level: &Level, losses: Losses, voice: bool) -> Quality {
    let mut problems = Vec::new();
    let voice_dbfs = level.voice_dbfs().map(tenths);
    let clipped_share = level.clipped_share().map(|share| (share * 1e6).round() / 1e6);
    if !voice {
        problems
            .push("No voice was heard: check that the right microphone is chosen and not muted.".to_owned());
    }
    if voice_dbfs.is_some_and(|dbfs| dbfs < QUIET_DBFS) {
        problems
            .push("The voice is very quiet: move closer to the microphone or raise its level.".to_owned());
    }
    if clipped_share.is_some_and(|share| share > CLIPPED) {
        problems.push("The recording is clipped: lower the microphone's level.".to_owned());
    }
    if losses.samples > 0 {
        let seconds = f64::from(losses.samples) / f64::from(RATE_HZ);
        problems.push(format!("About {seconds:.2} s of sound was lost because the computer was too busy."));
    }
    if losses.overruns > 0 {
        let times = if losses.overruns == 1 { "once" } else { "more than once" };
        problems.push(format!("The system dropped a moment of sound {times}: the computer was too busy."));
    }
    for gap in &losses.gaps {
        problems.push(format!(
            "Nothing was recorded for {:.0} s after {}; what you said meanwhile is missing.",
            gap.seconds,
            minutes(gap.at)
        ));
    }
    Quality {
        level_dbfs: voice_dbfs,
        noise_dbfs: level.rest_dbfs().map(tenths),
        clipped_share,
        lost_samples: losses.samples,
        gaps: losses.gaps,
        problems,
    }
}

/// 72.4 s as 1:12.
fn minutes(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// Listens to a recording from beginning to end; `progress` hears the fraction done. Memory does not grow with it.
pub fn listen(path: &Path, model: &Model, mut progress: impl FnMut(f64)) -> Result<Heard, HearingError> {
    let keep = |_: &[i16]| Ok(());
    let goes_on = |done| {
        progress(done);
        ControlFlow::Continue(())
    };
    hear(recording::open(path)?, model, Losses::default(), keep, goes_on)
}

/// Listens once more to a take whose recogniser failed while it was live; what was lost then is known.
pub fn listen_again(path: &Path, model: &Model, losses: Losses) -> Result<Heard, HearingError> {
    hear(recording::open(path)?, model, losses, |_| Ok(()), |_| ControlFlow::Continue(()))
}

/// The outline of a recording, without listening to what is said.
pub fn peaks(path: &Path) -> Result<Peaks, HearingError> {
    let mut recording = recording::open(path)?;
    let mut feed = Feed::of(&recording)?;
    let mut peaks = Peaks::default();
    while let Some(samples) = feed.read(&mut recording) {
        peaks.push(samples);
    }
    Ok(peaks)
}

/// Listens to a recording from anywhere and keeps it as a take file at `into`. `progress` hears the fraction done and
/// may break it off. What could not be imported to the end leaves no file.
pub fn import(
    path: &Path,
    into: &Path,
    model: &Model,
    progress: impl FnMut(f64) -> ControlFlow<()>,
) -> Result<Heard, HearingError> {
    let unwritable = |reason| HearingError::Unwritable { file: into.to_owned(), reason };
    let recording = recording::open(path)?;
    let mut file = TakeFile::create(into).map_err(unwritable)?;
    let heard = hear(recording, model, Losses::default(), |samples| file.append(samples), progress).map_err(
        |error| match error {
            HearingError::Unwritable { reason, .. } => unwritable(reason),
            other => other,
        },
    );
    let closed = file.finish().map_err(unwritable);
    if heard.is_err() || closed.is_err() {
        // An empty take file left behind would be found and finished for nothing; failing to remove it costs no more.
        let _ = std::fs::remove_file(into);
    }
    closed?;
    heard
}

fn hear(
    mut recording: Recording,
    model: &Model,
    losses: Losses,
    mut keep: impl FnMut(&[i16]) -> std::io::Result<()>,
    mut progress: impl FnMut(f64) -> ControlFlow<()>,
) -> Result<Heard, HearingError> {
    let mut feed = Feed::of(&recording)?;
    let mut hearing = Hearing::new(model.recogniser()?);
    while let Some(samples) = feed.read(&mut recording) {
        keep(samples).map_err(|reason| HearingError::Unwritable { file: PathBuf::new(), reason })?;
        hearing.push(samples)?;
        if progress(recording.done()).is_break() {
            return Err(HearingError::BrokenOff);
        }
    }
    hearing.finish(losses)
}

/// A recording as the recogniser wants it: its loudest channel at 16 kHz, block by block.
struct Feed {
    loudest: Loudest,
    resampler: Resampler,
    is_read: bool,
    block: Vec<f32>,
    mono: Vec<f32>,
    ready: Vec<i16>,
}

impl Feed {
    fn of(recording: &Recording) -> Result<Self, BadRate> {
        Ok(Self {
            loudest: Loudest::new(recording.channels()),
            resampler: Resampler::new(recording.rate_hz())?,
            is_read: false,
            block: Vec::new(),
            mono: Vec::new(),
            ready: Vec::new(),
        })
    }

    /// The next samples; `None` after the last.
    fn read(&mut self, recording: &mut Recording) -> Option<&[i16]> {
        if self.is_read {
            return None;
        }
        self.mono.clear();
        self.ready.clear();
        if recording.read(&mut self.block) {
            self.loudest.pick(&self.block, &mut self.mono);
            self.resampler.push(&self.mono, &mut self.ready);
        } else {
            self.is_read = true;
            self.resampler.finish(&mut self.ready);
        }
        Some(&self.ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Scripted(Vec<Vec<Word>>);

    impl Recogniser for Scripted {
        fn accept(&mut self, _: &[i16]) -> Result<Option<Vec<Word>>, RecogniserError> {
            Ok(None)
        }
        fn partial(&mut self) -> Result<String, RecogniserError> {
            Ok("so".to_owned())
        }
        fn finish(&mut self) -> Result<Vec<Word>, RecogniserError> {
            Ok(self.0.pop().unwrap_or_default())
        }
    }

    fn word(text: &str, start: f64, end: f64) -> Word {
        Word { text: text.to_owned(), start, end, conf: 1.0, struck: false }
    }

    #[test]
    fn words_heard_in_silence_are_dropped_and_the_silence_is_named() {
        let mut hearing = Hearing::new(Box::new(Scripted(vec![vec![word("huh", 0.5, 0.9)]])));
        hearing.push(&vec![0; 3 * RATE_HZ as usize]).unwrap();
        let heard = hearing.finish(Losses::default()).unwrap();
        assert!(heard.words.is_empty());
        assert!(heard.quality.problems[0].starts_with("No voice"));
        assert!((heard.duration_s - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_word_stretched_over_silence_is_cut_to_its_voice() {
        let voiced = [Stretch { start: 4.0, end: 4.4 }];
        let words = voiced_words(vec![word("i", 1.0, 4.3), word("the", 8.0, 8.1)], &voiced);
        assert_eq!(words, [word("i", 4.0, 4.3)]);
        // A crackle that the recogniser made a word of, and a short word of a hoarse voice.
        let voiced = [Stretch { start: 1.0, end: 1.03 }, Stretch { start: 5.0, end: 5.03 }];
        let words = voiced_words(vec![word("huh", 0.4, 2.0), word("for", 5.0, 5.15)], &voiced);
        assert_eq!(words, [word("for", 5.0, 5.15)]);
        // The recogniser's words follow each other without a gap: the voice before this one is another word's.
        let voiced = [Stretch { start: 0.4, end: 1.02 }, Stretch { start: 4.0, end: 4.4 }];
        let words = voiced_words(vec![word("broke", 0.4, 1.0), word("the", 1.0, 4.35)], &voiced);
        assert_eq!(words, [word("broke", 0.4, 1.0), word("the", 4.0, 4.35)]);
        // And a noise that follows speech at once is still a noise.
        let words = voiced_words(vec![word("huh", 1.02, 3.0)], &voiced[..1]);
        assert_eq!(words, []);
    }

    #[test]
    fn an_hour_holds_no_more_than_a_minute_but_its_outline() {
        let mut hearing = Hearing::new(Box::new(Scripted(Vec::new())));
        let second: Vec<i16> = (0..RATE_HZ).map(|n| ((n * 7_919) % 4_001) as i16 - 2_000).collect();
        let mut hear = |minutes: u32| {
            (0..60 * minutes).for_each(|_| hearing.push(&second).unwrap());
            crate::allocations::held_on_this_thread()
        };
        let minute = hear(1);
        let hour = hear(59);
        let outline = 2 * 3_600 * i64::from(Peaks::PER_SECOND);
        // Two bytes a frame of what is heard beside the words, and ten minutes of frames; lists have room to grow.
        let beside = 2 * (2 * 360_000 + 18 * 60_000);
        assert!(hour - minute <= outline + beside, "{} bytes more", hour - minute);
    }

    #[test]
    fn lost_samples_are_told() {
        let hearing = Hearing::new(Box::new(Scripted(Vec::new())));
        let losses = Losses { samples: 8_000, overruns: 1, gaps: vec![Gap { at: 72.4, seconds: 12.3 }] };
        let heard = hearing.finish(losses).unwrap();
        assert_eq!(heard.quality.lost_samples, 8_000);
        assert_eq!(heard.quality.gaps, [Gap { at: 72.4, seconds: 12.3 }]);
        for told in ["0.50 s", "once", "12 s after 1:12"] {
            assert!(heard.quality.problems.iter().any(|problem| problem.contains(told)), "{told}");
        }
    }
}
