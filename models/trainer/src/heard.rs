//! Stories that went through speech and back: what the recogniser heard, labelled as the words it came from.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};

use crate::stories::{Segment, Story};

/// The words of every `every`th story, to be said: a line a story, its id and its text, with a comma after each clause.
pub(crate) fn to_be_said(stories: &[Story], every: usize, out: &mut dyn Write) -> anyhow::Result<()> {
    for story in stories.iter().step_by(every) {
        let clauses: Vec<String> = story
            .segments
            .iter()
            .map(|segment| {
                let words: Vec<String> = segment.words()?.into_iter().map(|word| word.text).collect();
                Ok(words.join(" "))
            })
            .collect::<anyhow::Result<_>>()?;
        writeln!(out, "{}\t{}", story.id, clauses.join(", "))?;
    }
    Ok(())
}

/// What was heard, as stories: a line each.
pub(crate) fn labelled(stories: &[Story], reports: &Path) -> anyhow::Result<String> {
    let mut lines = String::new();
    for line in std::fs::read_to_string(reports)?.lines() {
        let report: Value = serde_json::from_str(line)?;
        let id = report["id"].as_str().context("a report without an id")?;
        let story = stories.iter().find(|story| story.id == id).with_context(|| format!("no story {id}"))?;
        let heard = report["words"].as_array().with_context(|| format!("{id} was not heard: {line}"))?;
        let heard: Vec<&str> = heard
            .iter()
            .filter(|word| word["struck"] != true)
            .filter_map(|word| word["text"].as_str())
            .collect();
        let mut said: Vec<(String, &Segment)> = Vec::new();
        for segment in &story.segments {
            said.extend(segment.words()?.into_iter().map(|word| (word.text, segment)));
        }
        let from = aligned(&said.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(), &heard);
        let segments: Vec<Value> = heard
            .iter()
            .zip(&from)
            .collect::<Vec<_>>()
            .chunk_by(|a, b| std::ptr::eq(said[*a.1].1, said[*b.1].1))
            .map(|words| {
                let segment = said[*words[0].1].1;
                let text: Vec<&str> = words.iter().map(|(word, _)| **word).collect();
                let Segment { part, alt, second, .. } = segment;
                json!({"part": part, "alt": alt, "second": second, "text": text.join(" ")})
            })
            .collect();
        let Story { kind, weakest, weakest_ok, .. } = story;
        let story = json!({"id": id, "kind": kind, "weakest": weakest, "weakest_ok": weakest_ok, "segments": segments});
        lines += &story.to_string();
        lines.push('\n');
    }
    Ok(lines)
}

/// For each word heard, the word said that it comes from: the two in line with as few changes as possible.
fn aligned(said: &[&str], heard: &[&str]) -> Vec<usize> {
    let width = heard.len() + 1;
    let mut costs = vec![0_usize; (said.len() + 1) * width];
    for (at, cost) in costs.iter_mut().enumerate() {
        *cost = if at < width { at } else { at / width };
    }
    let step = |costs: &[usize], a: usize, b: usize| {
        let differs = usize::from(said[a - 1] != heard[b - 1]);
        [
            costs[(a - 1) * width + b - 1] + differs,
            costs[(a - 1) * width + b] + 1,
            costs[a * width + b - 1] + 1,
        ]
    };
    for a in 1..=said.len() {
        for b in 1..width {
            costs[a * width + b] = step(&costs, a, b).into_iter().min().unwrap_or(0);
        }
    }
    let mut from = vec![0; heard.len()];
    let (mut a, mut b) = (said.len(), heard.len());
    while b > 0 {
        from[b - 1] = a.saturating_sub(1);
        if a == 0 {
            b -= 1;
            continue;
        }
        let [both, one_said, _] = step(&costs, a, b);
        let here = costs[a * width + b];
        if here == both {
            (a, b) = (a - 1, b - 1);
        } else if here == one_said {
            a -= 1;
        } else {
            b -= 1;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_heard_are_in_line_with_words_said() {
        let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        let said = words("we lost the order on friday night");
        assert_eq!(aligned(&said, &words("we lost an order friday night")), [0, 1, 2, 3, 5, 6]);
        let from = aligned(&words("we lost it"), &words("we have lost it"));
        assert!(from[0] == 0 && from[2..] == [1, 2], "{from:?}");
        assert_eq!(aligned(&words("we"), &[]), Vec::<usize>::new());
    }
}
