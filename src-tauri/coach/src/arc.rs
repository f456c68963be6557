//! The arc: how long each part took, against the plan, and which part to work on.

use crate::label::Labels;
use crate::number::{share, thousandths};
use crate::report::{ArcReport, PartTime, Span, Verdict};
use crate::{Part, Parts, Plan, Words, remark, weakest};

/// A missing part is the weakest in this order: the event before its cause, the cause before its change.
const MISSING_FIRST: [Part; 5] = [Part::Failure, Part::Ownership, Part::Change, Part::Learning, Part::Action];

/// Measures labelled words against a plan.
pub(crate) fn measure(words: &Words, labels: &Labels, plan: &Plan, answers: bool) -> ArcReport {
    let spans = spans(words, labels);
    let (begin, end) = match (spans.first(), spans.last()) {
        (Some(first), Some(last)) => (first.start, last.end),
        _ => (0.0, 0.0),
    };
    let total = end - begin;

    let mut seconds = Parts::<f64>::default();
    let mut words_in = Parts::<u32>::default();
    for span in &spans {
        seconds[span.part] += span.end - span.start;
        words_in[span.part] += span.last_word + 1 - span.first_word;
    }
    // An answer that is no failure answer tells none of the parts.
    let told = |part: Part| answers && words_in[part] > 0;
    let missing: Vec<Part> = Part::STORY.into_iter().filter(|&part| !told(part)).collect();

    let fractions = fractions(&seconds, spans.first().map(|span| span.part));
    let parts =
        Parts::from_fn(|part| part_time(part, seconds[part], fractions[part], total, plan, told(part)));
    let mut arc = ArcReport {
        plan: plan.id.clone(),
        plan_seconds: plan.seconds,
        failure_share: parts.failure.share,
        learning_change_share: share(parts.learning.share + parts.change.share),
        learning_change_floor: share(plan.learning_change_floor()),
        seconds_to_failure: labels
            .failure_named
            .filter(|_| answers)
            .map(|index| thousandths(words[index].start - begin)),
        backstory_words: labels.failure_named.filter(|_| answers).map(|index| index as u32),
        weakest: weakest(&missing, labels, answers),
        missing,
        parts,
        spans,
        remarks: Vec::new(),
    };
    if answers {
        arc.remarks = remark::remarks(&arc);
    }
    arc
}

/// Each part's share of the time, as printed: what rounding leaves over goes to the largest, so that they add up to 1.
/// Words that took no time at all are the first part's.
fn fractions(seconds: &Parts<f64>, first: Option<Part>) -> Parts<f64> {
    let total: f64 = Part::ALL.into_iter().map(|part| seconds[part]).sum();
    let Some(first) = first else { return Parts::default() };
    if total <= 0.0 {
        return Parts::from_fn(|part| if part == first { 1.0 } else { 0.0 });
    }
    let mut fractions = Parts::from_fn(|part| share(seconds[part] / total));
    let largest = Part::ALL
        .into_iter()
        .fold(first, |largest, part| if fractions[part] > fractions[largest] { part } else { largest });
    let others: f64 = Part::ALL.into_iter().filter(|&part| part != largest).map(|part| fractions[part]).sum();
    fractions[largest] = share(1.0 - others);
    fractions
}

/// Spans in time: from a first word's start to the next span's, a pause between two shared half and half.
fn spans(words: &Words, labels: &Labels) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(labels.stretches.len());
    for stretch in &labels.stretches {
        let first = &words[stretch.from];
        let start = match spans.last() {
            None => first.start,
            Some(_) => f64::midpoint(words[stretch.from - 1].end.min(first.start), first.start),
        };
        if let Some(before) = spans.last_mut() {
            before.end = thousandths(start);
        }
        spans.push(Span {
            part: stretch.part,
            start: thousandths(start),
            end: thousandths(
                words[stretch.from..stretch.to].iter().map(|word| word.end).fold(start, f64::max),
            ),
            first_word: stretch.from as u32,
            last_word: (stretch.to - 1) as u32,
            certainty: thousandths(stretch.certainty),
            by: stretch.by,
        });
    }
    spans
}

