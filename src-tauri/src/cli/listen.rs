//! `retake listen`: a take without a window. The words appear as they are heard; Ctrl-C ends it, and the report is
//! printed. The take is kept in the journal like any other.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use booth::Trouble;
use booth::live::{Event, LiveTake};
use booth::recogniser::Recognised;
use indicatif::{ProgressBar, ProgressStyle};

use super::args::Listen;
use super::{archive, enough, model, print, recover, take_aim};
use crate::clock;
use crate::scribe::{Live, Marked, Scribe};

/// What the waiting main thread hears of.
enum Heard {
    Live(Event),
    Enough,
}

pub(super) fn run(verb: &Listen) -> anyhow::Result<ExitCode> {
    let setting = verb.aim.aim.setting()?;
    let archive = archive()?;
    let aim = take_aim(&archive, &verb.aim, setting)?;
    let cut_off = archive.cut_off();
    let model = model(&archive.folders)?;

    let (tell, heard) = mpsc::channel();
    let stop = tell.clone();
    // Whoever has stopped waiting has heard enough already.
    enough(move || drop(stop.send(Heard::Enough)))?;

    let take = LiveTake::open(&verb.device, &model, move |event| drop(tell.send(Heard::Live(event))))?;
    let id = archive.begin(&take, &aim)?;
    let mut page = Page::new(Scribe::new(Marked::default()), verb.shown());
    // Whoever reads along may go away (`retake listen | head`): the take is kept all the same.
    let shown = page.open(&take.device).and_then(|()| page.follow(&heard, verb.seconds));
    page.close();
    let report = archive.end(&id, take, &model, &aim.setting)?;
    recover(&archive, &cut_off, &model);
    shown?;
    let mut out = io::stdout().lock();
    match page.shown {
        Shown::Words => writeln!(out, "\n")?,
        Shown::Messages => return Ok(ExitCode::SUCCESS),
        Shown::Nothing => {}
    }
    print::report(&mut out, &report, verb.json)?;
    Ok(ExitCode::SUCCESS)
}

/// What goes to stdout while someone speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The words as they settle.
    Words,
    /// Everything the window would be told, a JSON object a line.
    Messages,
    /// Nothing before the report.
    Nothing,
}

/// What is shown on stdout; below it, where there is a terminal, the clock, the ribbon and what may change.
struct Page {
    scribe: Scribe,
    bar: ProgressBar,
    shown: Shown,
    is_over: bool,
}

impl Page {
    fn new(scribe: Scribe, shown: Shown) -> Self {
        let style =
            ProgressStyle::with_template("{prefix} {wide_msg}").unwrap_or(ProgressStyle::default_spinner());
        Self { scribe, bar: ProgressBar::new_spinner().with_style(style), shown, is_over: false }
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
            // In a terminal nobody can be asked for another microphone.
            self.is_over = trouble.ends_the_take() || *trouble == Trouble::Unplugged;
        }
        if self.shown == Shown::Words && !settled.is_empty() {
            self.say(&format!("{settled} "))?;
        }
        let Some(live) = self.scribe.note(event) else { return Ok(()) };
        if self.shown == Shown::Messages {
            // Whoever reads messages draws a page of their own.
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &live)?;
            out.write_all(b"\n")?;
            return out.flush();
        }
        self.status(&live)
    }

    fn say(&self, text: &str) -> io::Result<()> {
        self.bar.suspend(|| {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()
        })
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
