//! Our labelled stories, as they lie in `models/arc/stories`.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

/// An answer, labelled by the clause.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Story {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) weakest: String,
    pub(crate) weakest_ok: Vec<String>,
    /// Certain; debatable; what a second reader named.
    #[serde(default)]
    pub(crate) traps: Vec<String>,
    #[serde(default)]
    pub(crate) traps_maybe: Vec<String>,
    #[serde(default)]
    pub(crate) traps_second: Vec<String>,
    pub(crate) segments: Vec<Segment>,
}

/// A clause.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Segment {
    pub(crate) part: String,
    #[serde(default)]
    pub(crate) alt: Vec<String>,
    #[serde(default)]
    pub(crate) second: Vec<String>,
    /// As it was said, with `[taken back + said instead]` and `{filler}`.
    pub(crate) text: String,
}

/// A word of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) text: String,
    /// Taken back.
    pub(crate) back: bool,
    /// The first word of what is taken back.
    pub(crate) begins: bool,
    /// A filler.
    pub(crate) filler: bool,
}

/// Those of them that went through speech and back; none, if that was not done.
pub(crate) fn read_heard(folder: &Path) -> anyhow::Result<Vec<Story>> {
    let file = folder.with_file_name("heard.jsonl");
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// All stories, in the order of their files and lines.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Vec<Story>> {
    let files = std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<_> = files.map(|file| Ok(file?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let mut stories = Vec::new();
    for file in files {
        for (line, text) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let story = serde_json::from_str(text);
            stories.push(story.with_context(|| format!("{}, line {}", file.display(), line + 1))?);
        }
    }
    Ok(stories)
}

impl Story {
    /// Its words, in order.
    pub(crate) fn words(&self) -> anyhow::Result<Vec<Spoken>> {
        let mut words = Vec::new();
        for segment in &self.segments {
            words.extend(spoken(&segment.text).with_context(|| format!("story {}", self.id))?);
        }
        Ok(words)
    }
}

impl Segment {
    /// Its words, in order.
    pub(crate) fn words(&self) -> anyhow::Result<Vec<Spoken>> {
        spoken(&self.text)
    }
}

impl Story {
    /// Its clauses without what was taken back and without fillers.
    pub(crate) fn fluent_clauses(&self) -> anyhow::Result<Vec<Vec<Spoken>>> {
        let clauses = self.segments.iter().map(|segment| {
            let mut words = spoken(&segment.text)?;
            words.retain(|word| !word.back && !word.filler);
            Ok(words)
        });
        clauses.collect()
    }
}

/// The words of a marked clause.
fn spoken(text: &str) -> anyhow::Result<Vec<Spoken>> {
    let spaced: String =
        text.chars().flat_map(|c| if "[]{}+".contains(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let mut words: Vec<Spoken> = Vec::new();
    // For every open bracket, whether its plus has come.
    let mut open: Vec<bool> = Vec::new();
    let (mut filler, mut begins) = (false, false);
    for token in spaced.split_whitespace() {
        match token {
            "[" => {
                begins |= !open.contains(&false);
                open.push(false);
            }
            "+" => match open.last_mut() {
                Some(plus) if !*plus => *plus = true,
                _ => bail!("a plus without its bracket in “{text}”"),
            },
            "]" if open.pop() == Some(true) => {}
            "{" => filler = true,
            "}" => filler = false,
            "]" => bail!("a restart without a plus in “{text}”"),
            word => {
                let back = open.contains(&false);
                words.push(Spoken { text: word.to_owned(), back, begins: back && begins, filler });
                begins = false;
            }
        }
    }
    if !open.is_empty() || filler {
        bail!("a bracket stays open in “{text}”");
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_and_what_fills_are_known_by_their_marks() {
        let words = spoken("so [[i + i] think + {you know} i thought] it [was + ] {um} is").expect("marked");
        let text = |pick: fn(&Spoken) -> bool| -> Vec<&str> {
            words.iter().filter(|word| pick(word)).map(|word| word.text.as_str()).collect()
        };
        assert_eq!(text(|_| true).join(" "), "so i i think you know i thought it was um is");
        assert_eq!(text(|word| word.back).join(" "), "i i think was");
        assert_eq!(text(|word| word.begins).join(" "), "i was");
        assert_eq!(text(|word| word.filler).join(" "), "you know um");
        for wrong in ["[we were", "[we] were", "we + were", "{um we"] {
            assert!(spoken(wrong).is_err(), "{wrong}");
        }
    }
}
