//! A live take: one worker thread from the microphone's ring to the take file and the words.
//!
//! The shell opens it, begins it when the interviewer has finished, hears of it through `tell` (called on the worker
//! thread) and stops it. The take file comes first: whatever happens to the recogniser or to the microphone, what was
//! recorded is kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use coach::Gap;
use coach::number::{tenths, thousandths};

use crate::hearing::{Heard, Hearing, HearingError, Losses};
use crate::level;
use crate::line::Line;
use crate::microphone::{Microphone, MicrophoneError};
use crate::recogniser::{Model, Recognised, Recogniser, RecogniserError};
use crate::resample::BadRate;
use crate::take_file::TakeFile;
use crate::watch::{Trouble, Watch};
use crate::{RATE_HZ, clock};

/// How often the ring is emptied; also the pace of the level meter.
const TURN: Duration = Duration::from_millis(40);
/// What is still listened to after "stop", so that the last word is whole.
const TAIL: Duration = Duration::from_millis(300);
/// What the recogniser is given in one turn: five times what comes, so that it catches up; then it is the ring's turn.
const FED: usize = RATE_HZ as usize / 5;
/// A recogniser that is further behind than this hears the recording afterwards instead.
const BEHIND: usize = 30 * RATE_HZ as usize;
/// Time that passed without a sample is a gap from here on; buffers are never this long.
const GAP: Duration = Duration::from_secs(1);

/// What happens during a take, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A microphone is open; this is what people call it.
    Opened(String),
    /// How loud it is now, and how much has been recorded.
    Level {
        /// Seconds recorded.
        t: f64,
        /// Of the last few hundredths of a second.
        dbfs: f64,
    },
    /// The text has changed.
    Heard(Recognised),
    /// Something is wrong, or no longer.
    Trouble(Option<Trouble>),
}

