//! `retake play`: a take's recording, from any second, slower or faster at its own pitch. Ctrl-C falls silent.

use std::process::ExitCode;
use std::sync::mpsc;

use anyhow::bail;
use booth::player::{Player, Position};
use indicatif::{ProgressBar, ProgressStyle};

use super::args::Play;
use super::{archive, enough, print};

pub(super) fn run(verb: &Play) -> anyhow::Result<ExitCode> {
    let archive = archive()?;
    if !archive.journal(|journal| journal.has_recording(&verb.id))? {
        bail!("the recording of this take was not kept; its words and its report are there");
    }
    let (tell, told) = mpsc::channel();
    let stop = tell.clone();
    // Whoever has stopped waiting has heard enough already.
    enough(move || {
        let _ = stop.send(None);
    })?;
    let file = archive.folders.recording(&verb.id);
    let tell = move |position| {
        let _ = tell.send(Some(position));
    };
    let _player = Player::play(&file, verb.from, verb.speed, tell)?;
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{msg}")?);
    while let Ok(Some(Position { at, is_playing: true })) = told.recv() {
        bar.set_message(print::clock(at));
    }
    bar.finish_and_clear();
    Ok(ExitCode::SUCCESS)
}
