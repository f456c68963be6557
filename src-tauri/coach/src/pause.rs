//! Pauses: every silence of 0.25 s and more, each of one kind.

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
pub(crate) fn pauses(words: &Words, spans: &[Span]) -> Vec<Pause> {
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let mut pauses = Vec::new();
    let mut heard_until = 0.0_f64;
    for (index, word) in words.iter().enumerate() {
        let length = thousandths(word.start - heard_until);
        if length >= SHORTEST_S {
            let kind = if index == 0 {
                PauseKind::Thinking
            } else if length >= STALL_S {
                PauseKind::Stall
            } else if length >= HESITATION_S
                && !clause::begins(&plain, index)
                && !clause::ends_sentence(&words[index - 1])
            {
                PauseKind::Hesitation
            } else {
                PauseKind::Boundary
            };
            pauses.push(Pause {
                kind,
                start: thousandths(heard_until),
                end: thousandths(word.start),
                part: part_at(spans, f64::midpoint(heard_until, word.start)),
            });
        }
        heard_until = heard_until.max(word.end);
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
        pauses(&heard(words), &[]).into_iter().map(|pause| pause.kind).collect()
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
    fn overlapping_words_leave_no_pause() {
        assert!(kinds(&[("long", 0.0, 3.0), ("short", 0.5, 0.6), ("after", 3.1, 3.2)]).is_empty());
    }
}
