//! A live take: one worker thread from the microphone's ring to the take file and the words.
//!
//! The shell starts it, hears of it through `tell` (called on the worker thread) and stops it. The take file comes
//! first: whatever happens to the recogniser, the sound is kept.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::hearing::{Heard, Hearing, HearingError};
use crate::level;
use crate::loudest::Loudest;
use crate::microphone::{Microphone, MicrophoneError};
use crate::recogniser::{Model, Recognised, RecogniserError};
use crate::resample::{BadRate, Resampler};
use crate::take_file::TakeFile;
use crate::watch::{Trouble, Watch};
use crate::{RATE_HZ, clock};

/// How often the ring is emptied; also the pace of the level meter.
const TURN: Duration = Duration::from_millis(40);
/// What is still listened to after "stop", so that the last word is whole.
const TAIL: Duration = Duration::from_millis(300);

/// What a take needs to begin.
pub struct Start {
    /// The device's id; empty for the system's default.
    pub device: String,
    /// Where the recording goes.
    pub file: PathBuf,
    /// The loaded model.
    pub model: Model,
}

/// What happens during a take, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The microphone is open; this is what people call it.
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
    /// The recogniser is.
    #[error(transparent)]
    Recogniser(#[from] RecogniserError),
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
    /// A defect: the worker thread panicked.
    #[error("recording stopped unexpectedly; what was recorded until then is kept")]
    Crashed,
}

/// A take being recorded.
pub struct LiveTake {
    /// What people call the microphone.
    pub device: String,
    stop: mpsc::Sender<()>,
    worker: JoinHandle<Result<Heard, LiveError>>,
}

impl LiveTake {
    /// Opens the microphone and begins to record. Returns once it is open, or why it is not.
    pub fn start(start: Start, tell: impl FnMut(Event) + Send + 'static) -> Result<Self, LiveError> {
        let (stop, stopped) = mpsc::channel();
        let (opened, is_open) = mpsc::channel();
        let worker = std::thread::Builder::new()
            .name("take".to_owned())
            .spawn(move || {
                // The microphone is opened here because its stream may not move between threads everywhere.
                let take = match Worker::open(&start) {
                    Ok(take) => take,
                    Err(error) => {
                        let _ = opened.send(Err(error));
                        return Err(LiveError::Crashed);
                    }
                };
                let _ = opened.send(Ok(take.microphone.name.clone()));
                take.run(&stopped, tell)
            })
            .map_err(|reason| LiveError::File { file: PathBuf::new(), reason })?;
        let device = is_open.recv().map_err(|_| LiveError::Crashed)??;
        Ok(Self { device, stop, worker })
    }

    /// Stops after the last word has had time to end, and gives what was heard.
    pub fn stop(self) -> Result<Heard, LiveError> {
        // A worker that has already ended (unplugged, disk full) needs no telling.
        let _ = self.stop.send(());
        self.worker.join().map_err(|_| LiveError::Crashed)?
    }
}

struct Worker {
    microphone: Microphone,
    loudest: Loudest,
    resampler: Resampler,
    file: TakeFile,
    hearing: Hearing,
    /// Why the recogniser is not asked any more.
    failed: Option<RecogniserError>,
    /// Samples taken in so far.
    recorded: u64,
    arrived: Vec<f32>,
    mono: Vec<f32>,
    ready: Vec<i16>,
}

impl Worker {
    fn open(start: &Start) -> Result<Self, LiveError> {
        let recogniser = start.model.recogniser()?;
        let microphone = Microphone::open(&start.device)?;
        let file = TakeFile::create(&start.file)
            .map_err(|reason| LiveError::File { file: start.file.clone(), reason })?;
        Ok(Self {
            loudest: Loudest::new(microphone.channels),
            resampler: Resampler::new(microphone.rate_hz)?,
            microphone,
            file,
            hearing: Hearing::new(recogniser),
            failed: None,
            recorded: 0,
            arrived: Vec::new(),
            mono: Vec::new(),
            ready: Vec::new(),
        })
    }

    fn run(mut self, stopped: &mpsc::Receiver<()>, mut tell: impl FnMut(Event)) -> Result<Heard, LiveError> {
        tell(Event::Opened(self.microphone.name.clone()));
        let mut watch = Watch::new(clock::now());
        let mut last_words = None;
        loop {
            // Being asked to stop, or the asker being gone, begins the tail; time passing is the usual turn.
            if last_words.is_none() && !matches!(stopped.recv_timeout(TURN), Err(RecvTimeoutError::Timeout)) {
                last_words = Some(clock::now());
            } else if last_words.is_some() {
                std::thread::park_timeout(TURN);
            }
            let trouble = self.turn(&mut watch, &mut tell);
            if trouble.is_some_and(Trouble::ends_the_take)
                || last_words.is_some_and(|since| since.elapsed() >= TAIL)
            {
                break;
            }
        }
        self.ready.clear();
        self.resampler.finish(&mut self.ready);
        // On a full disk the samples already written are what counts.
        let _ = self.file.append(&self.ready);
        self.hear(&mut tell);
        let closed = self.file.finish();
        let lost = self.microphone.lost_samples();
        if lost > 0 {
            tracing::warn!(lost, "samples were lost during a take");
        }
        if let Err(reason) = closed {
            tracing::warn!(%reason, "the take file could not be closed cleanly");
        }
        match self.failed {
            Some(error) => Err(error.into()),
            None => Ok(self.hearing.finish(lost)?),
        }
    }

    /// Lets the recogniser hear what is ready. Once it has failed it is not asked again: the recording counts.
    fn hear(&mut self, tell: &mut impl FnMut(Event)) {
        if self.failed.is_none()
            && let Err(error) = self.hearing.push(&self.ready, |heard| tell(Event::Heard(heard)))
        {
            tracing::error!(%error, "the recogniser failed in the middle of a take");
            self.failed = Some(error);
        }
    }

    /// Empties the ring into file, recogniser and meter; returns what is wrong now.
    fn turn(&mut self, watch: &mut Watch, tell: &mut impl FnMut(Event)) -> Option<Trouble> {
        self.arrived.clear();
        self.mono.clear();
        self.ready.clear();
        self.microphone.drain(&mut self.arrived);
        self.loudest.pick(&self.arrived, &mut self.mono);
        self.resampler.push(&self.mono, &mut self.ready);

        let mut trouble = watch.see(&self.ready, clock::now());
        if self.microphone.is_gone() {
            trouble = Some(Trouble::Unplugged);
        }
        if let Err(reason) = self.file.append(&self.ready) {
            tracing::error!(%reason, "the take file cannot be written");
            let full = reason.kind() == std::io::ErrorKind::StorageFull;
            trouble = Some(if full { Trouble::DiskFull } else { Trouble::Unwritable });
        }
        if !self.ready.is_empty() {
            self.recorded += self.ready.len() as u64;
            self.hear(tell);
        }
        if self.failed.is_some() {
            trouble = trouble.max(Some(Trouble::Deaf));
        }
        if watch.changed_to(trouble) {
            tell(Event::Trouble(trouble));
        }
        if !self.ready.is_empty() {
            let t = self.recorded as f64 / f64::from(RATE_HZ);
            tell(Event::Level { t, dbfs: level::dbfs(&self.ready) });
        }
        trouble
    }
}
