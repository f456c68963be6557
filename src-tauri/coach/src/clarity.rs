//! How clearly somebody spoke: how sure the recogniser was of the words, and whether they are drawn out. Between one long
//! silence and the next, because what was said before it makes nothing clearer.

use std::ops::Range;

use crate::Word;
use crate::number::thousandths;
use crate::sound::{Frame, Sounds};

/// Clear speech has a mean confidence of 0.9 and more; a strong accent, much noise or a second speaker 0.8.
const UNSURE: f64 = 0.75;
const CLEAR: f64 = 0.85;
/// Seconds a letter. People take 0.05 to 0.09; a recording at half its speed 0.14, and its vowels are as long as an "um".
const DRAWN_OUT_S: f64 = 0.115;
/// Fewer words tell nothing of a recogniser, or of a pace.
const FEWEST_WORDS: usize = 20;
/// Seconds of held voice a letter. People hold 0.01 to 0.05 of them, with an "um" in every sentence, too; a recording at half
/// its speed 0.04 to 0.1 where it is understood, and more where half of its words are not.
const HELD_S: f64 = 0.07;
/// Less sound tells nothing of that.
const LEAST_SOUND_S: f64 = 10.0;
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

    /// Where there are too few words to tell, the recogniser is as sure as elsewhere, and nothing is drawn out.
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
#[derive(Debug, Clone, Copy)]
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
        self.sounding as f64 > LEAST_SOUND_S * 100.0 && self.held as f64 > HELD_S * 100.0 * letters as f64
    }
}

impl Clarity {
    pub(crate) fn of(words: &[Word], sounds: &Sounds) -> Self {
        let whole = Speech::of(words, Sound::of(sounds, 0.0..f64::INFINITY), Speech::CLEAREST);
        let mut stretches = Vec::new();
        let (mut first, mut from) = (0, 0.0);
        for next in 1..=words.len() {
            let until = match words.get(next) {
                Some(word) => silence_end(sounds, &words[next - 1], word),
                None => Some(f64::INFINITY),
            };
            let Some(until) = until else { continue };
            let sound = Sound::of(sounds, from..until);
            stretches.push((until, Speech::of(&words[first..next], sound, whole)));
            (first, from) = (next, until);
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

/// When a long silence between two words ends, if there is one. What only was not understood is no silence.
fn silence_end(sounds: &Sounds, before: &Word, after: &Word) -> Option<f64> {
    if thousandths(after.start - before.end) < APART_S {
        return None;
    }
    if sounds.is_empty() {
        return Some(after.start);
    }
    let mut end = sounds.frames(before.end..after.start).start;
    let runs = sounds.sounding[sounds.frames(before.end..after.start)].chunk_by(|a, b| a == b);
    let silences = runs.filter_map(|run| {
        end += run.len();
        (!run[0] && run.len() as f64 >= APART_S * 100.0).then_some(end)
    });
    silences.last().map(|end| Sounds::seconds(end).min(after.start))
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

    #[test]
    fn where_most_that_sounds_is_held_a_few_words_are_enough() {
        // Sixteen words of five letters: 5.6 s of held voice are 0.07 a letter.
        let few: Vec<Word> = spoken(0.0, 0.08, 0.9).take(16).collect();
        let drawn_out = |sounds: &Sounds| Clarity::of(&few, sounds).at(1.0).is_drawn_out();
        assert!(drawn_out(&sounding(11, 52, 200)));
        assert!(!drawn_out(&sounding(11, 50, 200)));
        // Breath is not held voice, and a few seconds may be all "um".
        assert!(!drawn_out(&sounding(11, 90, 90)));
        assert!(!drawn_out(&sounding(10, 90, 200)));
        // What is held after a long silence says nothing of what was said before; without the silence all is one.
        let words: Vec<Word> = spoken(0.0, 0.08, 0.9).chain(spoken(30.0, 0.08, 0.9)).collect();
        for (silence, held) in [(5, [false, true]), (3, [true, true])] {
            let mut sounds = sounding(20 - silence, 10, 200);
            let nothing = 100 * silence;
            sounds.append(Sounds { levels: vec![0; nothing], sounding: vec![false; nothing], held: vec![] });
            sounds.append(sounding(25, 90, 200));
            let clarity = Clarity::of(&words, &sounds);
            assert_eq!([19.9, 20.1].map(|t| clarity.at(t).is_drawn_out()), held, "{silence} s");
        }
    }

    #[test]
    fn a_few_words_say_nothing_of_who_speaks() {
        let few: Vec<Word> = spoken(0.0, 0.2, 0.3).take(FEWEST_WORDS - 1).collect();
        let clarity = Clarity::of(&few, &Sounds::default());
        assert!(!clarity.is_guessed() && !clarity.is_drawn_out() && !clarity.is_unclear());
        assert_eq!(Clarity::of(&[], &Sounds::default()).at(1.0), Speech::CLEAREST);
    }
}
