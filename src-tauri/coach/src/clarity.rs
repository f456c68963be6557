//! How clearly somebody spoke: how sure the recogniser was of the words, and whether they are drawn out. Between one long
//! silence and the next, because what was said before it makes nothing clearer.

use std::ops::Range;

use crate::Word;
use crate::number::thousandths;
use crate::pause::CLICK;
use crate::sound::{Frame, Sounds};

/// Clear speech has a mean confidence of 0.9 and more; a strong accent, much noise or a second speaker 0.8.
const UNSURE: f64 = 0.75;
const CLEAR: f64 = 0.85;
/// Seconds a letter. People take 0.05 to 0.09; a recording at half its speed 0.14, and its vowels are as long as an "um".
const DRAWN_OUT_S: f64 = 0.115;
/// Fewer words tell nothing of a recogniser, or of a pace.
const FEWEST_WORDS: usize = 20;
/// Seconds of held voice a letter. People hold 0.01 to 0.06 of them, with an "um" in every sentence, too; a recording at half
/// its speed 0.04 to 0.1 where it is understood, and more where half of its words are not.
const HELD_S: f64 = 0.08;
/// Less sound and fewer words tell nothing of that.
const LEAST_SOUND_S: f64 = 10.0;
const FEW_WORDS: usize = 8;
/// After a silence as long as this it may be somebody else who speaks, somewhere else.
const APART_S: f64 = 4.0;

/// How clear a take is.
pub(crate) struct Clarity {
    whole: Speech,
    /// Until when each is.
    stretches: Vec<(f64, Speech)>,
}

/// How clear a stretch of speech is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Speech {
    /// The mean confidence.
    sureness: f64,
    is_drawn_out: bool,
}

impl Speech {
    /// As clear as can be: where nothing is said, or too little.
    const CLEAREST: Self = Self { sureness: 1.0, is_drawn_out: false };

    /// Where there are too few words to tell, the recogniser is as sure as elsewhere, and only what is held tells whether they
    /// are drawn out.
    fn of(words: &[Word], sound: Sound, elsewhere: Self) -> Self {
        let is_held = sound.is_held_through(words);
        if words.len() < FEWEST_WORDS {
            return Self { sureness: elsewhere.sureness, is_drawn_out: is_held };
        }
        Self {
            sureness: words.iter().map(|word| word.conf).sum::<f64>() / words.len() as f64,
            is_drawn_out: is_held || thousandths(median_pace(words.iter())) > DRAWN_OUT_S,
        }
    }

    /// Whether the words are guesses, and so the holes between them.
    pub(crate) fn is_guessed(self) -> bool {
        self.sureness < UNSURE
    }

    /// Whether a vowel lasts as long as an "um" does.
    pub(crate) fn is_drawn_out(self) -> bool {
        self.is_drawn_out
    }

    /// How much less sure it is than one voice in a quiet room leaves it; 0 where it is as sure.
    pub(crate) fn doubt(self) -> f64 {
        (CLEAR - self.sureness).max(0.0)
    }
}

/// What sounds in a stretch, in hundredths of a second.
#[derive(Debug, Clone, Copy, Default)]
struct Sound {
    sounding: usize,
    held: usize,
}

impl Sound {
    fn of(sounds: &Sounds, seconds: Range<f64>) -> Self {
        let frames = sounds.frames(seconds);
        let first = sounds.held.partition_point(|held| held.end() as usize <= frames.start);
        let held = sounds.held[first..].iter().take_while(|held| (held.start as usize) < frames.end);
        let held = held.flat_map(|held| (held.start as usize..).zip(&held.frames));
        Self {
            sounding: sounds.sounding[frames.clone()].iter().filter(|sounds| **sounds).count(),
            held: held
                .filter(|(at, frame)| frames.contains(at) && frame.periodicity() >= Frame::VOICED)
                .count(),
        }
    }

    /// Whether so much is held that it is how the words are said: not all of it can be "um".
    fn is_held_through(self, words: &[Word]) -> bool {
        let letters: usize = words.iter().map(letters).sum();
        words.len() >= FEW_WORDS
            && self.sounding as f64 > LEAST_SOUND_S * 100.0
            && self.held as f64 > HELD_S * 100.0 * letters as f64
    }
}

