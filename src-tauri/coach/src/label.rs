//! Which part each word tells: a network over the words and a chain over its opinions, learnt from our own stories
//! (`models/arc`). What the speaker has marked is not for it to decide.

use std::sync::LazyLock;

use crate::mark::{self, Allowed, allowed};
use crate::named::names_failure;
use crate::net::Net;
use crate::report::By;
use crate::telling::{self, Heard};
use crate::text::plain;
use crate::{Mark, Part, Parts, Words, clause};

/// A stretch of words in one part, half-open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) part: Part,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) certainty: f64,
    pub(crate) by: By,
}

/// The labelled take.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labels {
    /// From the first word to the last without gaps; neighbours differ in part.
    pub(crate) stretches: Vec<Stretch>,
    /// First word of the first clause that names what went wrong.
    pub(crate) failure_named: Option<usize>,
    /// How many words tell each part.
    pub(crate) told: Parts<f64>,
}

/// How many words off a clause may begin for a part to begin with it.
const HARD_BY: usize = 2;

pub(crate) static NET: LazyLock<Net> = LazyLock::new(|| {
    Net::from_bytes(include_bytes!("../../../models/arc/weights.bin"))
        .expect("the weights are part of the program")
});

/// Labels the words of an answer heard to its end.
pub(crate) fn label(words: &Words, marks: &[Mark]) -> Labels {
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let said: Vec<usize> = (0..words.len()).filter(|&at| !words[at].struck).collect();
    let given = telling::given(said.len(), Heard::Whole);
    let incoming: Vec<_> =
        said.iter().zip(given).map(|(&at, given)| NET.incoming(&plain[at], given)).collect();
    let mut scores = NET.scores(&incoming);
    let allowed = allowed(said.iter().map(|&at| &words[at]), marks);
    obey(&mut scores, &allowed);
    let mut likelihoods = NET.chain.likelihoods(&scores);
    obey(&mut likelihoods, &allowed);
    let mut best = NET.chain.steady(&likelihoods, telling::CHANGE);
    let texts: Vec<String> = said.iter().map(|&at| plain[at].clone()).collect();
    let_begin_with_clauses(&mut best, &texts, &allowed);

    let mut told = Parts::default();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (n, (&at, &label)) in said.iter().zip(&best).enumerate() {
        let likely = f64::from(likelihoods[n * Part::ALL.len() + label]).clamp(0.0, 1.0);
        let (part, certainty, by) = match mark::set(&words[at], marks) {
            Some(part) => (part, 1.0, By::Speaker),
            None if allowed[n].marked => (Part::ALL[label], likely, By::Speaker),
            None => (Part::ALL[label], likely, By::Coach),
        };
        told[part] += 1.0;
        // A struck word goes with what comes before it.
        let to = said.get(n + 1).copied().unwrap_or(words.len());
        match stretches.last_mut() {
            Some(last) if last.part == part => {
                let (before, added) = ((at - last.from) as f64, (to - at) as f64);
                last.certainty = (last.certainty * before + certainty * added) / (before + added);
                last.to = to;
                if by == By::Speaker {
                    last.by = by;
                }
            }
            _ => stretches.push(Stretch { part, from: if n == 0 { 0 } else { at }, to, certainty, by }),
        }
    }
    if said.is_empty() && !words.is_empty() {
        let all = Stretch { part: Part::Other, from: 0, to: words.len(), certainty: 1.0, by: By::Coach };
        stretches.push(all);
    }

    let mut starts = clause::starts(words);
    starts.push(words.len());
    let failure_named =
        starts.windows(2).find(|clause| names_failure(&plain[clause[0]..clause[1]])).map(|clause| clause[0]);
    Labels { stretches, failure_named, told }
}

/// A part begins where a clause does, if one begins hard by: people do not turn to something else in mid-phrase.
fn let_begin_with_clauses(labels: &mut [usize], texts: &[String], allowed: &[Allowed]) {
    let changes: Vec<usize> = (1..labels.len()).filter(|&at| labels[at] != labels[at - 1]).collect();
    for at in changes {
        let (before, after) = (labels[at - 1], labels[at]);
        let near = (0..=HARD_BY).flat_map(|by| [at.checked_sub(by), at.checked_add(by)]).flatten();
        let begin =
            near.filter(|&near| near > 0 && near < texts.len()).find(|&near| clause::begins(texts, near));
        let Some(begin) = begin else { continue };
        let between = begin.min(at)..begin.max(at);
        let (was, is) = if begin < at { (before, after) } else { (after, before) };
        // Where the speaker says that it begins, it begins.
        let may = |at: usize| !allowed[at].marked && allowed[at].allows(Part::ALL[is]);
        let moves = !allowed[at].marked && between.clone().all(|at| labels[at] == was && may(at));
        // A part that was all of it stays.
        let stays = if begin < at {
            begin > 0 && labels[begin - 1] == before
        } else {
            labels.get(begin) == Some(&after)
        };
        if moves && stays {
            labels[between].fill(is);
        }
    }
}

