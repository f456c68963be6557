//! The command line: a verb each, one clear sentence on stderr where something is wrong.
//!
//! Exit codes: 0 done, 1 done with failures (a bad line in a batch, something broken in `doctor`), 2 not done.

mod analyze;
mod batch;
mod listen;
mod print;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use booth::microphone;
use clap::{Args, Parser, Subcommand};
use coach::{Lens, Level, Plan, Setting};
use journal::Journal;

use crate::doctor::{self, Health};
use crate::{Folders, window};

/// Rehearse, out loud and against the clock, the answer to "Tell me about a time you failed". Without a verb, the
/// window opens.
#[derive(Parser)]
#[command(name = "retake", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Report on a recording, on timed words, or on plain text.
    Analyze(Analyze),
    /// Report on many: one JSON object a line in, one report a line out.
    Batch(Batch),
    /// Record a take without a window: the words as they are heard, then the report.
    Listen(Listen),
    /// List the takes in the journal, the newest first.
    Takes,
    /// Print a take's report.
    Show {
        /// The take's id, as `retake takes` lists it.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the microphones.
    Devices,
    /// See whether everything is there that a take needs.
    Doctor,
}

#[derive(Args)]
struct Analyze {
    /// A WAV of any rate and channel count.
    #[arg(required_unless_present_any = ["words", "text"])]
    file: Option<PathBuf>,
    /// Timed words instead, as a JSON list of {"text","start","end","conf"}.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "text"])]
    words: Option<PathBuf>,
    /// Plain text instead, timed at 150 words a minute.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    text: Option<PathBuf>,
    /// The whole report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aim: Aim,
}

#[derive(Args)]
struct Batch {
    /// Lines of {"id","text"}, {"id","words":[…]} or {"id","wav"}.
    file: PathBuf,
    #[command(flatten)]
    aim: Aim,
}

#[derive(Args)]
struct Listen {
    /// The microphone's id, as `retake devices` lists it; the system's default if none is named.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    device: String,
    /// Ends by itself after so many seconds.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=36_000))]
    seconds: Option<u64>,
    /// Nothing but the whole report, as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aim: Aim,
}

/// What the answers are measured against.
#[derive(Args)]
struct Aim {
    /// quarter, timed, repair, discipline or short.
    #[arg(long, value_name = "ID", default_value = "quarter")]
    plan: String,
    /// `ic3_4`, `ic5`, `ic6_7` or `manager`.
    #[arg(long, value_name = "ID")]
    level: Option<String>,
    /// plain, `changed_course`, `manager_mistake`, `little_data`, `regretted_hire`, `missed_commitment`, conflict or feedback.
    #[arg(long, value_name = "ID", default_value = "plain")]
    question: String,
}

impl Aim {
    fn setting(&self) -> anyhow::Result<Setting> {
        Ok(Setting {
            plan: Plan::by_id(&self.plan)?,
            level: self.level.as_deref().map(str::parse::<Level>).transpose()?,
            question: self.question.parse::<Lens>()?,
        })
    }
}

/// Runs a verb, or opens the window.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let done = match cli.verb {
        None => window::open().map(|()| ExitCode::SUCCESS),
        Some(Verb::Analyze(verb)) => analyze::run(&verb),
        Some(Verb::Batch(verb)) => batch::run(&verb),
        Some(Verb::Listen(verb)) => listen::run(&verb),
        Some(Verb::Takes) => takes(),
        Some(Verb::Show { id, json }) => show(&id, json),
        Some(Verb::Devices) => devices(),
        Some(Verb::Doctor) => doctor(),
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

fn existing_journal() -> anyhow::Result<Option<Journal>> {
    let path = Folders::find()?.journal();
    let exists =
        path.try_exists().with_context(|| format!("cannot look for the journal at {}", path.display()))?;
    Ok(if exists { Some(Journal::open(&path)?) } else { None })
}

fn takes() -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let takes = existing_journal()?.map_or_else(|| Ok(Vec::new()), |journal| journal.takes(u32::MAX))?;
    if takes.is_empty() {
        writeln!(out, "No takes yet. `retake` opens the window to record the first.")?;
    }
    for take in takes {
        writeln!(out, "{}", print::take_line(&take))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show(id: &str, json: bool) -> anyhow::Result<ExitCode> {
    let journal = existing_journal()?.context("there is no journal yet, so there is no take to show")?;
    print::report(&mut io::stdout().lock(), &journal.report(id)?, json)?;
    Ok(ExitCode::SUCCESS)
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
