//! Pauses: every silence of 0.25 s and more, each of one kind.

use crate::filled::FilledPause;
use crate::number::thousandths;
use crate::report::{Pause, PauseKind, Span};
use crate::text::plain;
use crate::{Part, Words, clause};

/// Shorter silences belong to the words around them.
pub(crate) const SHORTEST_S: f64 = 0.25;
const HESITATION_S: f64 = 1.2;
const STALL_S: f64 = 3.0;

/// The pauses between words, and the thinking before the first. A hair under the limit is the limit: times
/// come rounded, and 2.3 − 2.05 is 0.2499… in binary.
///
/// A filled pause is no silence: what is silent before it and after it are pauses of their own.
pub(crate) fn pauses(words: &Words, filled: &[FilledPause], spans: &[Span]) -> Vec<Pause> {
    // Only what counts as text tells where a clause begins.
    let said: Vec<usize> = (0..words.len()).filter(|&at| !words[at].struck).collect();
    let plain: Vec<String> = said.iter().map(|&at| plain(&words[at].text)).collect();
    let mut filled = filled.iter().filter(|pause| pause.word.is_none()).peekable();
    let mut pauses = Vec::new();
    let mut heard_until = 0.0_f64;
    let mut next_said = 0;
    let mut silence = |from: f64, to: f64, next_said: usize| {
        let length = thousandths(to - from);
        if length < SHORTEST_S {
            return;
        }
        let within_clause = || {
            next_said > 0
                && next_said < said.len()
                && !clause::begins(&plain, next_said)
                && !clause::ends_sentence(&words[said[next_said - 1]])
        };
        // An "um" is no first word.
        let kind = if next_said == 0 {
            PauseKind::Thinking
        } else if length >= STALL_S {
            PauseKind::Stall
        } else if length >= HESITATION_S && within_clause() {
            PauseKind::Hesitation
        } else {
            PauseKind::Boundary
        };
        let part = part_at(spans, f64::midpoint(from, to));
        pauses.push(Pause { kind, start: thousandths(from), end: thousandths(to), part });
    };
    for word in words.iter() {
        while let Some(pause) = filled.next_if(|pause| pause.start < word.start) {
            silence(heard_until, pause.start, next_said);
            heard_until = heard_until.max(pause.end);
        }
        silence(heard_until, word.start, next_said);
        heard_until = heard_until.max(word.end);
        next_said += usize::from(!word.struck);
    }
    pauses
}

/// The part being told at a moment; before the first word, the part it opens.
pub(crate) fn part_at(spans: &[Span], t: f64) -> Part {
    let after = spans.partition_point(|span| span.end <= t);
    spans.get(after).or(spans.last()).map_or(Part::Other, |span| span.part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    fn heard(words: &[(&str, f64, f64)]) -> Words {
        let words = words
            .iter()
            .map(|&(text, start, end)| Word { text: text.into(), start, end, conf: 1.0, struck: false })
            .collect();
        Words::new(words).expect("usable")
    }

    fn kinds(words: &[(&str, f64, f64)]) -> Vec<PauseKind> {
        pauses(&heard(words), &[], &[]).into_iter().map(|pause| pause.kind).collect()
    }

    #[test]
    fn each_pause_has_one_kind() {
        use PauseKind::{Boundary, Hesitation, Stall, Thinking};
        assert_eq!(kinds(&[("i", 2.0, 2.1), ("broke", 2.3, 2.6)]), [Thinking]);
        assert_eq!(kinds(&[("i", 0.0, 0.1), ("broke", 0.35, 0.6)]), [Boundary]);
        assert_eq!(kinds(&[("the", 0.0, 0.1), ("client", 1.4, 1.9)]), [Hesitation]);
        assert_eq!(kinds(&[("it", 0.0, 0.2), ("broke", 0.2, 0.5), ("and", 1.8, 2.0)]), [Boundary]);
        assert_eq!(kinds(&[("it", 0.0, 0.2), ("broke", 0.2, 0.5), ("and", 3.6, 3.9)]), [Stall]);
        assert_eq!(kinds(&[("friday.", 0.0, 0.4), ("customers", 2.0, 2.5)]), [Boundary]);
    }

    #[test]
    fn a_filled_pause_is_no_silence() {
        let um = FilledPause {
            text: "um".into(),
            start: 1.2,
            end: 1.8,
            heard_by: crate::report::HeardBy::Sound,
            certainty: 0.9,
            word: None,
        };
        let words = heard(&[("the", 0.0, 0.2), ("client", 2.0, 2.4)]);
        let pauses = pauses(&words, &[um], &[]);
        let silent: Vec<(f64, f64)> = pauses.iter().map(|pause| (pause.start, pause.end)).collect();
        assert_eq!(silent, [(0.2, 1.2)]);
        assert_eq!(pauses[0].kind, PauseKind::Boundary);
    }

    #[test]
    fn who_says_um_before_the_first_word_still_thinks() {
        let um = |word| FilledPause {
            text: "um".into(),
            start: 0.5,
            end: 0.9,
            heard_by: crate::report::HeardBy::Sound,
            certainty: 0.9,
            word,
        };
        let thinks = |pauses: Vec<Pause>| pauses.iter().all(|pause| pause.kind == PauseKind::Thinking);
        let in_a_hole = pauses(&heard(&[("it", 5.0, 5.2), ("broke", 5.2, 5.6)]), &[um(None)], &[]);
        assert!(in_a_hole.len() == 2 && thinks(in_a_hole.clone()), "{in_a_hole:?}");
        let mut words = heard(&[("and", 0.5, 0.9), ("it", 5.0, 5.2), ("broke", 5.2, 5.6)]).into_vec();
        words[0].struck = true;
        let under_a_word = pauses(&Words::new(words).expect("usable"), &[um(Some(0))], &[]);
        assert_eq!(under_a_word, in_a_hole);
    }

    #[test]
    fn overlapping_words_leave_no_pause() {
        assert!(kinds(&[("long", 0.0, 3.0), ("short", 0.5, 0.6), ("after", 3.1, 3.2)]).is_empty());
    }
}
