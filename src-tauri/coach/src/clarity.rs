//! How clearly somebody spoke: how sure the recogniser was of the words, and whether they are drawn out. Between one long
//! silence and the next, because what was said before it makes nothing clearer.

use crate::Word;
use crate::number::thousandths;

/// Clear speech has a mean confidence of 0.9 and more; a strong accent, much noise or a second speaker 0.8.
const UNSURE: f64 = 0.75;
const CLEAR: f64 = 0.85;
/// Seconds a letter. People take 0.05 to 0.09; a recording at half its speed 0.14, and its vowels are as long as an "um".
const DRAWN_OUT_S: f64 = 0.115;
/// Fewer words tell nothing of a recogniser, or of a pace.
const FEWEST_WORDS: usize = 20;
/// After a silence as long as this it may be somebody else who speaks, somewhere else.
const APART_S: f64 = 4.0;
/// What is heard this long before words belongs to them, and what comes sooner to those before.
const LEADS_IN_S: f64 = 2.0;

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
    fn of(words: &[Word], elsewhere: Self) -> Self {
        if words.len() < FEWEST_WORDS {
            return Self { sureness: elsewhere.sureness, is_drawn_out: false };
        }
        Self {
            sureness: words.iter().map(|word| word.conf).sum::<f64>() / words.len() as f64,
            is_drawn_out: thousandths(median_pace(words.iter())) > DRAWN_OUT_S,
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

impl Clarity {
    pub(crate) fn of(words: &[Word]) -> Self {
        let whole = Speech::of(words, Speech::CLEAREST);
        let stretches: Vec<&[Word]> = words.chunk_by(|a, b| thousandths(b.start - a.end) < APART_S).collect();
        let stretch = |(at, stretch): (usize, &&[Word])| {
            let next = stretches.get(at + 1).map_or(f64::INFINITY, |next| next[0].start);
            (next - LEADS_IN_S, Speech::of(stretch, whole))
        };
        Self { whole, stretches: stretches.iter().enumerate().map(stretch).collect() }
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

/// The median of the seconds a letter takes; 0 of no words.
pub(crate) fn median_pace<'a>(words: impl Iterator<Item = &'a Word>) -> f64 {
    let mut paces: Vec<f64> = words.map(pace).collect();
    paces.sort_by(f64::total_cmp);
    paces.get(paces.len() / 2).copied().unwrap_or(0.0)
}

/// Seconds a letter.
pub(crate) fn pace(word: &Word) -> f64 {
    (word.end - word.start) / word.text.chars().count().max(2) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let clarity = Clarity::of(&words);
        let [before, after] = [5.0, 45.0].map(|t| clarity.at(t));
        assert!(before.is_guessed() && !before.is_drawn_out());
        assert!(after.is_drawn_out() && !after.is_guessed() && after.doubt() < 1e-9);
        // What is heard just before words belongs to them.
        assert_eq!([clarity.at(37.9), clarity.at(38.1)], [before, after]);
        assert!(clarity.is_guessed() && clarity.is_drawn_out() && !clarity.is_unclear());
    }

    #[test]
    fn a_few_words_say_nothing_of_who_speaks() {
        let few: Vec<Word> = spoken(0.0, 0.2, 0.3).take(FEWEST_WORDS - 1).collect();
        let clarity = Clarity::of(&few);
        assert!(!clarity.is_guessed() && !clarity.is_drawn_out() && !clarity.is_unclear());
        assert_eq!(Clarity::of(&[]).at(1.0), Speech::CLEAREST);
    }
}
