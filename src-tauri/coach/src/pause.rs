//! Pauses: every silence of 0.25 s and more, each of one kind.

use std::ops::Range;

use crate::filled::FilledPause;
use crate::number::thousandths;
use crate::report::{Pause, PauseKind, Span};
use crate::text::plain;
use crate::{Part, Sounds, Word, Words, clause};

/// Shorter silences belong to the words around them.
pub(crate) const SHORTEST_S: f64 = 0.25;
const HESITATION_S: f64 = 1.2;
const STALL_S: f64 = 3.0;
/// A hundredth of a second each: so many without a sound in a word are a pause, since an "sts" takes 35; fewer with one are a
/// click; so many do not yet part one sound from the next.
const HIDDEN: usize = 45;
pub(crate) const CLICK: usize = 6;
const LAPSE: usize = 8;
/// So much softer than the rest of a word, it is none of it: a breath.
const SOFTER_DB: f32 = 15.0;

/// The pauses between words, and the thinking before the first. A hair under the limit is the limit: times
/// come rounded, and 2.3 − 2.05 is 0.2499… in binary.
///
/// A filled pause is no silence: what is silent before it and after it are pauses of their own.
pub(crate) fn pauses(words: &Words, sounds: &Sounds, filled: &[FilledPause], spans: &[Span]) -> Vec<Pause> {
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
        let pieces = heard_pieces(word, sounds);
        let longest = (0..pieces.len()).max_by(|&a, &b| length(&pieces[a]).total_cmp(&length(&pieces[b])));
        for (nth, piece) in pieces.into_iter().enumerate() {
            while let Some(pause) = filled.next_if(|pause| pause.start < piece.start) {
                silence(heard_until, pause.start, next_said);
                heard_until = heard_until.max(pause.end);
            }
            silence(heard_until, piece.start, next_said);
            heard_until = heard_until.max(piece.end);
            // What is silent in its time after the most of it comes before the next.
            next_said += usize::from(!word.struck && Some(nth) == longest);
        }
    }
    pauses
}

fn length(piece: &Range<f64>) -> f64 {
    piece.end - piece.start
}

/// When a word is heard. Recognisers give it the silence beside it now and then: what is apart by a pause within its times
/// is a piece of its own. The shorter silence of a soft ending belongs to it.
fn heard_pieces(word: &Word, sounds: &Sounds) -> Vec<Range<f64>> {
    let frames = sounds.frames(word.start..word.end);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut at = frames.start;
    for run in sounds.sounding[frames.clone()].chunk_by(|a, b| a == b) {
        let piece = at..at + run.len();
        at = piece.end;
        if run[0] {
            push_or_join(&mut pieces, piece, LAPSE);
        }
    }
    let loudest = |piece: &Range<usize>| piece.clone().map(|at| sounds.level_db(at)).fold(f32::MIN, f32::max);
    let loud = pieces.iter().map(loudest).fold(f32::MIN, f32::max) - SOFTER_DB;
    let mut parted: Vec<Range<usize>> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| piece.len() >= CLICK && loudest(piece) >= loud) {
        push_or_join(&mut parted, piece, HIDDEN);
    }

    let mut heard: Vec<Range<f64>> = Vec::new();
    for piece in parted {
        let start =
            if piece.start - frames.start < HIDDEN { word.start } else { Sounds::seconds(piece.start) };
        let end = if frames.end - piece.end < HIDDEN { word.end } else { Sounds::seconds(piece.end) };
        heard.push(start..end);
    }
    if heard.is_empty() {
        heard.push(word.start..word.end);
    }
    heard
}

