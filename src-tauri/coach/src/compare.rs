//! Two takes side by side: where the time went, which sentences stayed, and whether the answer is learnt by heart.

use serde::Serialize;

use crate::number::{share, thousandths};
use crate::report::{Quote, Report};
use crate::spoken::{Clause, Spoken};
use crate::{Part, Parts, Words, by_heart};

/// What changed from an earlier take to a later one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Comparison {
    /// Seconds each part gained; less than zero is lost.
    pub moved: Parts<f64>,
    /// The sentences of both, in the order they were told; what was dropped stands where it had been.
    pub sentences: Vec<Compared>,
    /// What each measure gained, where both takes have it.
    pub composure: Gained,
    /// The share of the later take that is word for word in the earlier one, in long runs.
    pub verbatim: f64,
    /// What to know, when it sounds learnt by heart.
    pub over_rehearsed: Option<String>,
}

/// A sentence in one take or both.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Compared {
    /// What became of it.
    pub fate: Fate,
    /// The part it tells; in the later take, where it is in that.
    pub part: Part,
    /// As it was said.
    pub earlier: Option<Quote>,
    /// As it is said now.
    pub later: Option<Quote>,
}

/// What became of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Fate {
    Kept,
    Changed,
    Added,
    Dropped,
}

/// Slips a minute and words a minute, the later take's less the earlier one's.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "as in the measures")]
pub struct Gained {
    pub fillers_per_min: Option<f64>,
    pub restarts_per_min: Option<f64>,
    pub hesitations_per_min: Option<f64>,
    pub wpm: Option<f64>,
}

/// Sentences as alike as this are the same one, said anew; as alike as that, hardly changed.
const ALIKE: f64 = 0.5;
const THE_SAME: f64 = 0.85;

/// Compares a take with an earlier one.
#[must_use]
pub fn compare(earlier: &Report, later: &Report) -> Comparison {
    let (Some(before), Some(after)) = (words_of(earlier), words_of(later)) else {
        return Comparison {
            moved: Parts::default(),
            sentences: Vec::new(),
            composure: Gained::default(),
            verbatim: 0.0,
            over_rehearsed: None,
        };
    };
    let (before, after) = (spoken(&before, earlier), spoken(&after, later));
    let gained = |of: fn(&Report) -> Option<f64>| Some(thousandths(of(later)? - of(earlier)?));
    let verbatim = share(by_heart::verbatim(std::slice::from_ref(&before.texts), &after.texts));
    Comparison {
        moved: Parts::from_fn(|part| {
            thousandths(later.arc.parts[part].seconds - earlier.arc.parts[part].seconds)
        }),
        sentences: aligned(&before, &after),
        composure: Gained {
            fillers_per_min: gained(|report| report.composure.whole.fillers_per_min),
            restarts_per_min: gained(|report| report.composure.whole.restarts_per_min),
            hesitations_per_min: gained(|report| report.composure.whole.hesitations_per_min),
            wpm: gained(|report| report.composure.whole.wpm),
        },
        verbatim,
        over_rehearsed: by_heart::over_rehearsed(std::slice::from_ref(earlier), later),
    }
}

fn words_of(report: &Report) -> Option<Words> {
    Words::new(report.words.clone()).ok()
}

fn spoken<'a>(words: &'a Words, report: &Report) -> Spoken<'a> {
    let mut parts = vec![Part::Other; words.len()];
    for span in &report.arc.spans {
        let end = (span.last_word as usize + 1).min(parts.len());
        parts[(span.first_word as usize).min(end)..end].fill(span.part);
    }
    Spoken::new(words, &parts)
}

