//! The command line: a verb each, one clear sentence on stderr where something is wrong.
//!
//! Exit codes: 0 done, 1 done with failures (a bad line in a batch, something broken in `doctor`), 2 not done.

mod analyze;
mod args;
mod batch;
mod import;
mod journal;
mod listen;
mod models;
mod play;
mod print;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use booth::{Model, ModelError, microphone};
use clap::Parser;
use coach::Setting;
use indicatif::{ProgressBar, ProgressStyle};

use self::args::{Cli, TakeAim, Verb};
use crate::archive::{Aim, Archive, CutOff};
use crate::doctor::{self, Health};
use crate::{Folders, erase, log, trial, window};

/// Runs a verb, or opens the window.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let erased = Folders::find().and_then(|folders| {
        erase::carry_out_if_asked(&folders).context("not everything could be deleted that was to be")
    });
    if let Err(error) = erased {
        return complain(&format!("{error:#}"));
    }
    let done = match cli.verb {
        None => window::open().map(|()| ExitCode::SUCCESS),
        Some(Verb::Analyze(verb)) => analyze::run(&verb),
        Some(Verb::Batch(verb)) => batch::run(&verb),
        Some(Verb::Listen(verb)) => listen::run(&verb),
        Some(Verb::Import(verb)) => import::run(&verb),
        Some(Verb::Play(verb)) => play::run(&verb),
        Some(Verb::Models { verb }) => models::run(verb.as_ref()),
        Some(Verb::Takes { trash }) => journal::takes(trash),
        Some(Verb::Show { id, json }) => journal::show(&id, json),
        Some(Verb::Delete { id }) => journal::delete(&id),
        Some(Verb::Undelete { id }) => journal::undelete(&id),
        Some(Verb::EmptyTrash) => journal::empty_trash(),
        Some(Verb::JudgeAnew) => journal::judge_anew(),
        Some(Verb::Export(verb)) => journal::export(&verb),
        Some(Verb::Backup { file, with_recordings }) => journal::backup(&file, with_recordings),
        Some(Verb::Restore { file }) => journal::restore(&file),
        Some(Verb::DeleteEverything { yes }) => journal::delete_everything(yes),
        Some(Verb::Devices) => devices(),
        Some(Verb::Doctor) => doctor(),
        Some(Verb::TryModel { folder }) => trial::run(&folder).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        if is_closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        complain(&format!("{error:#}"))
    })
}

/// Help and version go to stdout as they are; a mistake is told in one sentence.
fn explain(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody is left to tell if stdout is closed.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let whole = error.to_string();
    let mistake: Vec<&str> = whole
        .trim_start_matches("error: ")
        .lines()
        .take_while(|line| !line.is_empty())
        .map(str::trim)
        .collect();
    complain(&format!("{}; `retake --help` lists what there is", mistake.join(" ")))
}

fn complain(sentence: &str) -> ExitCode {
    let line: Vec<&str> = sentence.split_whitespace().collect();
    // Nobody is left to tell if stderr is closed.
    let _ = writeln!(io::stderr(), "retake: {}", line.join(" "));
    ExitCode::from(2)
}

/// Whoever read our output has had enough (`retake takes | head`): that is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// The archive, for verbs that keep something; its folder is made if it is not there.
fn archive() -> anyhow::Result<Archive> {
    let folders = Folders::find()?;
    folders
        .make()
        .with_context(|| format!("your data folder {} cannot be made", folders.data().display()))?;
    log::begin(&folders);
    let archive = Archive::open(folders);
    // Whether it can be opened is better known before a take than after.
    archive.journal(|_| Ok(()))?;
    Ok(archive)
}

/// What a take is about: the fillers are one's own unless others are named, a follow-up is of its answer's story.
fn take_aim(archive: &Archive, TakeAim { aim, after }: &TakeAim, setting: Setting) -> anyhow::Result<Aim> {
    let mut take = Aim { setting, ..Aim::default() };
    if aim.fillers.is_none() {
        take.setting.fillers = archive.fillers();
    }
    if let Some(answer) = after {
        let row = archive.journal(|journal| journal.take(answer))?;
        if row.deleted_ms.is_some() {
            bail!("take {answer} is in the trash: `retake undelete {answer}` puts it back");
        }
        if let Some(first) = row.parent {
            bail!("take {answer} is a follow-up itself, on {first}: name that one");
        }
        take.story = row.story_id;
        take.parent = Some(answer.clone());
        take.asked.clone_from(&aim.follow_up);
    }
    Ok(take)
}

/// Finishes takes that an earlier run was cut off in. What is said about them goes into the log.
fn recover(archive: &Archive, cut_off: &[CutOff], model: &Model) {
    for take in cut_off {
        if let Err(error) = archive.recover(take, model) {
            tracing::error!(%error, "a take that was cut off could not be recovered");
        }
    }
}

/// The model that was chosen.
fn model(folders: &Folders) -> Result<Model, ModelError> {
    Model::load(&folders.model(&folders.chosen_model()))
}

/// Has Ctrl-C end what is going on instead of the program.
fn enough(stop: impl FnMut() + Send + 'static) -> anyhow::Result<()> {
    ctrlc::set_handler(stop).context("Ctrl-C cannot be listened to")
}

/// A bar of a hundred per cent.
fn listening_bar(doing: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:40} {percent} %");
    let bar = ProgressBar::new(100).with_style(style.unwrap_or(ProgressStyle::default_bar()));
    bar.with_prefix(doing.to_owned())
}

fn devices() -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    for device in microphone::devices()? {
        writeln!(
            out,
            "{}\t{}",
            device.name,
            if device.id.is_empty() { "(the one taken if none is named)" } else { &device.id }
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn doctor() -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut broken = false;
    for checked in doctor::examine(&Folders::find()?) {
        let state = match checked.state {
            Health::Fine => "fine",
            Health::Missing => "missing",
            Health::Broken => "to do",
        };
        broken |= checked.state == Health::Broken;
        writeln!(out, "{:<11} {:<8} {}", checked.what, state, checked.detail)?;
    }
    Ok(if broken { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
