//! `retake listen`: a take without a window. The words appear as they are heard; Ctrl-C ends it, and the report is
//! printed. The take is kept in the journal like any other.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::Context;
use booth::Model;
use booth::live::{Event, LiveTake, Start};
use booth::recogniser::Recognised;
use indicatif::{ProgressBar, ProgressStyle};
use journal::{Begun, Journal, State};

use super::{Listen, print};
use crate::commands::scribe::{Live, Scribe};
use crate::{Folders, clock, folders, takes};

/// What the waiting main thread hears of.
enum Heard {
    Live(Event),
    Enough,
}

pub(super) fn run(verb: &Listen) -> anyhow::Result<ExitCode> {
    let setting = verb.aim.setting()?;
    let model = Model::load(&folders::model())?;
    let folders = Folders::find()?;
    folders
        .make()
        .with_context(|| format!("your data folder {} cannot be made", folders.data().display()))?;
    let mut journal = Journal::open(&folders.journal())?;

    let (tell, heard) = mpsc::channel();
    let enough = tell.clone();
    // Whoever has stopped waiting has heard enough already.
    ctrlc::set_handler(move || drop(enough.send(Heard::Enough))).context("Ctrl-C cannot be listened to")?;

    let id = journal.begin_take(&Begun {
        story: None,
        question: setting.question,
        plan: setting.plan.id.clone(),
        level: setting.level,
        device: verb.device.clone(),
        started_ms: clock::now_ms(),
    })?;
    let start = Start { device: verb.device.clone(), file: folders.recording(&id), model: model.clone() };
    let take = match LiveTake::start(start, move |event| drop(tell.send(Heard::Live(event)))) {
        Ok(take) => take,
        Err(error) => {
            journal.take_state(&id, State::Discarded)?;
            return Err(error.into());
        }
    };
    let mut page = Page::new(Scribe::new(setting.plan.clone()), !verb.json);
    // Whoever reads along may go away (`retake listen | head`): the take is kept all the same.
    let shown = page.open(&take.device).and_then(|()| page.follow(&heard, verb.seconds));
    page.close();
    journal.take_device(&id, &take.device)?;
    let recording = folders.recording(&id);
    let report = takes::keep(&mut journal, &id, takes::end(take, &id, &recording, &model, &setting)?)?;
    shown?;
    let mut out = io::stdout().lock();
    if !verb.json {
        writeln!(out, "\n")?;
    }
    print::report(&mut out, &report, verb.json)?;
    Ok(ExitCode::SUCCESS)
}

/// The words on stdout as they settle; below them, where there is a terminal, the clock, the ribbon and what may change.
struct Page {
    scribe: Scribe,
    bar: ProgressBar,
    prints_words: bool,
    is_over: bool,
}

impl Page {
    fn new(scribe: Scribe, prints_words: bool) -> Self {
        let style =
            ProgressStyle::with_template("{prefix} {wide_msg}").unwrap_or(ProgressStyle::default_spinner());
        Self { scribe, bar: ProgressBar::new_spinner().with_style(style), prints_words, is_over: false }
    }

    fn open(&self, device: &str) -> io::Result<()> {
        self.bar.suspend(|| writeln!(io::stderr(), "Listening to “{device}”. Ctrl-C ends the take."))
    }

    /// Shows what is heard until it is enough: Ctrl-C, the time is up, or the take has ended by itself.
    fn follow(&mut self, heard: &Receiver<Heard>, seconds: Option<u64>) -> io::Result<()> {
        let began = clock::running();
        while !self.is_over {
            let waited = match seconds.map(Duration::from_secs) {
                Some(whole) => heard.recv_timeout(whole.saturating_sub(began.elapsed())),
                None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match waited {
                Ok(Heard::Live(event)) => self.show(event)?,
                Ok(Heard::Enough) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    fn show(&mut self, event: Event) -> io::Result<()> {
        let settled = match &event {
            Event::Heard(Recognised::Final(words)) => {
                words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
            }
            _ => String::new(),
        };
        if let Event::Trouble(Some(trouble)) = &event {
            self.is_over = trouble.ends_the_take();
        }
        if self.prints_words && !settled.is_empty() {
            self.bar.suspend(|| {
                let mut out = io::stdout().lock();
                write!(out, "{settled} ")?;
                out.flush()
            })?;
        }
        if let Some(live) = self.scribe.note(event) {
            self.status(&live)?;
        }
        Ok(())
    }

    fn status(&self, live: &Live) -> io::Result<()> {
        if let Some(t) = live.t() {
            self.bar.set_prefix(print::clock(t));
        }
        if let Some(told) = live.told() {
            self.bar.set_message(print::ribbon(told));
        }
        match live.trouble() {
            Some(trouble) if !trouble.is_empty() => self.bar.suspend(|| writeln!(io::stderr(), "{trouble}")),
            _ => Ok(()),
        }
    }

    fn close(&self) {
        self.bar.finish_and_clear();
    }
}
