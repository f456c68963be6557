//! A take as long as nobody's answer, told to the worker faster than it could be spoken. `RETAKE_TAKE_MINUTES` says how long.

#![allow(clippy::print_stderr, reason = "how fast it was is worth knowing")]

use coach::{Setting, Word, judge};

use super::*;
use crate::microphone::Script;
use crate::recogniser::CHUNK;
use crate::recording;

const TURN_SAMPLES: usize = RATE_HZ as usize / 25;
/// The recogniser settles so many words every so many chunks: two and a half a second.
const CHUNKS: usize = 20;
const WORDS: [&str; 5] = ["we", "lost", "the", "order", "again"];

/// How long each of them is.
const LASTS_S: f64 = 0.3;

/// Where the nth of five words begins.
fn starts(turn_s: f64, n: u32) -> f64 {
    thousandths(turn_s + 0.4 * f64::from(n))
}

/// Hears the same five words every two seconds.
#[derive(Default)]
struct Talker {
    chunks: usize,
}

impl Talker {
    fn seconds(&self) -> f64 {
        (self.chunks * CHUNK) as f64 / f64::from(RATE_HZ)
    }
}

impl Recogniser for Talker {
    fn accept(&mut self, _: &[i16]) -> Result<Option<Vec<Word>>, RecogniserError> {
        self.chunks += 1;
        if !self.chunks.is_multiple_of(CHUNKS) {
            return Ok(None);
        }
        let word = |(n, text): (u32, &&str)| {
            let start = starts(self.seconds() - 2.0, n);
            Word {
                text: (*text).to_owned(),
                start,
                end: thousandths(start + LASTS_S),
                conf: 1.0,
                struck: false,
            }
        };
        Ok(Some((0..).zip(&WORDS).map(word).collect()))
    }
    fn partial(&mut self) -> Result<String, RecogniserError> {
        Ok("we lost".to_owned())
    }
    fn finish(&mut self) -> Result<Vec<Word>, RecogniserError> {
        Ok(Vec::new())
    }
}

/// Something like speech, without end: a buzz in syllables, and a pause after each tenth of them. Always the same.
fn sound() -> impl Iterator<Item = i16> {
    let mut state = 0x2545_f491_u32;
    (0_u32..).map(move |n| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [syllable, within] = [n / 3_200, n % 3_200];
        let hum = (state % 64) as i16;
        let is_voiced = syllable % 10 != 9 && within < 2_400;
        if is_voiced { (n % (110 + syllable % 40)) as i16 * 60 + hum } else { hum }
    })
}

#[test]
fn a_take_of_hours_is_recorded_heard_and_judged_whole_in_memory_that_hardly_grows() {
    let minutes: u32 = std::env::var("RETAKE_TAKE_MINUTES").map_or(10, |minutes| minutes.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("take.wav");
    let (microphone, mut script) = Script::microphone("Yeti", RATE_HZ, 1);
    let mut microphone = Some(microphone);
    let mut told = 0_u64;
    let mut worker = Worker::new(
        Box::<Talker>::default(),
        |_: &str| microphone.take().ok_or(MicrophoneError::None),
        |event| told += u64::from(matches!(event, Event::Level { .. } | Event::Heard(_))),
    );
    worker.plug_in("").unwrap();
    worker.begin(&file).unwrap();

    let begun = clock::now();
    let mut sound_so_far = sound();
    let mut after_a_minute = 0;
    for minute in 1..=minutes {
        for _ in 0..60 * 25 {
            let said: Vec<f32> =
                sound_so_far.by_ref().take(TURN_SAMPLES).map(|sample| f32::from(sample) / 32_768.0).collect();
            script.says(&said);
            assert_eq!(worker.turn(), None);
        }
        if minute == 1 {
            after_a_minute = crate::allocations::held_on_this_thread();
        }
    }
    let took = begun.elapsed();
    let grown = crate::allocations::held_on_this_thread() - after_a_minute;
    // A minute leaves its outline, what was heard beside the words, and its words; lists have room to grow.
    let words = 150 * (size_of::<Word>() + 16).cast_signed() as i64;
    let a_minute = 60 * i64::from(crate::Peaks::PER_SECOND) + 2 * 6_000 + words;
    assert!(
        grown <= 2 * a_minute * i64::from(minutes) + 2 * 18 * 60_000,
        "{grown} bytes in {minutes} minutes"
    );

    let heard = worker.finish().unwrap();
    assert!((heard.duration_s - 60.0 * f64::from(minutes)).abs() < 1e-6);
    assert_eq!(heard.quality.problems, Vec::<String>::new());
    // Every word is there but those that the detector heard no voice near: a buzz is no voice to it now and then.
    let said: Vec<f64> =
        (0..30 * minutes).flat_map(|turn| (0..5).map(move |n| starts(2.0 * f64::from(turn), n))).collect();
    let has_a_voice = |&start: &f64| {
        let first = heard.voiced.partition_point(|voice| voice.end < start - 0.1);
        heard.voiced.get(first).is_some_and(|voice| voice.start <= thousandths(start + LASTS_S) + 0.1)
    };
    let expected: Vec<f64> = said.iter().copied().filter(has_a_voice).collect();
    assert_eq!(heard.words.iter().map(|word| word.start).collect::<Vec<_>>(), expected);
    assert!(100 * expected.len() >= 99 * said.len(), "{} of {} words", expected.len(), said.len());

    let mut recording = recording::open(&file).unwrap();
    let (mut sound, mut block, mut samples) = (sound(), Vec::new(), 0);
    while recording.read(&mut block) {
        for (&recorded, said) in block.iter().zip(&mut sound) {
            assert!((recorded - f32::from(said) / 32_768.0).abs() < 1e-6, "sample {samples}");
            samples += 1;
        }
        block.clear();
    }
    assert_eq!(samples, 60 * u64::from(minutes) * u64::from(RATE_HZ));

    let take = coach::Take { sounds: heard.sounds, ..coach::Take::of_words("long", heard.words) };
    let judged = clock::now();
    let report = judge(&take, &Setting::default());
    assert_eq!(report.words.len(), take.words.len());
    eprintln!(
        "   {minutes} minutes told in {:.1} s, {told} messages, {} words, {} kB more held; judged in {:.2} s",
        took.as_secs_f64(),
        take.words.len(),
        grown / 1_000,
        judged.elapsed().as_secs_f64()
    );
}
