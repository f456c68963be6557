//! Fits what the coach has learnt from our labelled stories, and says how well it does on stories left out.
//!
//! `trainer restarts STORIES WEIGHTS` writes the weights; `trainer cross STORIES` prints scores by story left out;
//! `trainer find WEIGHTS` reads lines of `{"id","words":[{"text"}]}` and prints what is found in them.

#![allow(clippy::print_stdout, reason = "a tool of the terminal")]

mod arc;
mod fillers;
mod fingerprint;
mod fit;
mod mix;
mod restarts;
mod stammer;
mod stories;

use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, bail};
use coach::chain::Chain;

const FOLDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["restarts", stories, weights] => {
            let told = stories::read(Path::new(stories))?;
            let mut chain = restarts::learn(&told.iter().collect::<Vec<_>>())?;
            chain.fingerprint = fingerprint::of_restarts(Path::new(stories))?;
            std::fs::write(weights, chain.to_bytes()).with_context(|| weights.to_owned())
        }
        ["cross", stories] => {
            let stories = stories::read(Path::new(stories))?;
            let mut score = restarts::Score::default();
            for fold in 0..FOLDS {
                let known: Vec<_> =
                    stories.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, s)| s).collect();
                let chain = restarts::learn(&known)?;
                let unknown: Vec<_> = stories.iter().skip(fold).step_by(FOLDS).collect();
                restarts::samples(&unknown)?.iter().for_each(|sample| score.add(&chain, sample));
            }
            println!("restarts, stories left out: {score}");

            let samples = arc::samples(&stories)?;
            let mut score = arc::Score::default();
            for fold in 0..FOLDS {
                let known: Vec<_> =
                    samples.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, s)| s).collect();
                let chain = arc::learn(&known);
                samples.iter().skip(fold).step_by(FOLDS).for_each(|sample| score.add(&chain, sample));
            }
            println!("parts, stories left out: {score}");
            Ok(())
        }
        ["arc", stories, weights] => {
            let samples = arc::samples(&stories::read(Path::new(stories))?)?;
            let mut chain = arc::learn(&samples.iter().collect::<Vec<_>>());
            chain.fingerprint = fingerprint::of_arc(Path::new(stories))?;
            std::fs::write(weights, chain.to_bytes()).with_context(|| weights.to_owned())
        }
        ["mix", speech, said, heard, out] => {
            let heard = fillers::heard(Path::new(heard))?;
            fillers::mix_all(Path::new(speech), Path::new(said), &heard, Path::new(out))
        }
        ["fillers", speech, heard, mixed, marks, weights] => {
            let mut all = fillers::heard(Path::new(heard))?;
            all.extend(fillers::heard(Path::new(mixed))?);
            let marks: mix::Marks = serde_json::from_str(&std::fs::read_to_string(marks)?)?;
            let samples = fillers::samples(Path::new(speech), all, &marks)?;
            fillers::cross(&samples);
            let fitted = fillers::learn(&samples.iter().collect::<Vec<_>>());
            std::fs::write(weights, fillers::to_text(&fitted)).with_context(|| weights.to_owned())
        }
        ["find", weights] => find(&Chain::from_bytes(&std::fs::read(weights)?)?),
        _ => bail!("trainer restarts STORIES WEIGHTS | cross STORIES | find WEIGHTS"),
    }
}

fn find(chain: &Chain) -> anyhow::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let words = line["words"].as_array().context("no words")?;
        let texts: Vec<String> =
            words.iter().map(|word| word["text"].as_str().unwrap_or("").to_owned()).collect();
        let heard = coach::restart::heard(&texts);
        let found: Vec<_> = coach::restart::found(chain, &texts, &heard)
            .iter()
            .map(|[from, to]| serde_json::json!({"first_words": [heard[*from], heard[*to - 1] + 1]}))
            .collect();
        println!("{}", serde_json::json!({"id": line["id"], "composure": {"restarts": found}}));
    }
    Ok(())
}
