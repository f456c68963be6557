//! How well everything that is learnt does on stories left out: five times a fifth of them is, and all the others teach.

#![allow(clippy::print_stdout, reason = "a tool of the terminal")]

use std::path::Path;

use coach::net::Net;

use crate::stories::{self, Story};
use crate::{arc, restarts, traps, weakest};

const FOLDS: usize = 5;

/// Prints all scores.
pub(crate) fn cross(folder: &Path) -> anyhow::Result<()> {
    let stories = &stories::read(folder)?;
    let mut score = restarts::Score::default();
    for fold in 0..FOLDS {
        let (known, unknown) = apart(stories, fold);
        let chain = restarts::learn(&known)?;
        restarts::samples(&unknown)?.iter().for_each(|sample| score.add(&chain, sample));
    }
    println!("restarts: {score}");

    let folds = parts_and_traps(folder, stories)?;
    let all = folds.into_iter().reduce(|all, one| Fold {
        parts: all.parts.and(&one.parts),
        after_speech: all.after_speech.and(&one.after_speech),
        traps: all.traps.and(&one.traps),
    });
    let Fold { parts, after_speech, traps } = all.unwrap_or_default();
    println!("parts: {parts}\nparts, after speech and back: {after_speech}\ntraps: {traps}");

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

#[derive(Default)]
struct Fold {
    parts: arc::Score,
    after_speech: arc::Score,
    traps: traps::Score,
}

fn parts_and_traps(folder: &Path, stories: &[Story]) -> anyhow::Result<Vec<Fold>> {
    let samples = &arc::samples(stories)?;
    let cases = &traps::cases(stories)?;
    let heard = &stories::read_heard(folder)?;
    let heard: &Vec<_> = &arc::samples(heard)?.into_iter().zip(fold_of(stories, heard)).collect();
    let fold = |fold: usize| {
        let (mut known, unknown) = apart(samples, fold);
        known.extend(heard.iter().filter(|(_, of)| *of != Some(fold)).map(|(sample, _)| sample));
        // As long as the program: a net lives for ever where it is used.
        let net: &'static Net = Box::leak(Box::new(arc::learn(&known)));
        let mut scores = Fold::default();
        unknown.iter().for_each(|sample| scores.parts.add(net, sample));
        let heard = heard.iter().filter(|(_, of)| *of == Some(fold));
        heard.for_each(|(sample, _)| scores.after_speech.add(net, sample));

        // Traps are judged by the parts as the network finds them.
        let weights = traps::learn(&apart(cases, fold).0);
        for (story, sample) in apart(stories, fold).1.into_iter().zip(unknown) {
            let (texts, parts) = sample.found(net);
            scores.traps.add(&weights, &traps::case(story, texts, &parts));
        }
        scores
    };
    let folds = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS).map(|n| scope.spawn(move || fold(n))).collect();
        folds.into_iter().map(|fold| fold.join().expect("a fold")).collect()
    });
    Ok(folds)
}

/// In which fold the story is left out that each of these went through speech from.
fn fold_of(stories: &[Story], heard: &[Story]) -> Vec<Option<usize>> {
    let number = |id: &str| stories.iter().position(|story| story.id == id);
    heard.iter().map(|story| number(&story.id).map(|number| number % FOLDS)).collect()
}