/// What follows another within less than so many frames is one with it.
fn push_or_join(pieces: &mut Vec<Range<usize>>, piece: Range<usize>, within: usize) {
    match pieces.last_mut() {
        Some(last) if piece.start - last.end < within => last.end = piece.end,
        _ => pieces.push(piece),
    }
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
        pauses(&heard(words), &Sounds::default(), &[], &[]).into_iter().map(|pause| pause.kind).collect()
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
        let pauses = pauses(&words, &Sounds::default(), &[um], &[]);
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
        let in_a_hole =
            pauses(&heard(&[("it", 5.0, 5.2), ("broke", 5.2, 5.6)]), &Sounds::default(), &[um(None)], &[]);
        assert!(in_a_hole.len() == 2 && thinks(in_a_hole.clone()), "{in_a_hole:?}");
        let mut words = heard(&[("and", 0.5, 0.9), ("it", 5.0, 5.2), ("broke", 5.2, 5.6)]).into_vec();
        words[0].struck = true;
        let under_a_word =
            pauses(&Words::new(words).expect("usable"), &Sounds::default(), &[um(Some(0))], &[]);
        assert_eq!(under_a_word, in_a_hole);
    }

    /// Five seconds in which something sounds here and there.
    fn sounding(at: &[(f64, f64)]) -> Sounds {
        let sounds = |t: f64| at.iter().any(|&(from, to)| from <= t && t < to);
        Sounds {
            levels: vec![200; 500],
            sounding: (0..500).map(|frame| sounds(Sounds::seconds(frame))).collect(),
            held: Vec::new(),
        }
    }

    fn silences(words: &[(&str, f64, f64)], sounds: &Sounds) -> Vec<(PauseKind, f64, f64)> {
        let tenths = crate::number::tenths;
        pauses(&heard(words), sounds, &[], &[])
            .into_iter()
            .map(|pause| (pause.kind, tenths(pause.start), tenths(pause.end)))
            .collect()
    }

    #[test]
    fn silence_given_to_a_word_is_a_pause_all_the_same() {
        use PauseKind::{Boundary, Hesitation, Thinking};
        // "The" is given the silence before it, "client" the one after it.
        let stretched =
            [("i", 0.0, 0.2), ("lost", 0.2, 0.6), ("the", 0.6, 2.1), ("client", 2.1, 3.4), ("and", 3.6, 3.8)];
        assert_eq!(silences(&stretched, &Sounds::default()), []);
        let sounds = sounding(&[(0.0, 0.7), (1.9, 2.6), (3.6, 3.8)]);
        assert_eq!(silences(&stretched, &sounds), [(Hesitation, 0.7, 1.9), (Boundary, 2.6, 3.6)]);
        // Nor is a click in it a word, or the end of a pause.
        let clicks = sounding(&[(0.0, 0.7), (1.2, 1.25), (1.9, 2.6), (3.0, 3.05), (3.6, 3.8)]);
        assert_eq!(silences(&stretched, &clicks), silences(&stretched, &sounds));
        // A breath is longer than what is said after it, and softer.
        let mut breath = sounding(&[(0.0, 0.7), (1.0, 1.5), (1.9, 2.6), (3.6, 3.8)]);
        breath.levels[98..150].fill(Sounds::level(-20.0));
        breath.levels[185..260].fill(Sounds::level(0.0));
        assert_eq!(silences(&stretched, &breath), [(Hesitation, 0.7, 1.9), (Boundary, 2.6, 3.6)]);
        // What is said on both sides of a silence is said; and what comes and goes is said all along.
        let both = sounding(&[(0.0, 1.1), (1.6, 2.6), (3.6, 3.8)]);
        assert_eq!(silences(&stretched, &both), [(Boundary, 1.1, 1.6), (Boundary, 2.6, 3.6)]);
        let faint: Vec<(f64, f64)> = (0..48).map(|n| f64::from(n) * 0.08).map(|at| (at, at + 0.05)).collect();
        assert_eq!(silences(&stretched, &sounding(&faint)), []);
        // A word that ends as softly as an "s", and one that is nowhere heard, are as long as they are given.
        let soft = [("it", 1.0, 1.2), ("was", 1.2, 1.8), ("us", 2.0, 2.4)];
        assert_eq!(silences(&soft, &sounding(&[(1.0, 1.6)])), [(Thinking, 0.0, 1.0)]);
        // What sounds all the time hides nothing.
        assert_eq!(silences(&stretched, &sounding(&[(0.0, 5.0)])), []);
    }

    #[test]
    fn overlapping_words_leave_no_pause() {
        assert!(kinds(&[("long", 0.0, 3.0), ("short", 0.5, 0.6), ("after", 3.1, 3.2)]).is_empty());
    }
}
