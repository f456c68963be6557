//! Which points of a story's outline were said. A point is said where enough of the words that carry it, or words that
//! mean nearly the same, lie close together.

use std::ops::Range;

use crate::lexicon;
use crate::meaning;
use crate::report::OutlinePoint;
use crate::spoken::Spoken;
use crate::text::plain;

/// Words within which a point is said.
const NEAR: usize = 24;
/// So much of a point makes it said.
const ENOUGH: f64 = 0.6;
/// Words as alike as this mean the same here.
const ALIKE: f32 = 0.75;

/// The points, in the order of the outline, each with where it was said.
pub(crate) fn coverage(spoken: &Spoken<'_>, outline: &[String]) -> Vec<OutlinePoint> {
    let said = |point: &str| said(spoken, point, |_| true).map(|words| spoken.quote(&words));
    outline.iter().map(|point| OutlinePoint { text: point.clone(), said: said(point) }).collect()
}

/// The words that say a point, among those that count.
pub(crate) fn said(spoken: &Spoken<'_>, point: &str, counts: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let wanted: Vec<String> = point.split_whitespace().map(plain).filter(|word| carries(word)).collect();
    if wanted.is_empty() {
        return None;
    }
    // For each wanted word, where it is said.
    let places: Vec<Vec<usize>> = wanted
        .iter()
        .map(|wanted| {
            (0..spoken.texts.len()).filter(|&at| counts(at) && same(&spoken.texts[at], wanted)).collect()
        })
        .collect();
    let covered = |from: usize| {
        places.iter().filter(|places| places.iter().any(|at| (from..from + NEAR).contains(at))).count()
    };
    let begins: Vec<usize> = places.iter().flatten().copied().collect();
    let best = begins.into_iter().max_by_key(|&from| (covered(from), usize::MAX - from))?;
    if (covered(best) as f64) < ENOUGH * wanted.len() as f64 {
        return None;
    }
    let last = places.iter().flatten().copied().filter(|at| (best..best + NEAR).contains(at)).max()?;
    Some(best..last + 1)
}

/// Whether a word says something by itself.
fn carries(word: &str) -> bool {
    !word.is_empty() && !lexicon::seen(word).is_closed()
}

fn same(said: &str, wanted: &str) -> bool {
    let stem = |word: &str| -> String {
        let word = word.split('\'').next().unwrap_or(word);
        let short = ["ing", "ed", "es", "s", "d"].iter().find_map(|end| word.strip_suffix(end));
        short.filter(|short| short.len() >= 3).unwrap_or(word).to_owned()
    };
    if said == wanted || stem(said) == stem(wanted) {
        return true;
    }
    let (Some(a), Some(b)) = (meaning::of(said), meaning::of(wanted)) else { return false };
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    carries(said) && product(&a, &b) >= ALIKE * (product(&a, &a) * product(&b, &b)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Part;
    use crate::spoken::told;

    #[test]
    fn a_point_is_said_in_other_forms_of_its_words_and_not_by_one_of_them() {
        let (words, parts) = told(&[
            (Part::Failure, "forty people were paid two days late because the bank rejected the file"),
            (Part::Action, "i phoned the bank and told everybody"),
        ]);
        let spoken = Spoken::new(&words, &parts);
        let outline =
            ["payment late, file rejected", "called the bank", "the second person opens each file", "..."];
        let points = coverage(&spoken, &outline.map(str::to_owned));
        let said: Vec<bool> = points.iter().map(|point| point.said.is_some()).collect();
        assert_eq!(said, [true, true, false, false], "{points:?}");
        assert_eq!(points[0].text, outline[0]);
    }
}
