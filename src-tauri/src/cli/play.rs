//! `retake play`: a take's recording, from any second, slower or faster at its own pitch. Ctrl-C falls silent.

use std::process::ExitCode;
use std::sync::mpsc;

use booth::player::{Player, Position};
use indicatif::{ProgressBar, ProgressStyle};

use super::args::Play;
use super::{archive, enough, print};

pub(super) fn run(verb: &Play) -> anyhow::Result<ExitCode> {
    let archive = archive()?;
    let recording = archive.recording(&verb.id)?;
    let (tell, told) = mpsc::channel();
    let stop = tell.clone();
    // Whoever has stopped waiting has heard enough already.
    enough(move || {
        let _ = stop.send(None);
    })?;
    let tell = move |position| {
        let _ = tell.send(Some(position));
    };
    let _player = Player::play(&recording, verb.from, verb.speed, tell)?;
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{msg}")?);
    while let Ok(Some(Position { at, is_playing: true })) = told.recv() {
        bar.set_message(print::clock(at));
    }
    bar.finish_and_clear();
    Ok(ExitCode::SUCCESS)
}
