//! Composure: how it was said, and where in the story it slipped.
//!
//! Pauses and pace so far. Fillers and restarts are not judged yet, and the report says so.

use crate::number::thousandths;
use crate::pause::{self, SHORTEST_S};
use crate::report::{Composure, Measures, OwningVsRest, Pace, PaceAt, Pause, PauseKind, Span};
use crate::{Part, Parts, Words};

/// Under this much speech a rate says nothing.
const ENOUGH_S: f64 = 20.0;
const WINDOW_S: f64 = 10.0;

/// Measures how the words were said.
pub(crate) fn measure(words: &Words, spans: &[Span]) -> Composure {
    let pauses = pause::pauses(words, spans);
    let by_part = Parts::from_fn(|part| measures(words, spans, &pauses, |other| other == part));
    let owns = |part: Part| matches!(part, Part::Failure | Part::Ownership);
    let owning = measures(words, spans, &pauses, owns);
    let rest = measures(words, spans, &pauses, |part| !owns(part));
    Composure {
        fillers: Vec::new(),
        restarts: Vec::new(),
        pace: pace(words, &pauses),
        by_part,
        owning_vs_rest: OwningVsRest {
            owning,
            rest,
            enough: owning.seconds >= ENOUGH_S && rest.seconds >= ENOUGH_S,
        },
        pauses,
    }
}

fn measures(words: &Words, spans: &[Span], pauses: &[Pause], within: impl Fn(Part) -> bool) -> Measures {
    let mut seconds = 0.0;
    let mut spoken = 0_usize;
    for span in spans.iter().filter(|span| within(span.part)) {
        seconds += span.end - span.start;
        spoken += words[span.first_word as usize..=span.last_word as usize]
            .iter()
            .filter(|word| !word.struck)
            .count();
    }
    let hesitations = pauses
        .iter()
        .filter(|pause| within(pause.part) && matches!(pause.kind, PauseKind::Hesitation | PauseKind::Stall))
        .count();
    let per_minute = |count: usize| (seconds > 0.0).then(|| thousandths(count as f64 * 60.0 / seconds));
    Measures {
        seconds: thousandths(seconds),
        wpm: per_minute(spoken),
        fillers_per_min: None,
        restarts_per_min: None,
        hesitations_per_min: per_minute(hesitations),
    }
}

fn pace(words: &Words, pauses: &[Pause]) -> Pace {
    let spoken: Vec<f64> = words.iter().filter(|word| !word.struck).map(|word| word.start).collect();
    let (Some(first), Some(end)) = (words.first(), words.iter().map(|word| word.end).reduce(f64::max)) else {
        return Pace::default();
    };
    let total = end - first.start;
    let silent: f64 = pauses
        .iter()
        .filter(|pause| pause.kind != PauseKind::Thinking)
        .map(|pause| pause.end - pause.start)
        .filter(|&length| length >= SHORTEST_S)
        .sum();
    let wpm =
        |count: usize, seconds: f64| (seconds > 0.0).then(|| thousandths(count as f64 * 60.0 / seconds));
    Pace {
        wpm: wpm(spoken.len(), total),
        articulation_wpm: wpm(spoken.len(), total - silent),
        timeline: timeline(&spoken, first.start, end),
    }
}

/// Words that begin in each window; both ends move forward only, so it is linear in the words.
fn timeline(spoken: &[f64], begin: f64, end: f64) -> Vec<PaceAt> {
    let windows = ((end - begin - WINDOW_S).floor() + 1.0).max(0.0) as usize;
    let (mut from, mut to) = (0, 0);
    (0..windows)
        .map(|step| {
            let start = begin + step as f64;
            while spoken.get(from).is_some_and(|&t| t < start) {
                from += 1;
            }
            while spoken.get(to).is_some_and(|&t| t < start + WINDOW_S) {
                to += 1;
            }
            PaceAt {
                t: thousandths(start + WINDOW_S / 2.0),
                wpm: thousandths((to - from) as f64 * 60.0 / WINDOW_S),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::near;
    use crate::text::words;

    #[test]
    fn evenly_timed_text_has_the_pace_it_was_timed_at() {
        let composure = measure(&words(&"word ".repeat(60)).expect("usable"), &[]);
        assert!(near(composure.pace.wpm.expect("words"), 150.0));
        assert!(near(composure.pace.articulation_wpm.expect("words"), 150.0));
        assert_eq!(composure.pace.timeline.len(), 15);
        assert!(composure.pace.timeline.iter().all(|at| near(at.wpm, 150.0)));
    }

    #[test]
    fn pauses_are_left_out_of_the_articulation_pace() {
        let mut spoken = words(&"word ".repeat(60)).expect("usable").into_vec();
        for word in &mut spoken[30..] {
            word.start += 6.0;
            word.end += 6.0;
        }
        let composure = measure(&Words::new(spoken).expect("usable"), &[]);
        assert!(near(composure.pace.wpm.expect("words"), 120.0));
        assert!(near(composure.pace.articulation_wpm.expect("words"), 150.0));
        assert_eq!(composure.pauses[0].kind, PauseKind::Stall);
    }

    #[test]
    fn nothing_said_has_no_pace() {
        let composure = measure(&Words::default(), &[]);
        assert_eq!(composure.pace, Pace::default());
        assert!(!composure.owning_vs_rest.enough);
    }
}
