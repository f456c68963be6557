//! A trial of a speech model, in a process of its own: libvosk ends the program over some broken models, and that must
//! not be this one.

use std::path::Path;
use std::process::{Command, Stdio};

use booth::Model;

/// The verb that the trial's own process is started with.
pub(crate) const VERB: &str = "try-model";

/// Has a process of its own load a model and listen with it; says in a sentence why that did not work.
pub(crate) fn of(model: &Path) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program)
        .arg(VERB)
        .arg(model)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("the trial could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // What libvosk itself misses says more than our own sentence after it; where it ended the process there is none.
    let says = |what: &str| said.lines().rev().find(|line| line.contains(what));
    let reason = says("ERROR")
        .or_else(|| says("ASSERTION_FAILED"))
        .map(|line| line.split_once(") ").map_or(line, |(_, what)| what));
    let ours = || said.lines().rev().find_map(|line| line.strip_prefix("retake: "));
    Err(reason.or_else(ours).unwrap_or("the trial ended without a word").trim().to_owned())
}

/// What happens in that process: the model is loaded and listens to a second of silence.
pub(crate) fn run(model: &Path) -> anyhow::Result<()> {
    listen(&Model::load(model)?)?;
    Ok(())
}

/// A second of silence: whatever is wrong with a model or with libvosk shows.
pub(crate) fn listen(model: &Model) -> Result<(), booth::recogniser::RecogniserError> {
    let mut recogniser = model.recogniser()?;
    for chunk in vec![0; booth::RATE_HZ as usize].chunks(booth::recogniser::CHUNK) {
        recogniser.accept(chunk)?;
    }
    recogniser.finish()?;
    Ok(())
}
