//! The arc while it is being told: a word at a time, cheap, and steady. What was said a while ago stays as it was
//! labelled; the part shown changes only when a few words in a row speak for another.

use crate::label::{NET, obey};
use crate::mark::{Allowed, allowed};
use crate::net::Net;
use crate::number::thousandths;
use crate::telling::{self, Heard};
use crate::text::plain;
use crate::{Mark, Part, Parts, Words};

/// So many words from the end, labels may still change.
const OPEN: usize = 20;
/// A part has begun when so many words in a row are of it.
const BEGUN: usize = 4;

/// What has been told so far.
#[derive(Debug, Clone)]
pub struct SoFar {
    net: &'static Net,
    /// The labels that stand.
    settled: Vec<u8>,
    /// The part being told, as shown.
    now: Option<Part>,
}

/// What the ribbon shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// Seconds of each part.
    pub seconds: Parts<f64>,
    /// The part being told.
    pub now: Option<Part>,
}

impl Default for SoFar {
    fn default() -> Self {
        Self::by(&NET)
    }
}

impl SoFar {
    /// By another network than the one that comes with Retake.
    #[must_use]
    pub fn by(net: &'static Net) -> Self {
        Self { net, settled: Vec::new(), now: None }
    }

    /// Hears all words so far; those that stand were given before, the last few may differ.
    pub fn hear(&mut self, words: &Words, marks: &[Mark]) -> Told {
        let allowed = allowed(words.iter(), marks);
        let labels = self.labels(words, &allowed);
        let last = labels.last().copied();
        let in_a_row = labels.iter().rev().take_while(|label| Some(**label) == last).count();
        let marked = allowed.iter().rev().take(BEGUN).any(|allowed| allowed.marked);
        if self.now.is_none() || in_a_row >= BEGUN || marked {
            self.now = last.map(|label| Part::ALL[usize::from(label)]);
        }
        let mut seconds = Parts::<f64>::default();
        for (at, (word, label)) in words.iter().zip(&labels).enumerate() {
            // A pause belongs to what was said before it.
            let end = words.get(at + 1).map_or(word.end, |next| next.start.max(word.start));
            seconds[Part::ALL[usize::from(*label)]] += end - word.start;
        }
        Told { seconds: Parts::from_fn(|part| thousandths(seconds[part])), now: self.now }
    }

    fn labels(&mut self, words: &Words, allowed: &[Allowed]) -> Vec<u8> {
        // A word that was heard may be taken back by the recogniser.
        self.settled.truncate(words.len());
        let begin = self.settled.len();
        // A word's scores hang on the words around it; those before the open ones are heard, but not labelled again.
        let from = begin.saturating_sub(self.net.shape().reach());
        let given = telling::given(words.len(), Heard::SoFar);
        let heard = words[from..].iter().zip(given.into_iter().skip(from));
        let incoming: Vec<_> =
            heard.map(|(word, given)| self.net.incoming(&plain(&word.text), given)).collect();
        let mut scores = self.net.scores(&incoming).split_off((begin - from) * Part::ALL.len());
        obey(&mut scores, &allowed[begin..]);
        let before = self.settled.last().map(|label| usize::from(*label));
        let open = self.net.chain.best_after(before, &scores);

        let mut labels = self.settled.clone();
        labels.extend(open.into_iter().map(|label| label as u8));
        self.settled = labels[..labels.len().saturating_sub(OPEN).max(begin)].to_vec();
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn the_beginning_of_an_answer_is_not_taken_for_its_end() {
        let begun = words("last year we were moving the shop's orders and").expect("usable");
        let told = SoFar::default().hear(&begun, &[]);
        assert_eq!(told.now, Some(Part::Failure));
        assert!(told.seconds.failure > 3.0 && told.seconds.change < 0.1);
    }

    #[test]
    fn what_was_said_a_while_ago_stays_as_it_was() {
        let story = words(
            &"we lost the order because i never checked it and now i print a label every time ".repeat(12),
        )
        .expect("usable");
        let mut so_far = SoFar::default();
        let mut before: Vec<u8> = Vec::new();
        for end in 1..=story.len() {
            let heard = Words::new(story[..end].to_vec()).expect("usable");
            let labels = so_far.labels(&heard, &allowed(heard.iter(), &[]));
            let settled = before.len().min(end.saturating_sub(OPEN + 1));
            assert_eq!(labels[..settled], before[..settled], "at word {end}");
            before = labels;
        }
    }

    #[test]
    fn a_mark_is_shown_at_once() {
        let heard = words("last year we were moving the shop's orders to a new system").expect("usable");
        let mark = Mark { part: Part::Change, start: heard[9].start, end: None };
        assert_eq!(SoFar::default().hear(&heard, &[mark]).now, Some(Part::Change));
    }

    #[test]
    fn a_mark_says_where_a_part_begins_and_not_where_it_ends() {
        let story = words(
            "last year i lost the biggest order of the season because i never checked the list of the driver and \
             the client had to wait for a week and then they left us for good that was my mistake i should have \
             asked i learned that a list nobody reads is worth nothing so since then i print the list every \
             morning and i read it aloud with the driver and this spring it has caught two wrong orders already",
        )
        .expect("usable");
        let told = |marks: &[Mark]| {
            let mut so_far = SoFar::default();
            let hear = |end: usize| so_far.hear(&Words::new(story[..end].to_vec()).expect("usable"), marks);
            (1..=story.len()).map(hear).last().expect("words")
        };
        // Pressed where it would have begun all the same.
        let mark = Mark { part: Part::Failure, start: 0.0, end: None };
        assert_eq!(told(&[mark]), told(&[]));
        assert_ne!(told(&[]).now, Some(Part::Failure));
    }

    #[test]
    fn nothing_heard_is_nothing_told() {
        assert_eq!(SoFar::default().hear(&Words::default(), &[]).now, None);
    }
}
