//! What the command line understands: the verbs and what each takes. Parsed here, run beside it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use coach::{FillerWords, Lens, Level, Plan, Setting};

use super::listen::Shown;
use crate::archive::Archive;
use crate::{Folders, trial};

/// Rehearse, out loud and against the clock, the answer to "Tell me about a time you failed". Without a verb, the
/// window opens.
#[derive(Parser)]
#[command(name = "retake", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    /// Report on a recording, on timed words, or on plain text.
    Analyze(Analyze),
    /// Report on many: one JSON object a line in, one report a line out.
    Batch(Batch),
    /// Record a take without a window: the words as they are heard, then the report.
    Listen(Listen),
    /// Make a take of a recording (WAV, FLAC, MP3 or M4A), or merge an export (JSON) into the journal.
    Import(Import),
    /// Play a take's recording.
    Play(Play),
    /// List the speech models; add, use or remove one.
    Models {
        #[command(subcommand)]
        verb: Option<ModelsVerb>,
    },
    /// List the takes in the journal, the newest first.
    Takes {
        /// Those in the trash, with the stories there.
        #[arg(long)]
        trash: bool,
    },
    /// Print a take's report.
    Show {
        /// The take's id, as `retake takes` lists it.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Move a take and its follow-ups to the trash.
    Delete {
        /// The take's id, as `retake takes` lists it.
        id: String,
    },
    /// Have a take or a story back from the trash.
    Undelete {
        /// The take's or the story's id, as `retake takes --trash` lists it.
        id: String,
    },
    /// Delete what is in the trash for good, from the daily copies too.
    EmptyTrash,
    /// Judge takes anew that an older coach has judged. Marks stay; no recording is needed.
    JudgeAnew,
    /// Write the journal, or one take, for other programs and other people.
    Export(Export),
    /// Write a copy of the journal: takes, words, reports, stories and settings.
    Backup {
        /// Where to; a file that is there is not overwritten.
        file: PathBuf,
        /// Recordings too, all in one zip.
        #[arg(long)]
        with_recordings: bool,
    },
    /// Put such a copy in the journal's place. The journal that was there is kept beside it.
    Restore {
        /// The copy.
        file: PathBuf,
    },
    /// Delete every take, story, recording, copy and setting for good.
    DeleteEverything {
        /// That is wanted.
        #[arg(long)]
        yes: bool,
    },
    /// List the microphones.
    Devices,
    /// See whether everything is there that a take needs.
    Doctor,
    /// Load a model and listen to silence with it, in this process.
    #[command(hide = true, name = trial::VERB)]
    TryModel {
        /// Its folder.
        folder: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct Analyze {
    /// A recording: WAV of any rate and channel count, FLAC, MP3 or M4A.
    #[arg(required_unless_present_any = ["words", "text"])]
    pub(super) file: Option<PathBuf>,
    /// Timed words instead, as a JSON list of {"text","start","end","conf"}.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "text"])]
    pub(super) words: Option<PathBuf>,
    /// Plain text instead, timed at 150 words a minute.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(super) text: Option<PathBuf>,
    /// The whole report as JSON.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) aim: Aim,
}

#[derive(Args)]
pub(super) struct Batch {
    /// Lines of {"id","text"}, {"id","words":[…]} or {"id","wav"}.
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) aim: Aim,
}

#[derive(Args)]
pub(super) struct Listen {
    /// The microphone's id, as `retake devices` lists it; the system's default if none is named.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub(super) device: String,
    /// Ends by itself after so many seconds.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=36_000))]
    pub(super) seconds: Option<u64>,
    /// Nothing but the whole report, as JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Everything the window would be told while someone speaks, a JSON object a line, instead of the report.
    #[arg(long, conflicts_with = "json")]
    pub(super) messages: bool,
    #[command(flatten)]
    pub(super) aim: TakeAim,
}

impl Listen {
    pub(super) fn shown(&self) -> Shown {
        match (self.messages, self.json) {
            (true, _) => Shown::Messages,
            (_, true) => Shown::Nothing,
            _ => Shown::Words,
        }
    }
}

#[derive(Args)]
pub(super) struct Import {
    /// Recordings: WAV, FLAC, MP3 or M4A; or exports: JSON.
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The whole report as JSON.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) aim: TakeAim,
}