/// Both takes' clauses in line, so that as much as possible is alike.
fn aligned(before: &Spoken<'_>, after: &Spoken<'_>) -> Vec<Compared> {
    let (old, new) = (&before.clauses, &after.clauses);
    let alike = |a: &Clause, b: &Clause| alike(before.text(&a.words), after.text(&b.words));
    let width = new.len() + 1;
    let mut best = vec![0.0_f64; (old.len() + 1) * width];
    let mut likeness = vec![0.0_f64; old.len() * new.len()];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let like = alike(&old[a], &new[b]);
            likeness[a * new.len() + b] = like;
            let both = if like >= ALIKE { like + best[(a + 1) * width + b + 1] } else { 0.0 };
            best[a * width + b] = both.max(best[(a + 1) * width + b]).max(best[a * width + b + 1]);
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut sentences = Vec::with_capacity(old.len().max(new.len()));
    while a < old.len() || b < new.len() {
        let here = best[a * width + b];
        let like = if a < old.len() && b < new.len() { likeness[a * new.len() + b] } else { 0.0 };
        if like >= ALIKE && here <= like + best[(a + 1) * width + b + 1] {
            sentences.push(Compared {
                fate: if like >= THE_SAME { Fate::Kept } else { Fate::Changed },
                part: new[b].part,
                earlier: Some(before.quote(&old[a].words)),
                later: Some(after.quote(&new[b].words)),
            });
            (a, b) = (a + 1, b + 1);
        } else if a < old.len() && here <= best[(a + 1) * width + b] {
            let earlier = Some(before.quote(&old[a].words));
            sentences.push(Compared { fate: Fate::Dropped, part: old[a].part, earlier, later: None });
            a += 1;
        } else {
            let later = Some(after.quote(&new[b].words));
            sentences.push(Compared { fate: Fate::Added, part: new[b].part, earlier: None, later });
            b += 1;
        }
    }
    sentences
}

/// Twice the words both have, of the words of both.
fn alike(a: &[String], b: &[String]) -> f64 {
    let mut rest: Vec<&String> = b.iter().collect();
    let mut both = 0;
    for word in a {
        if let Some(at) = rest.iter().position(|other| *other == word) {
            rest.swap_remove(at);
            both += 1;
        }
    }
    2.0 * f64::from(both) / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Setting, Take, judge, text};

    fn take(said: &str) -> Report {
        judge(&Take::of_text("t", text::words(said).expect("plain words")), &Setting::default())
    }

    const STORY: &str = "last year i broke the payroll run and forty people were paid late and i never checked the file \
        and i called the bank the same morning and it was fixed on wednesday and since then a second person opens \
        every file and it has not happened again";

    #[test]
    fn sentences_are_kept_changed_added_and_dropped() {
        let earlier =
            take("we lost the order because nobody had counted the boxes and i never checked the label");
        let later =
            take("we lost the order because i had not counted the boxes and i called every customer myself");
        let fates: Vec<(Fate, String)> = compare(&earlier, &later)
            .sentences
            .into_iter()
            .map(|compared| {
                let quote = compared.later.or(compared.earlier).expect("one of them");
                (compared.fate, quote.quote)
            })
            .collect();
        let fate = |part: &str| fates.iter().find(|(_, quote)| quote.contains(part)).map(|(fate, _)| *fate);
        assert_eq!(fate("we lost the order"), Some(Fate::Kept), "{fates:?}");
        assert_eq!(fate("counted the boxes"), Some(Fate::Changed), "{fates:?}");
        assert_eq!(fate("checked the label"), Some(Fate::Dropped), "{fates:?}");
        assert_eq!(fate("every customer"), Some(Fate::Added), "{fates:?}");
    }

    #[test]
    fn every_clause_of_both_takes_is_there_once_and_the_same_take_is_kept_whole() {
        let report = take(STORY);
        let same = compare(&report, &report);
        assert!(same.sentences.iter().all(|compared| compared.fate == Fate::Kept));
        assert!((same.verbatim - 1.0).abs() < 1e-9);
        assert!(Part::ALL.into_iter().all(|part| same.moved[part] == 0.0));
        let other = take("a strength of mine is that i care and people say so every week");
        let none = compare(&report, &other);
        let of = |fate: Fate| none.sentences.iter().filter(|compared| compared.fate == fate).count();
        assert_eq!(of(Fate::Dropped) + of(Fate::Changed) + of(Fate::Kept), same.sentences.len());
        assert!(none.verbatim < 1e-9);
    }
}
