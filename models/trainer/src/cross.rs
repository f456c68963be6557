//! How well everything that is learnt does on stories left out: five times a fifth of them is, and all the others teach.

#![allow(clippy::print_stdout, reason = "a tool of the terminal")]

use std::path::Path;

use anyhow::Context;
use coach::Part;
use coach::net::Net;

use crate::stories::{self, Story};
use crate::{arc, fingerprint, restarts, traps, weakest};

const FOLDS: usize = 5;

/// Prints all scores, and writes the weights of the traps.
pub(crate) fn cross(folder: &Path, file: &Path) -> anyhow::Result<()> {
    let stories = &stories::read(folder)?;
    let mut score = restarts::Score::default();
    for fold in 0..FOLDS {
        let (known, unknown) = apart(stories, fold);
        let chain = restarts::learn(&known)?;
        restarts::samples(&unknown)?.iter().for_each(|sample| score.add(&chain, sample));
    }
    println!("restarts: {score}");

    let samples = &arc::samples(stories)?;
    let folds = folds(folder, stories, samples)?;
    let all = |of: fn(&Fold) -> &arc::Score| {
        folds.iter().fold(arc::Score::default(), |all, fold| all.and(of(fold)))
    };
    println!("parts: {}", all(|fold| &fold.parts));
    println!("parts, after speech and back: {}", all(|fold| &fold.after_speech));

    let mut found: Vec<_> = folds.into_iter().map(|fold| fold.found.into_iter()).collect();
    let cases: &Vec<_> = &samples
        .iter()
        .zip(stories)
        .enumerate()
        .map(|(n, (sample, story))| {
            let parts = found[n % FOLDS].next().expect("every story is left out once");
            traps::case(story, sample.texts(), &parts)
        })
        .collect();
    println!("traps: {}", traps_left_out(cases));
    let mut weights = traps::learn(&cases.iter().collect::<Vec<_>>());
    weights.fingerprint = fingerprint::of_traps(folder)?;
    std::fs::write(file, weights.to_text()).with_context(|| file.display().to_string())?;

    let cases = weakest::cases(stories)?;
    let right: usize = (0..FOLDS)
        .map(|fold| {
            let (known, unknown) = apart(&cases, fold);
            weakest::right(&weakest::learn(&known), &unknown)
        })
        .sum();
    println!("weakest part of those that tell all: {right} of {}", cases.len());
    Ok(())
}

/// What teaches in a fold, and what is left out.
fn apart<T>(all: &[T], fold: usize) -> (Vec<&T>, Vec<&T>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (n, one) in all.iter().enumerate() {
        if n % FOLDS == fold { unknown.push(one) } else { known.push(one) }
    }
    (known, unknown)
}

/// What comes of a fold.
struct Fold {
    parts: arc::Score,
    after_speech: arc::Score,
    /// The parts found in each story left out.
    found: Vec<Vec<Part>>,
}

fn folds(folder: &Path, stories: &[Story], samples: &[arc::Sample]) -> anyhow::Result<Vec<Fold>> {
    let heard = &stories::read_heard(folder)?;
    let heard: &Vec<_> = &arc::samples(heard)?.into_iter().zip(fold_of(stories, heard)).collect();
    let fold = |fold: usize| {
        let (mut known, unknown) = apart(samples, fold);
        known.extend(heard.iter().filter(|(_, of)| *of != Some(fold)).map(|(sample, _)| sample));
        // As long as the program: a net lives for ever where it is used.
        let net: &'static Net = Box::leak(Box::new(arc::learn(&known)));
        let (mut parts, mut after_speech) = (arc::Score::default(), arc::Score::default());
        for sample in &unknown {
            parts.add(net, sample);
        }
        let heard = heard.iter().filter(|(_, of)| *of == Some(fold));
        heard.for_each(|(sample, _)| after_speech.add(net, sample));
        Fold { parts, after_speech, found: unknown.iter().map(|sample| sample.found(net)).collect() }
    };
    Ok(in_folds(fold))
}

fn traps_left_out(cases: &[traps::Case]) -> traps::Score {
    let scores = in_folds(|fold| {
        let (known, unknown) = apart(cases, fold);
        let weights = traps::learn(&known);
        let mut score = traps::Score::default();
        for case in unknown {
            score.add(&weights, case);
        }
        score
    });
    scores.iter().fold(traps::Score::default(), traps::Score::and)
}

/// All folds, beside one another.
fn in_folds<T: Send>(fold: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let fold = &fold;
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS).map(|n| scope.spawn(move || fold(n))).collect();
        folds.into_iter().map(|fold| fold.join().expect("a fold")).collect()
    })
}

/// In which fold the story is left out that each of these went through speech from.
fn fold_of(stories: &[Story], heard: &[Story]) -> Vec<Option<usize>> {
    let number = |id: &str| stories.iter().position(|story| story.id == id);
    heard.iter().map(|story| number(&story.id).map(|number| number % FOLDS)).collect()
}