fn part_time(part: Part, seconds: f64, fraction: f64, total: f64, plan: &Plan, told: bool) -> PartTime {
    let time = PartTime { seconds: thousandths(seconds), share: share(fraction), ..PartTime::default() };
    if part == Part::Other {
        return time;
    }
    let band = plan.band(part);
    // The distance to the nearest edge, whatever it is called.
    let off = (fraction - band.high).max(0.0) + (fraction - band.low).min(0.0);
    let verdict = match off {
        _ if !told => Verdict::Missing,
        off if off > 0.0 => Verdict::Over,
        off if off < 0.0 => Verdict::Under,
        _ => Verdict::InBand,
    };
    PartTime {
        target: Some(share(plan.shares[part])),
        band: Some([share(band.low), share(band.high)]),
        verdict: Some(verdict),
        off_by_seconds: Some(thousandths(off * total)),
        ..time
    }
}

fn weakest(missing: &[Part], labels: &Labels, answers: bool) -> Option<Part> {
    if !answers {
        return Some(Part::Failure);
    }
    let first_missing = MISSING_FIRST.into_iter().find(|part| missing.contains(part));
    first_missing.or_else(|| Some(weakest::weakest(&labels.told)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Stretch;
    use crate::number::near;
    use crate::report::By;
    use crate::text::words;

    fn labelled(text: &str, stretches: &[(Part, usize, usize)]) -> (Words, Labels) {
        let words = words(text).expect("usable");
        let stretches = stretches
            .iter()
            .map(|&(part, from, to)| Stretch { part, from, to, certainty: 1.0, by: By::Coach })
            .collect();
        (words, Labels { stretches, failure_named: Some(0), told: Parts::default() })
    }

    #[test]
    fn off_by_is_the_distance_to_the_nearest_edge() {
        let (words, labels) =
            labelled(&"word ".repeat(100), &[(Part::Failure, 0, 60), (Part::Change, 60, 100)]);
        let arc = measure(&words, &labels, &Plan::default(), true);
        // 60 % of 40 s; the band ends at 43.75 %.
        assert_eq!(arc.parts.failure.verdict, Some(Verdict::Over));
        assert!(near(arc.parts.failure.off_by_seconds.expect("judged"), 6.5));
        assert_eq!(arc.parts.change.verdict, Some(Verdict::InBand));
        assert!(near(arc.parts.change.off_by_seconds.expect("judged"), 0.0));
        assert_eq!(arc.missing, [Part::Ownership, Part::Action, Part::Learning]);
        assert_eq!(arc.weakest, Some(Part::Ownership));
        assert!(near(arc.parts.ownership.off_by_seconds.expect("judged"), -2.6));
    }

    #[test]
    fn a_pause_between_two_parts_is_shared() {
        let (words, labels) = labelled("one two three four", &[(Part::Failure, 0, 2), (Part::Action, 2, 4)]);
        let mut heard = words.into_vec();
        for word in &mut heard[2..] {
            word.start += 2.0;
            word.end += 2.0;
        }
        let arc = measure(&Words::new(heard).expect("usable"), &labels, &Plan::default(), true);
        assert!(near(arc.parts.failure.seconds, 1.8));
        assert!(near(arc.parts.action.seconds, 1.8));
    }

    #[test]
    fn what_is_no_failure_answer_misses_all_five_parts() {
        let (words, labels) = labelled("nice weather today", &[(Part::Other, 0, 3)]);
        let arc = measure(&words, &labels, &Plan::default(), false);
        assert_eq!(arc.missing, Part::STORY);
        assert_eq!(arc.weakest, Some(Part::Failure));
        assert_eq!(arc.seconds_to_failure, None);

        let (words, labels) =
            labelled(&"word ".repeat(100), &[(Part::Failure, 0, 60), (Part::Other, 60, 100)]);
        let failure = measure(&words, &labels, &Plan::default(), false).parts.failure;
        assert_eq!(failure.verdict, Some(Verdict::Missing));
        assert!(
            near(failure.off_by_seconds.expect("judged"), 6.5),
            "over its band, though not the part it seems"
        );
    }
}
