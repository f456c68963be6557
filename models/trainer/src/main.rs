//! Fits what the coach has learnt from our labelled stories, and says how well it does on stories left out.
//!
//! `trainer restarts STORIES WEIGHTS` writes the weights; `trainer cross STORIES TRAPS` prints scores by story left out,
//! and writes the traps' weights, which are fitted to parts as they are found in stories left out;
//! `trainer find WEIGHTS` reads lines of `{"id","words":[{"text"}]}` and prints what is found in them.

#![allow(clippy::print_stdout, reason = "a tool of the terminal")]

mod arc;
mod cross;
mod drawn;
mod fillers;
mod fingerprint;
mod fit;
mod heard;
mod meanings;
mod mix;
mod restarts;
mod stammer;
mod stories;
mod teach;
mod traps;
mod weakest;

use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, bail};
use coach::chain::Chain;

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
        ["cross", folder, traps] => cross::cross(Path::new(folder), Path::new(traps)),
        ["arc", stories, weights] => {
            let mut told = stories::read(Path::new(stories))?;
            told.extend(stories::read_heard(Path::new(stories))?);
            let samples = arc::samples(&told)?;
            let mut net = arc::learn(&samples.iter().collect::<Vec<_>>());
            net.chain.fingerprint = fingerprint::of_arc(Path::new(stories))?;
            std::fs::write(weights, net.to_bytes()).with_context(|| weights.to_owned())
        }
        ["weakest", stories, weights] => {
            let cases = weakest::cases(&stories::read(Path::new(stories))?)?;
            let fitted = weakest::learn(&cases.iter().collect::<Vec<_>>());
            std::fs::write(weights, coach::weakest::to_text(&fitted)).with_context(|| weights.to_owned())
        }
        ["say", stories, every] => {
            let stories = stories::read(Path::new(stories))?;
            heard::to_be_said(&stories, every.parse()?, &mut std::io::stdout().lock())
        }
        ["heard", stories, reports, out] => {
            let lines = heard::labelled(&stories::read(Path::new(stories))?, Path::new(reports))?;
            std::fs::write(out, lines).with_context(|| out.to_owned())
        }
        ["mix", speech, said, heard, out] => {
            let heard = fillers::heard(Path::new(heard))?;
            fillers::mix_all(Path::new(speech), Path::new(said), &heard, Path::new(out))
        }
        ["fillers", speech, heard, mixed, marks, weights] => {
            let mut all = fillers::heard(Path::new(heard))?;
            all.extend(fillers::heard(Path::new(mixed))?);
            let marks: mix::Mixed = serde_json::from_str(&std::fs::read_to_string(marks)?)?;
            let samples = fillers::samples(Path::new(speech), all, &marks)?;
            fillers::cross(&samples);
            let fitted = fillers::learn(&samples.iter().collect::<Vec<_>>());
            std::fs::write(weights, fillers::to_text(&fitted)).with_context(|| weights.to_owned())
        }
        ["words", published, out] => {
            std::fs::write(out, meanings::small(Path::new(published))?).with_context(|| out.to_owned())
        }
        ["find", weights] => find(&Chain::from_bytes(&std::fs::read(weights)?)?),
        _ => bail!(
            "trainer restarts STORIES WEIGHTS | arc STORIES WEIGHTS | weakest STORIES WEIGHTS | cross STORIES TRAPS | find WEIGHTS"
        ),
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