#[derive(Args)]
pub(super) struct Export {
    /// Where to; a file that is there is not overwritten. Standard output if none is named.
    pub(super) file: Option<PathBuf>,
    /// As what: all of the journal as JSON, a table of takes or of composure events as CSV, or one take to read.
    #[arg(long = "as", value_enum, value_name = "WHAT", default_value = "json")]
    pub(super) shape: Shape,
    /// The take, for markdown and html.
    #[arg(long, value_name = "ID")]
    pub(super) take: Option<String>,
    /// Its recording inside the html.
    #[arg(long)]
    pub(super) with_recording: bool,
}

/// What an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Shape {
    Json,
    Takes,
    Composure,
    Markdown,
    Html,
}

#[derive(Args)]
pub(super) struct Play {
    /// The take's id, as `retake takes` lists it.
    pub(super) id: String,
    /// The second to begin at.
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    pub(super) from: f64,
    /// From 0.75, slower, to 1.5, faster.
    #[arg(long, value_name = "TIMES", default_value_t = 1.0, value_parser = speed)]
    pub(super) speed: f64,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.75..=1.5).contains(&speed) { Ok(speed) } else { Err("it goes from 0.75 to 1.5".to_owned()) }
}

#[derive(Subcommand)]
pub(super) enum ModelsVerb {
    /// Copy one from a folder or a zip.
    Add {
        /// A folder that holds am, conf and graph, or one that holds such a folder, or a zip of it.
        from: PathBuf,
    },
    /// Take another one from now on.
    Use {
        /// Its name, as `retake models` lists it.
        name: String,
    },
    /// Remove one that was added.
    Remove {
        /// Its name, as `retake models` lists it.
        name: String,
    },
}

/// What the answers are measured against.
#[derive(Args)]
pub(super) struct Aim {
    /// quarter, timed, repair, discipline, short, or the name of a plan of your own.
    #[arg(long, value_name = "ID", default_value = "quarter")]
    pub(super) plan: String,
    /// `ic3_4`, `ic5`, `ic6_7` or `manager`.
    #[arg(long, value_name = "ID")]
    pub(super) level: Option<String>,
    /// plain, `changed_course`, `manager_mistake`, `little_data`, `regretted_hire`, `missed_commitment`, conflict or feedback.
    #[arg(long, value_name = "ID", default_value = "plain")]
    pub(super) question: String,
    /// What counts as a filler where it carries nothing, with commas between: "like, you know". The usual list otherwise.
    #[arg(long, value_name = "WORDS")]
    pub(super) fillers: Option<String>,
    /// The follow-up question that is answered, instead of telling the whole.
    #[arg(long, value_name = "QUESTION")]
    pub(super) follow_up: Option<String>,
}

/// What a take is about.
#[derive(Args)]
pub(super) struct TakeAim {
    #[command(flatten)]
    pub(super) aim: Aim,
    /// The take that the question follows up on, as `retake takes` lists it: kept with it, and no answer of its own in Progress.
    #[arg(long, value_name = "ID", requires = "follow_up")]
    pub(super) after: Option<String>,
}

impl Aim {
    pub(super) fn setting(&self) -> anyhow::Result<Setting> {
        Ok(Setting {
            plan: plan(&self.plan)?,
            level: self.level.as_deref().map(str::parse::<Level>).transpose()?,
            question: self.question.parse::<Lens>()?,
            fillers: self.fillers.as_deref().map_or_else(FillerWords::default, fillers),
            follow_up: self.follow_up.clone(),
            ..Setting::default()
        })
    }
}

fn fillers(list: &str) -> FillerWords {
    let phrases = list.split(',').map(|phrase| phrase.trim().to_lowercase());
    FillerWords(phrases.filter(|phrase| !phrase.is_empty()).collect())
}

/// A plan that comes with Retake, or one of the speaker's own from the journal, if there is one.
fn plan(id: &str) -> anyhow::Result<Plan> {
    let unknown = match Plan::by_id(id) {
        Ok(plan) => return Ok(plan),
        Err(unknown) => unknown,
    };
    let folders = Folders::find()?;
    if !folders.journal().exists() {
        return Err(unknown.into());
    }
    Ok(Archive::open(folders).plan(id)?)
}
