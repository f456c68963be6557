//! `retake import`: a recording from anywhere becomes a take in the journal. Ctrl-C breaks it off.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::Import;
use super::{archive, enough, journal, listening_bar, model, print, recover, take_aim};

pub(super) fn run(verb: &Import) -> anyhow::Result<ExitCode> {
    let setting = verb.aim.aim.setting()?;
    let is_export =
        |file: &&PathBuf| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let (exports, recordings): (Vec<&PathBuf>, Vec<&PathBuf>) = verb.files.iter().partition(is_export);
    // Whether the files can be read at all is known at once; loading the model takes half a second.
    for file in &recordings {
        booth::recording::open(file)?;
    }
    for file in exports {
        journal::merge(file)?;
    }
    if recordings.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let archive = archive()?;
    let aim = take_aim(&archive, &verb.aim, setting)?;
    let cut_off = archive.cut_off();
    let model = model(&archive.folders)?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    enough(move || stopped.store(true, Ordering::Relaxed))?;

    for file in recordings {
        let bar = listening_bar(&format!("importing {}", name(file)));
        let report = archive.import(file, &model, &aim, |done| {
            bar.set_position((done * 100.0) as u64);
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        bar.finish_and_clear();
        let mut out = io::stdout().lock();
        print::report(&mut out, &report?, verb.json)?;
        if !verb.json && verb.files.len() > 1 {
            writeln!(out)?;
        }
    }
    recover(&archive, &cut_off, &model);
    Ok(ExitCode::SUCCESS)
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