impl Clarity {
    pub(crate) fn of(words: &[Word], sounds: &Sounds) -> Self {
        let Some(spoken_from) = words.first().map(|word| word.start) else {
            return Self { whole: Speech::CLEAREST, stretches: Vec::new() };
        };
        let whole = Speech::of(words, Sound::default(), Speech::CLEAREST);
        let mut stretches = Vec::new();
        // What sounds beyond a long silence is nobody's words.
        let mut sound_from = silences(sounds, 0.0..spoken_from).map_or(0.0, |silences| silences.end);
        let mut first = 0;
        for next in 1..=words.len() {
            let end = words[next - 1].end;
            let (silences, until) = match words.get(next) {
                Some(word) => match silences(sounds, end..word.start) {
                    Some(silences) => (Some(silences.clone()), silences.end),
                    None => continue,
                },
                None => (silences(sounds, end..f64::INFINITY), f64::INFINITY),
            };
            let sound_until = silences.map_or(f64::INFINITY, |silences| silences.start);
            let sound = Sound::of(sounds, sound_from..sound_until);
            stretches.push((until, Speech::of(&words[first..next], sound, whole)));
            (first, sound_from) = (next, until);
        }
        Self { whole, stretches }
    }

    /// Of the stretch that a moment belongs to.
    pub(crate) fn at(&self, t: f64) -> Speech {
        self.stretches.iter().find(|(until, _)| t < *until).map_or(Speech::CLEAREST, |(_, speech)| *speech)
    }

    /// Whether the recogniser was unsure in one stretch or more.
    pub(crate) fn is_guessed(&self) -> bool {
        self.stretches.iter().any(|(_, speech)| speech.is_guessed())
    }

    /// Whether the words are drawn out in one stretch or more.
    pub(crate) fn is_drawn_out(&self) -> bool {
        self.stretches.iter().any(|(_, speech)| speech.is_drawn_out())
    }

    /// Whether the words are less clear, on the whole, than one voice in a quiet room leaves them.
    pub(crate) fn is_unclear(&self) -> bool {
        self.whole.doubt() > 0.0
    }
}

/// From when the first long silence between two moments begins until the last one ends. A click is silence; what only was not
/// understood is none.
fn silences(sounds: &Sounds, between: Range<f64>) -> Option<Range<f64>> {
    if thousandths(between.end - between.start) < APART_S {
        return None;
    }
    if sounds.is_empty() {
        return Some(between);
    }
    let frames = sounds.frames(between.clone());
    let mut found: Option<Range<usize>> = None;
    let (mut from, mut to) = (frames.start, frames.start);
    for run in sounds.sounding[frames].chunk_by(|a, b| a == b) {
        to += run.len();
        if run[0] && run.len() >= CLICK {
            from = to;
        } else if !run[0] && (to - from) as f64 >= APART_S * 100.0 {
            found = Some(found.map_or(from, |found| found.start)..to);
        }
    }
    found.map(|found| Sounds::seconds(found.start)..Sounds::seconds(found.end).min(between.end))
}

/// The median of the seconds a letter takes; 0 of no words.
pub(crate) fn median_pace<'a>(words: impl Iterator<Item = &'a Word>) -> f64 {
    let mut paces: Vec<f64> = words.map(pace).collect();
    paces.sort_by(f64::total_cmp);
    paces.get(paces.len() / 2).copied().unwrap_or(0.0)
}

/// Seconds a letter.
pub(crate) fn pace(word: &Word) -> f64 {
    (word.end - word.start) / letters(word) as f64
}