/// What the speaker has ruled out is out of the question.
pub(crate) fn obey(scores: &mut [f32], allowed: &[Allowed]) {
    const OUT_OF_THE_QUESTION: f32 = -1e6;
    for (row, allowed) in scores.chunks_exact_mut(Part::ALL.len()).zip(allowed) {
        for (score, part) in row.iter_mut().zip(Part::ALL) {
            if !allowed.allows(part) {
                *score = OUT_OF_THE_QUESTION;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    const STORY: &str = "last year we were moving the shop's orders to a new system and on the first morning \
        everything went wrong the printer labels were empty and customers complained \
        i assumed the old labels would carry over and i never printed one \
        i called the warehouse that afternoon and we fixed the labels by hand \
        i learned that a plan nobody has tried is a guess \
        since then i print one of everything before every launch and it has not happened again";

    fn parts(labels: &Labels) -> Vec<Part> {
        labels.stretches.iter().map(|stretch| stretch.part).collect()
    }

    #[test]
    fn a_story_told_in_order_has_its_five_parts_in_order() {
        let labels = label(&words(STORY).expect("usable"), &[]);
        assert_eq!(parts(&labels), Part::STORY);
    }

    #[test]
    fn a_part_begins_where_a_clause_does() {
        let texts: Vec<String> = "that is where i stopped looking since then a second person opens it"
            .split(' ')
            .map(str::to_owned)
            .collect();
        let open = allowed(std::iter::repeat_n(&words("x").expect("usable")[0], texts.len()), &[]);
        let mut labels = vec![3; 7];
        labels.extend([4; 6]);
        let_begin_with_clauses(&mut labels, &texts, &open);
        assert_eq!(labels.iter().filter(|label| **label == 3).count(), 6, "“since” goes with what follows");
        // The speaker has said that it begins with the next word.
        let pressed =
            words("that is where i stopped looking since then a second person opens it").expect("usable");
        let mark = Mark { part: Part::Change, start: pressed[7].start, end: None };
        let mut labels = vec![3; 7];
        labels.extend([4; 6]);
        let before = labels.clone();
        let_begin_with_clauses(&mut labels, &texts, &allowed(pressed.iter(), &[mark]));
        assert_eq!(labels, before);
        // One word of a part is not given away.
        let mut labels = vec![3, 3, 3, 3, 3, 3, 0, 4, 4, 4, 4, 4, 4];
        let before = labels.clone();
        let_begin_with_clauses(&mut labels, &texts, &open);
        assert_eq!(labels, before);
    }

    #[test]
    fn stretches_cover_every_word_once() {
        let words = words(STORY).expect("usable");
        let labels = label(&words, &[]);
        let mut next = 0;
        for stretch in &labels.stretches {
            assert_eq!(stretch.from, next);
            assert!((0.0..=1.0).contains(&stretch.certainty));
            next = stretch.to;
        }
        assert_eq!(next, words.len());
    }

    #[test]
    fn what_is_marked_is_so_and_says_by_whom() {
        let words = words(STORY).expect("usable");
        let said = |from: usize, to: usize| (words[from].start, Some(words[to].end));
        // "i called the warehouse … by hand" is told as change, says the speaker.
        let action = label(&words, &[]).stretches[2].clone();
        let (start, end) = said(action.from, action.to - 1);
        let labels = label(&words, &[Mark { part: Part::Change, start, end }]);
        let marked = &labels.stretches[2];
        assert_eq!((marked.part, marked.by), (Part::Change, By::Speaker));
        assert_eq!((marked.from, marked.to), (action.from, action.to));
        assert!(labels.stretches.iter().filter(|stretch| stretch.by == By::Speaker).count() == 1);

        // A key pressed inside the failure: the cause begins there, and the coach decides how long it goes on.
        let at = 12;
        let labels = label(&words, &[Mark { part: Part::Ownership, start: words[at].start, end: None }]);
        let own = labels.stretches.iter().find(|stretch| stretch.from == at).expect("a boundary at the mark");
        assert_eq!((own.part, own.by), (Part::Ownership, By::Speaker));
    }

    #[test]
    fn no_words_have_no_labels() {
        assert!(label(&Words::default(), &[]).stretches.is_empty());
    }
}
