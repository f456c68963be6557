//! `retake analyze`: one report, on a recording, on words or on text.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use coach::{Report, Setting, Take, Word, Words, judge, text};
use journal::Said;

use super::args::Analyze;
use super::{listening_bar, model, print};
use crate::{Folders, takes};

pub(super) fn run(verb: &Analyze) -> anyhow::Result<ExitCode> {
    let setting = verb.aim.setting()?;
    let report = match (&verb.file, &verb.words, &verb.text) {
        (Some(file), _, _) => of_wav(file, &setting)?,
        (_, Some(file), _) => {
            let words: Vec<Word> = serde_json::from_str(&read(file)?).with_context(|| {
                format!("{} is no JSON list of words {{\"text\",\"start\",\"end\",\"conf\"}}", file.display())
            })?;
            let words = Words::new(words).with_context(|| format!("{} cannot be used", file.display()))?;
            judge(&Take::of_words(id_of(file), words), &setting)
        }
        (_, _, Some(file)) => judge(&Take::of_text(id_of(file), text::words(&read(file)?)?), &setting),
        (None, None, None) => bail!("nothing to analyse was named"),
    };
    print::report(&mut io::stdout().lock(), &report, verb.json)?;
    Ok(ExitCode::SUCCESS)
}

fn of_wav(file: &Path, setting: &Setting) -> anyhow::Result<Report> {
    // Whether the file can be read at all is known at once; loading the model takes half a second.
    booth::recording::open(file)?;
    let model = model(&Folders::find()?)?;
    let bar = listening_bar("listening");
    let judged = takes::of_recording(&id_of(file), file, &model, setting, Said::default(), |done| {
        bar.set_position((done * 100.0) as u64);
    })?;
    bar.finish_and_clear();
    Ok(judged.report)
}

fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    if bytes.is_empty() {
        bail!("{} is empty", file.display());
    }
    let text =
        String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{} is no UTF-8 text", file.display()))?;
    // Some editors begin a file with a byte order mark, which is no part of its first word.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A report's id is the input's name, so that it repeats byte for byte wherever the file lies.
fn id_of(file: &Path) -> String {
    file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
