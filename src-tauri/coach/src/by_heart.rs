//! Whether a story begins to sound learnt by heart: much of it word for word as in earlier takes, with pauses that have
//! become alike. The shell asks when a take is kept; so does the comparison of two.

use std::collections::HashSet;

use crate::report::{PauseKind, Report};
use crate::text::plain;

/// So many words in a row are no chance.
const LONG_RUN: usize = 8;
/// So much of a take word for word, with pauses that vary so much less, is learnt by heart.
const BY_HEART: f64 = 0.5;
const FLATTENED: f64 = 0.7;
/// Fewer pauses than this have no rhythm yet.
const FEWEST_PAUSES: usize = 5;

/// What to know of a take beside earlier ones of the same story, when it sounds learnt by heart.
#[must_use]
pub fn over_rehearsed(earlier: &[Report], later: &Report) -> Option<String> {
    let mut rhythms: Vec<f64> = earlier.iter().filter_map(rhythm).collect();
    rhythms.sort_by(f64::total_cmp);
    let (before, now) = (*rhythms.get(rhythms.len() / 2)?, rhythm(later)?);
    let texts: Vec<Vec<String>> = earlier.iter().map(texts).collect();
    let verbatim = verbatim(&texts, &self::texts(later));
    (verbatim >= BY_HEART && now < FLATTENED * before).then(|| {
        format!(
            "{:.0} % of it is word for word as before, and your pauses have become alike: it begins to sound learnt by \
             heart. Tell it once to somebody who knows nothing of it, without your notes.",
            100.0 * verbatim
        )
    })
}

fn texts(report: &Report) -> Vec<String> {
    report.words.iter().filter(|word| !word.struck).map(|word| plain(&word.text)).collect()
}

/// The share of the later words that lie in long runs which an earlier take has too.
pub(crate) fn verbatim(earlier: &[Vec<String>], later: &[String]) -> f64 {
    let known: HashSet<&[String]> = earlier.iter().flat_map(|texts| texts.windows(LONG_RUN)).collect();
    let mut same = vec![false; later.len()];
    for (at, run) in later.windows(LONG_RUN).enumerate() {
        if known.contains(run) {
            same[at..at + LONG_RUN].fill(true);
        }
    }
    same.iter().filter(|same| **same).count() as f64 / later.len().max(1) as f64
}

/// How much the pauses between thoughts vary, in their own measure.
fn rhythm(report: &Report) -> Option<f64> {
    let pauses = report.composure.pauses.iter().filter(|pause| pause.kind != PauseKind::Thinking);
    let lengths: Vec<f64> = pauses.map(|pause| pause.end - pause.start).collect();
    if lengths.len() < FEWEST_PAUSES {
        return None;
    }
    let mean = lengths.iter().sum::<f64>() / lengths.len() as f64;
    let spread = lengths.iter().map(|length| (length - mean).powi(2)).sum::<f64>() / lengths.len() as f64;
    Some(spread.sqrt() / mean.max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Setting, Take, Word, Words, judge, text};

    /// The same words with these pauses, over and over, between the clauses.
    fn paused(said: &str, pauses: &[f64]) -> Report {
        let words = text::words(said).expect("plain words");
        let mut pauses = pauses.iter().cycle();
        let mut later = 0.0;
        let heard: Vec<Word> = words
            .iter()
            .map(|word| {
                if word.text == "and" {
                    later += pauses.next().expect("for ever");
                }
                Word { start: word.start + later, end: word.end + later, ..word.clone() }
            })
            .collect();
        judge(&Take::of_words("t", Words::new(heard).expect("in order")), &Setting::default())
    }

    const STORY: &str = "last year i broke the payroll run and forty people were paid late and i never checked the file \
        and i called the bank the same morning and it was fixed on wednesday and since then a second person opens \
        every file and it has not happened again";

    #[test]
    fn word_for_word_with_flat_pauses_sounds_learnt_by_heart_and_with_living_ones_does_not() {
        let living = paused(STORY, &[0.3, 1.1, 0.5, 0.9, 0.4]);
        let flat = paused(STORY, &[0.6, 0.62, 0.58, 0.6]);
        let beside = |earlier: &Report, later: &Report| over_rehearsed(std::slice::from_ref(earlier), later);
        assert!(beside(&living, &flat).is_some());
        assert_eq!(beside(&living, &living), None);
        let unheard = judge(&Take::of_text("t", text::words(STORY).expect("plain")), &Setting::default());
        assert_eq!(beside(&unheard, &unheard), None, "text has no pauses");
        assert_eq!(over_rehearsed(&[], &flat), None, "a first take is nothing by heart");
    }

    #[test]
    fn sentences_of_several_earlier_takes_count_together() {
        let (first, second) = STORY.split_at(STORY.find(" and i called").expect("it does"));
        let living = [0.3, 1.1, 0.5, 0.9, 0.4, 0.7];
        let filler =
            " and then there was a good deal more to tell and nobody asked and it went on and on and on";
        let earlier = [first, second].map(|half| paused(&format!("{half}{filler}"), &living));
        let flat = paused(STORY, &[0.6, 0.62, 0.58, 0.6]);
        assert!(over_rehearsed(&earlier, &flat).is_some());
        assert_eq!(over_rehearsed(&earlier[..1], &flat), None, "half of it is new");
    }
}
