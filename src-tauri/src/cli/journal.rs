//! The verbs that read and change the journal: its takes, the trash, copies, exports, and judging takes anew.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use indicatif::ProgressBar;
use journal::export::ExportError;
use journal::{Journal, JournalError, Wanted};

use super::args::{Export, Shape};
use super::{archive, enough, print};
use crate::archive::open_journal;
use crate::exports::{self, What};
use crate::{Folders, clock, erase};

fn existing_journal() -> anyhow::Result<Option<Journal>> {
    let folders = Folders::find()?;
    let path = folders.journal();
    let exists =
        path.try_exists().with_context(|| format!("cannot look for the journal at {}", path.display()))?;
    Ok(if exists { Some(open_journal(&folders)?) } else { None })
}

fn journal_to(what: &str) -> anyhow::Result<Journal> {
    existing_journal()?.with_context(|| format!("there is no journal yet, so there is {what}"))
}

pub(super) fn takes(in_trash: bool) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let wanted = Wanted { in_trash, ..Wanted::default() };
    let takes =
        existing_journal()?.map_or_else(|| Ok(Vec::new()), |journal| journal.takes(&wanted, 0, u32::MAX))?;
    let stories = if in_trash {
        existing_journal()?.map_or_else(|| Ok(Vec::new()), |journal| journal.stories_in_trash())?
    } else {
        Vec::new()
    };
    for story in &stories {
        writeln!(out, "{}  the story “{}”", story.id, story.page.title)?;
    }
    if takes.is_empty() && stories.is_empty() && in_trash {
        writeln!(out, "The trash is empty.")?;
    } else if takes.is_empty() && !in_trash {
        writeln!(out, "No takes yet. `retake` opens the window to record the first.")?;
    }
    for take in takes {
        writeln!(out, "{}", print::take_line(&take))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn show(id: &str, json: bool) -> anyhow::Result<ExitCode> {
    let journal = journal_to("no take to show")?;
    print::report(&mut io::stdout().lock(), &journal.report(id)?, json)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn delete(id: &str) -> anyhow::Result<ExitCode> {
    journal_to("no take to delete")?.delete_take(id, clock::now_ms())?;
    writeln!(
        io::stdout().lock(),
        "In the trash for {} days; `retake undelete {id}` has it back.",
        journal::TRASH_DAYS
    )?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn undelete(id: &str) -> anyhow::Result<ExitCode> {
    let mut journal = journal_to("nothing to have back")?;
    match journal.undelete_take(id) {
        Err(JournalError::NotFound { .. }) => journal.undelete_story(id)?,
        done => done?,
    }
    writeln!(io::stdout().lock(), "It is back.")?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn empty_trash() -> anyhow::Result<ExitCode> {
    let count = archive()?.empty_trash()?;
    writeln!(io::stdout().lock(), "Takes deleted for good, from the daily copies too: {count}.")?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn backup(file: &Path, with_recordings: bool) -> anyhow::Result<ExitCode> {
    let journal = journal_to("nothing to copy")?;
    let recordings = if with_recordings {
        journal.back_up_with_recordings(&Folders::find()?.recordings(), file)?.to_string()
    } else {
        journal.back_up(file)?;
        "none, they stay where they are".to_owned()
    };
    let (takes, stories) = (journal.take_count()?, journal.stories()?.len());
    writeln!(
        io::stdout().lock(),
        "Copied to {}. Takes: {takes}; stories: {stories}; recordings: {recordings}.",
        file.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(file: &Path) -> anyhow::Result<ExitCode> {
    let folders = Folders::find()?;
    folders
        .make()
        .with_context(|| format!("your data folder {} cannot be made", folders.data().display()))?;
    let before = Journal::restore(file, &folders.journal(), &folders.recordings())?;
    let mut out = io::stdout().lock();
    writeln!(out, "The journal is now the one of {}.", file.display())?;
    if let Some(before) = before {
        writeln!(out, "The one before is kept at {}.", before.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Merges an export. What it did is said in figures.
pub(super) fn merge(file: &Path) -> anyhow::Result<()> {
    let done =
        archive()?.merge(file).with_context(|| format!("nothing of {} was taken over", file.display()))?;
    let mut out = io::stdout().lock();
    writeln!(out, "Stories: {} new; takes: {} new; {} there already.", done.stories, done.takes, done.same)?;
    for copy in done.copies {
        writeln!(out, "“{copy}” says something else here; the other one is kept beside it.")?;
    }
    Ok(())
}

pub(super) fn export(verb: &Export) -> anyhow::Result<ExitCode> {
    let journal = journal_to("nothing to export")?;
    let folders = Folders::find()?;
    let take = || verb.take.clone().context("name the take with --take ID; `retake takes` lists them");
    let what = match verb.shape {
        Shape::Json => What::Journal,
        Shape::Takes => What::Takes,
        Shape::Composure => What::Composure,
        Shape::Markdown => What::Markdown { take: take()? },
        Shape::Html => What::Html { take: take()?, with_recording: verb.with_recording },
    };
    let Some(file) = &verb.file else {
        let mut out = BufWriter::new(io::stdout().lock());
        let left_out = exports::write(&journal, &folders, &what, &mut out).map_err(unwrapped)?;
        out.flush()?;
        return Ok(all_but(left_out));
    };
    anyhow::ensure!(
        !file.exists(),
        "there is a file at {} already; it was left untouched, choose another name",
        file.display()
    );
    let left_out = exports::write_file(&journal, &folders, &what, file)
        .map_err(unwrapped)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(all_but(left_out))
}

/// Says it when takes are missing in an export.
fn all_but(left_out: usize) -> ExitCode {
    if left_out == 0 {
        return ExitCode::SUCCESS;
    }
    // Nobody is left to tell if stderr is closed.
    let _ = writeln!(
        io::stderr(),
        "retake: takes that cannot be read, and are not in it: {left_out}; `retake judge-anew` may mend them"
    );
    ExitCode::from(1)
}

/// Whoever reads our output and has had enough is seen by what the system says.
fn unwrapped(error: ExportError) -> anyhow::Error {
    match error {
        ExportError::Write(error) => error.into(),
        ExportError::Journal(error) => error.into(),
    }
}

/// Judges takes anew that an older coach has judged. Ctrl-C breaks it off; the next time goes on from there.
pub(super) fn judge_anew() -> anyhow::Result<ExitCode> {
    let archive = archive()?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    enough(move || stopped.store(true, Ordering::Relaxed))?;
    let bar = ProgressBar::new(0);
    let judged = archive.judge_anew(|judged| {
        bar.set_length(judged.of as u64);
        bar.set_position(judged.done as u64);
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    bar.finish_and_clear();
    let left = judged.of - judged.done;
    writeln!(
        io::stdout().lock(),
        "Judged anew: {}; could not be: {}; left: {left}.",
        judged.done - judged.failed,
        judged.failed
    )?;
    Ok(if judged.failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

pub(super) fn delete_everything(sure: bool) -> anyhow::Result<ExitCode> {
    let folders = Folders::find()?;
    anyhow::ensure!(
        sure,
        "this deletes every take, story, recording, copy and setting in {} for good; say --yes if that is wanted",
        folders.data().display()
    );
    Journal::in_no_use(&folders.journal())?;
    erase::carry_out(&folders)
        .with_context(|| format!("not everything in {} could be deleted", folders.data().display()))?;
    writeln!(io::stdout().lock(), "Everything is deleted.")?;
    Ok(ExitCode::SUCCESS)
}