/// Why a take could not be begun or finished.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The microphone is the reason.
    #[error(transparent)]
    Microphone(#[from] MicrophoneError),
    /// Its rate is.
    #[error(transparent)]
    Rate(#[from] BadRate),
    /// The recogniser cannot be started.
    #[error(transparent)]
    Recogniser(#[from] RecogniserError),
    /// The recogniser failed on the way; the recording is whole and can be heard afterwards.
    #[error("{reason}")]
    Deaf {
        /// What it failed of.
        reason: RecogniserError,
        /// What did not reach the recording.
        losses: Losses,
    },
    /// The take file is.
    #[error("the recording cannot be written to {file}: {reason}")]
    File {
        /// Where it was to go.
        file: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// What was heard is.
    #[error(transparent)]
    Hearing(#[from] HearingError),
    /// It was stopped before it had begun, or given up: there is nothing to hear.
    #[error("the take was stopped before it had begun")]
    NotBegun,
    /// The system gives no thread for it.
    #[error("recording could not be started: {0}")]
    Thread(std::io::Error),
    /// A defect: the worker thread panicked.
    #[error("recording stopped unexpectedly; what was recorded until then is kept")]
    Crashed,
}

/// A take being recorded. Dropping it stops it, and keeps what was recorded.
pub struct LiveTake {
    /// What people call the microphone it was opened on.
    pub device: String,
    orders: Orders,
    worker: JoinHandle<Result<Heard, LiveError>>,
}

/// Where a take can be asked for something, by whoever does not own it.
#[derive(Clone)]
pub struct Orders(mpsc::Sender<Order>);

/// What the shell asks of the worker.
enum Order {
    Begin(PathBuf, mpsc::Sender<Result<(), LiveError>>),
    GoOn(String, mpsc::Sender<Result<String, LiveError>>),
    Stop,
    Abandon,
}

impl LiveTake {
    /// Opens a microphone (an empty id is the system's default) and listens to its level; nothing is recorded yet.
    pub fn open(
        device: &str,
        model: &Model,
        tell: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, LiveError> {
        Self::open_with(device, model.recogniser()?, Microphone::open, tell)
    }

    fn open_with(
        device: &str,
        recogniser: Box<dyn Recogniser>,
        microphones: impl FnMut(&str) -> Result<Microphone, MicrophoneError> + Send + 'static,
        tell: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, LiveError> {
        let (orders, ordered) = mpsc::channel();
        let (opened, is_open) = mpsc::channel();
        let device = device.to_owned();
        let worker = std::thread::Builder::new()
            .name("take".to_owned())
            .spawn(move || {
                let mut worker = Worker::new(recogniser, microphones, fenced(tell));
                // The microphone is opened here because its stream may not move between threads everywhere.
                match worker.plug_in(&device) {
                    Ok(name) => drop(opened.send(Ok(name))),
                    Err(error) => {
                        let _ = opened.send(Err(error));
                        return Err(LiveError::NotBegun);
                    }
                }
                worker.run(&ordered)
            })
            .map_err(LiveError::Thread)?;
        let device = is_open.recv().map_err(|_| LiveError::Crashed)??;
        Ok(Self { device, orders: Orders(orders), worker })
    }

    /// From now on everything is recorded into `file`, and heard.
    pub fn begin(&self, file: &Path) -> Result<(), LiveError> {
        self.orders.ask(|answer| Order::Begin(file.to_owned(), answer))
    }

    /// Where it can be asked for something that takes its time.
    #[must_use]
    pub fn orders(&self) -> Orders {
        self.orders.clone()
    }

    /// Tells it that it is enough: it stops after the last word has had time to end. [`stop`](Self::stop) waits for that.
    pub fn enough(&self) {
        // A worker that has already ended (disk full) needs no telling.
        let _ = self.orders.0.send(Order::Stop);
    }

    /// Stops at once. The recording is whole; nobody wants to know what was heard.
    pub fn abandon(self) {
        let _ = self.orders.0.send(Order::Abandon);
        let _ = self.worker.join();
    }

    /// Stops, and gives what was heard.
    pub fn stop(self) -> Result<Heard, LiveError> {
        self.enough();
        self.worker.join().map_err(|_| LiveError::Crashed)?
    }
}

impl Orders {
    /// Goes on in the same take with another microphone, or with the same one opened again. Gives its name.
    pub fn go_on(&self, device: &str) -> Result<String, LiveError> {
        self.ask(|answer| Order::GoOn(device.to_owned(), answer))
    }

    fn ask<T>(
        &self,
        order: impl FnOnce(mpsc::Sender<Result<T, LiveError>>) -> Order,
    ) -> Result<T, LiveError> {
        let (answer, answered) = mpsc::channel();
        self.0.send(order(answer)).map_err(|_| LiveError::Crashed)?;
        answered.recv().map_err(|_| LiveError::Crashed)?
    }
}

/// What is told while somebody speaks may fail; the recording must not fail with it.
fn fenced(mut tell: impl FnMut(Event)) -> impl FnMut(Event) {
    move |event| {
        if catch_unwind(AssertUnwindSafe(|| tell(event))).is_err() {
            tracing::error!("a defect: what was to be told in the middle of a take could not be");
        }
    }
}

struct Worker<M, T> {
    microphones: M,
    tell: T,
    /// None once the microphone has been unplugged.
    line: Option<Line>,
    watch: Watch,
    hearing: Hearing,
    /// Why the recogniser is not asked any more.
    failed: Option<RecogniserError>,
    /// None until the take begins.
    file: Option<TakeFile>,
    /// Samples taken in so far.
    recorded: u64,
    losses: Losses,
    /// When samples last came, on a clock that goes on while the computer sleeps.
    last_arrival: Duration,
    /// What came in this turn, at 16 kHz.
    ready: Vec<i16>,
    /// What the recogniser has still to hear.
    unheard: Vec<i16>,
}

impl<M, T> Worker<M, T>
where
    M: FnMut(&str) -> Result<Microphone, MicrophoneError>,
    T: FnMut(Event),
{
    fn new(recogniser: Box<dyn Recogniser>, microphones: M, tell: T) -> Self {
        Self {
            microphones,
            tell,
            line: None,
            watch: Watch::new(clock::now()),
            hearing: Hearing::new(recogniser),
            failed: None,
            file: None,
            recorded: 0,
            losses: Losses::default(),
            last_arrival: clock::awake_or_not(),
            ready: Vec::new(),
            unheard: Vec::new(),
        }
    }

    fn plug_in(&mut self, device: &str) -> Result<String, LiveError> {
        // One that has stopped may have to let go of the device before it can be opened again.
        if self.watch.told().is_some_and(Trouble::wants_a_microphone) {
            self.unplug();
        }
        let microphone = (self.microphones)(device)?;
        let name = microphone.name.clone();
        // What the old one had still to say comes first.
        self.unplug();
        self.line = Some(Line::new(microphone)?);
        self.watch = self.watch.anew(clock::now());
        (self.tell)(Event::Opened(name.clone()));
        Ok(name)
    }

    /// Takes in the last of a line, and lets it go.
    fn unplug(&mut self) {
        if let Some(line) = self.line.take() {
            self.losses.samples += line.lost_samples();
            self.losses.overruns += line.overruns();
            self.ready.clear();
            line.finish(&mut self.ready);
            // On a full disk the samples already written are what counts.
            let _ = self.keep();
            self.put_by();
        }
    }

    fn run(mut self, orders: &mpsc::Receiver<Order>) -> Result<Heard, LiveError> {
        let mut stopped: Option<Instant> = None;
        loop {
            if stopped.is_some() {
                std::thread::park_timeout(TURN);
            } else {
                match orders.recv_timeout(TURN) {
                    // Whoever has stopped waiting for the answer does not need it.
                    Ok(Order::Begin(file, answer)) => drop(answer.send(self.begin(&file))),
                    Ok(Order::GoOn(device, answer)) => drop(answer.send(self.plug_in(&device))),
                    Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => stopped = Some(clock::now()),
                    Ok(Order::Abandon) => {
                        self.close();
                        return Err(LiveError::NotBegun);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
            let trouble = self.turn();
            let nothing_follows = self.file.is_none() || self.line.is_none();
            if trouble.is_some_and(Trouble::ends_the_take)
                || stopped.is_some_and(|since| nothing_follows || since.elapsed() >= TAIL)
            {
                break;
            }
        }
        self.finish()
    }

    /// What came before belongs to the interviewer, not to the take.
    fn begin(&mut self, file: &Path) -> Result<(), LiveError> {
        self.turn();
        self.file =
            Some(TakeFile::create(file).map_err(|reason| LiveError::File { file: file.to_owned(), reason })?);
        self.watch.begin();
        if let Some(line) = &mut self.line {
            line.forget_losses();
        }
        Ok(())
    }

    /// Empties the ring into file, recogniser and meter; returns what is wrong now.
    fn turn(&mut self) -> Option<Trouble> {
        self.ready.clear();
        if let Some(line) = &mut self.line {
            line.take_in(&mut self.ready);
        }
        let mut trouble = match &self.line {
            None => Some(Trouble::Unplugged),
            Some(line) if line.is_gone() => Some(Trouble::Unplugged),
            Some(_) => self.watch.see(&self.ready, clock::now()),
        };
        if !self.ready.is_empty() {
            self.note_gap();
        }
        if let Err(reason) = self.keep() {
            tracing::error!(%reason, "the take file cannot be written");
            let full = reason.kind() == std::io::ErrorKind::StorageFull;
            trouble = Some(if full { Trouble::DiskFull } else { Trouble::Unwritable });
            // What is not in the recording is not in the report either.
            self.ready.clear();
        }
        self.put_by();
        self.hear(FED);
        if self.failed.is_some() {
            trouble = trouble.max(Some(Trouble::Deaf));
        }
        if self.file.is_none() {
            // Before the take nobody has to speak.
            trouble = trouble.filter(|trouble| *trouble != Trouble::Quiet);
        }
        if self.watch.changed_to(trouble) {
            (self.tell)(Event::Trouble(trouble));
        }
        if !self.ready.is_empty() {
            let t = self.seconds();
            (self.tell)(Event::Level { t, dbfs: level::dbfs(&self.ready) });
        }
        if self.line.as_ref().is_some_and(Line::is_gone) {
            self.unplug();
        }
        trouble
    }

    fn seconds(&self) -> f64 {
        self.recorded as f64 / f64::from(RATE_HZ)
    }

    /// Notes time that went by without a sample: the microphone was away, or the computer slept.
    fn note_gap(&mut self) {
        let now = clock::awake_or_not();
        let came = Duration::from_secs_f64(self.ready.len() as f64 / f64::from(RATE_HZ));
        let passed = now.saturating_sub(self.last_arrival);
        self.last_arrival = now;
        let away = passed.saturating_sub(came);
        if self.recorded > 0 && away >= GAP {
            let gap = Gap { at: thousandths(self.seconds()), seconds: tenths(away.as_secs_f64()) };
            tracing::warn!(at = gap.at, seconds = gap.seconds, "nothing was recorded for a while");
            self.losses.gaps.push(gap);
        }
    }

    /// Writes what came to the disk.
    fn keep(&mut self) -> std::io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.append(&self.ready)?;
        self.recorded += self.ready.len() as u64;
        Ok(())
    }

    /// Puts what came by for the recogniser, which may be slower than the speaker.
    fn put_by(&mut self) {
        if self.file.is_some() && self.failed.is_none() {
            self.unheard.extend_from_slice(&self.ready);
        }
        if self.unheard.len() > BEHIND {
            self.fail(RecogniserError::TooSlow);
        }
    }

    /// Lets the recogniser hear some of what was put by. The ring must not wait for it.
    fn hear(&mut self, most: usize) {
        let some = self.unheard.len().min(most);
        if some == 0 || self.failed.is_some() {
            return;
        }
        let tell = &mut self.tell;
        let heard = self.hearing.tell(&self.unheard[..some], |heard| tell(Event::Heard(heard)));
        self.unheard.drain(..some);
        if let Err(error) = heard {
            self.fail(error);
        }
    }

    /// Once it has failed it is not asked again: the recording counts.
    fn fail(&mut self, error: RecogniserError) {
        tracing::error!(%error, "the recogniser failed in the middle of a take");
        self.failed = Some(error);
        self.unheard = Vec::new();
    }

    /// Lets go of the microphone and closes the recording. Whether there is one.
    fn close(&mut self) -> bool {
        self.unplug();
        let Some(file) = self.file.take() else { return false };
        if let Err(reason) = file.finish() {
            tracing::warn!(%reason, "the take file could not be closed cleanly");
        }
        true
    }

    fn finish(mut self) -> Result<Heard, LiveError> {
        if !self.close() {
            return Err(LiveError::NotBegun);
        }
        self.hear(usize::MAX);
        if self.losses.samples > 0 || self.losses.overruns > 0 {
            let Losses { samples, overruns, .. } = self.losses;
            tracing::warn!(samples, overruns, "sound was lost during a take");
        }
        match self.failed {
            Some(reason) => Err(LiveError::Deaf { reason, losses: self.losses }),
            None => Ok(self.hearing.finish(self.losses)?),
        }
    }
}

#[cfg(test)]
mod long;
#[cfg(test)]
mod tests;
