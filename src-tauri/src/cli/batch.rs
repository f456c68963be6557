//! `retake batch`: a report a line, in order. A bad line gives an error in its place and the run goes on.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use booth::{HearingError, Model};
use coach::{Mark, Report, Setting, Take, Word, Words, WordsError, judge, text};
use indicatif::{ProgressBar, ProgressStyle};
use journal::Said;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::args::Batch;
use super::model;
use crate::{Folders, takes};

/// One line of the input.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: Option<String>,
    words: Option<Vec<Word>>,
    wav: Option<PathBuf>,
    /// Where the speaker says which part it is.
    #[serde(default)]
    marks: Vec<Mark>,
}

/// What a bad line gives instead of a report.
#[derive(Serialize)]
struct Failed {
    id: Value,
    error: LineError,
}

#[derive(Serialize)]
struct LineError {
    code: &'static str,
    message: String,
}

impl LineError {
    fn new(code: &'static str, message: &dyn std::fmt::Display) -> Self {
        Self { code, message: message.to_string() }
    }
}

impl From<WordsError> for LineError {
    fn from(error: WordsError) -> Self {
        Self::new("words", &error)
    }
}

impl From<HearingError> for LineError {
    fn from(error: HearingError) -> Self {
        let code = match error {
            HearingError::Recording(_) | HearingError::Rate(_) => "wav",
            HearingError::Recogniser(_) => "recogniser",
            HearingError::Words(_) => "words",
            HearingError::Unwritable { .. } | HearingError::BrokenOff => "import",
        };
        Self::new(code, &error)
    }
}

pub(super) fn run(verb: &Batch) -> anyhow::Result<ExitCode> {
    let setting = verb.aim.setting()?;
    let named = || format!("cannot read {}", verb.file.display());
    let file = File::open(&verb.file).with_context(named)?;
    let length = file.metadata().with_context(named)?.len();
    if length == 0 {
        bail!("{} is empty", verb.file.display());
    }
    let bar = ProgressBar::new(length).with_style(
        ProgressStyle::with_template("{bar:40} {percent} %, {eta} left")
            .unwrap_or(ProgressStyle::default_bar()),
    );
    let mut judge = Judge { setting, model: None };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = BufReader::new(file);
    let (mut buffer, mut failed) = (Vec::new(), false);
    while lines.read_until(b'\n', &mut buffer).with_context(named)? > 0 {
        let read = buffer.len() as u64;
        // Some editors begin a file with a byte order mark.
        let line = buffer.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&buffer);
        if !line.trim_ascii().is_empty() {
            match judge.line(line) {
                Ok(report) => serde_json::to_writer(&mut out, &report).map_err(io::Error::from)?,
                Err(error) => {
                    failed = true;
                    serde_json::to_writer(&mut out, &error).map_err(io::Error::from)?;
                }
            }
            out.write_all(b"\n")?;
            // Whoever reads along sees each report when it is there.
            out.flush()?;
        }
        buffer.clear();
        bar.inc(read);
    }
    bar.finish_and_clear();
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What one run holds: the model is loaded with the first recording.
struct Judge {
    setting: Setting,
    model: Option<Model>,
}

impl Judge {
    fn line(&mut self, line: &[u8]) -> Result<Report, Failed> {
        let value: Value = serde_json::from_slice(line).map_err(|error| Failed {
            id: Value::Null,
            error: LineError::new("json", &format_args!("the line is no JSON: {error}")),
        })?;
        let id = value.get("id").cloned().unwrap_or(Value::Null);
        let line: Line = serde_json::from_value(value).map_err(|error| Failed {
            id: id.clone(),
            error: LineError::new("line", &format_args!("the line is not as it should be: {error}")),
        })?;
        self.report(line).map_err(|error| Failed { id, error })
    }

    fn judged(&self, take: Take, marks: Vec<Mark>) -> Report {
        judge(&Take { marks, ..take }, &self.setting)
    }

    fn report(&mut self, line: Line) -> Result<Report, LineError> {
        match (line.text, line.words, line.wav) {
            (Some(text), None, None) => {
                Ok(self.judged(Take::of_text(line.id, text::words(&text)?), line.marks))
            }
            (None, Some(words), None) => {
                Ok(self.judged(Take::of_words(line.id, Words::new(words)?), line.marks))
            }
            (None, None, Some(wav)) => {
                booth::recording::open(&wav).map_err(HearingError::from)?;
                let model = match &self.model {
                    Some(model) => model,
                    None => self.model.insert(
                        model(&Folders::find().map_err(|error| LineError::new("model", &error))?)
                            .map_err(|error| LineError::new("model", &error))?,
                    ),
                };
                let said = Said { marks: line.marks, ..Said::default() };
                Ok(takes::of_recording(&line.id, &wav, model, &self.setting, said, |_| {})?.report)
            }
            _ => Err(LineError::new("line", &"a line has exactly one of text, words and wav")),
        }
    }
}