/// "I" is said as slowly as two.
fn letters(word: &Word) -> usize {
    word.text.chars().count().max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::Held;

    /// Thirty words of five letters from a moment on.
    fn spoken(from: f64, letter_s: f64, conf: f64) -> impl Iterator<Item = Word> {
        (0..30).map(move |n| {
            let start = from + f64::from(n) * 6.0 * letter_s;
            Word { text: "order".into(), start, end: start + 5.0 * letter_s, conf, struck: false }
        })
    }

    #[test]
    fn what_is_said_after_a_long_silence_is_judged_by_itself() {
        let words: Vec<Word> = spoken(0.0, 0.08, 0.72).chain(spoken(40.0, 0.14, 1.0)).collect();
        let clarity = Clarity::of(&words, &Sounds::default());
        let [before, after] = [5.0, 45.0].map(|t| clarity.at(t));
        assert!(before.is_guessed() && !before.is_drawn_out());
        assert!(after.is_drawn_out() && !after.is_guessed() && after.doubt() < 1e-9);
        assert_eq!([clarity.at(39.9), clarity.at(40.0)], [before, after]);
        assert!(clarity.is_guessed() && clarity.is_drawn_out() && !clarity.is_unclear());
    }

    /// Sound all along, of which so many frames in a hundred are held.
    fn sounding(seconds: usize, held: usize, periodicity: u8) -> Sounds {
        let frame = Frame::new(0.5, periodicity, 150, [0.0; 2]);
        Sounds {
            levels: vec![Sounds::level(0.0); seconds * 100],
            sounding: vec![true; seconds * 100],
            held: (0..seconds as u32)
                .map(|second| Held { start: second * 100, frames: vec![frame; held] })
                .collect(),
        }
    }

    fn nothing(seconds: usize) -> Sounds {
        Sounds { levels: vec![0; seconds * 100], sounding: vec![false; seconds * 100], held: Vec::new() }
    }

    #[test]
    fn where_much_is_held_eight_words_are_enough() {
        // So many words of five letters, in 11 s of sound.
        let drawn_out = |words: usize, sounds: &Sounds| {
            let words: Vec<Word> = spoken(0.0, 0.08, 0.9).take(words).collect();
            Clarity::of(&words, sounds).at(1.0).is_drawn_out()
        };
        // Sixteen of them: 6.4 s of held voice are 0.08 a letter.
        assert!(drawn_out(16, &sounding(11, 59, 200)));
        assert!(!drawn_out(16, &sounding(11, 57, 200)));
        // Breath is not held voice; a few seconds may be all "um", and a word or two somebody else's in a loud room.
        assert!(!drawn_out(16, &sounding(11, 90, 90)));
        assert!(!drawn_out(16, &sounding(10, 90, 200)));
        assert!(drawn_out(8, &sounding(11, 59, 200)) && !drawn_out(7, &sounding(11, 59, 200)));
        // Twenty words with an "um" of half a second in every second or third: nobody says more of them.
        assert!(!drawn_out(20, &sounding(11, 61, 200)));
    }

    #[test]
    fn what_sounds_beyond_a_long_silence_is_nobodys_words() {
        let words: Vec<Word> = spoken(15.5, 0.08, 0.9).chain(spoken(50.5, 0.08, 0.9)).collect();
        for silence in [5, 3] {
            // Somebody sings before the words, between them and after them.
            let mut sounds = Sounds::default();
            for _ in 0..2 {
                sounds.append(sounding(15 - silence, 100, 200));
                sounds.append(nothing(silence));
                sounds.append(sounding(15, 20, 200));
                sounds.append(nothing(silence));
                sounds.append(sounding(5 - silence, 100, 200));
            }
            sounds.append(sounding(20, 100, 200));
            let clarity = Clarity::of(&words, &sounds);
            let drawn_out = [25.0, 55.0].map(|t| clarity.at(t).is_drawn_out());
            assert_eq!(drawn_out, [silence == 3; 2], "{silence} s");
        }
    }

    #[test]
    fn a_click_is_silence_and_what_was_not_understood_is_none() {
        let words: Vec<Word> = spoken(0.0, 0.08, 0.72).chain(spoken(20.0, 0.08, 1.0)).collect();
        let parted = |frames: Range<usize>| {
            let mut sounds = sounding(15, 10, 200);
            sounds.append(nothing(5));
            sounds.append(sounding(15, 10, 200));
            sounds.sounding[frames].fill(true);
            Clarity::of(&words, &sounds).at(5.0).is_guessed()
        };
        assert!(parted(1_750..1_755) && !parted(1_750..1_756));
    }

    #[test]
    fn a_few_words_say_nothing_of_who_speaks() {
        let few: Vec<Word> = spoken(0.0, 0.2, 0.3).take(FEWEST_WORDS - 1).collect();
        let clarity = Clarity::of(&few, &Sounds::default());
        assert!(!clarity.is_guessed() && !clarity.is_drawn_out() && !clarity.is_unclear());
        assert_eq!(Clarity::of(&[], &Sounds::default()).at(1.0), Speech::CLEAREST);
    }
}
