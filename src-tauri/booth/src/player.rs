//! Plays a take from any moment, faster or slower at its own pitch. One thread for as long as something is played;
//! the shell hears where it is through `tell`, called on that thread about twenty times a second.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::RATE_HZ;
use crate::loudspeaker::{Loudspeaker, LoudspeakerError};
use crate::resample::{BadRate, Resampler};
use crate::stretch::Stretch;

/// How often the ring is filled up and the position told.
const TURN: Duration = Duration::from_millis(50);
/// Read from the file at a time.
const BLOCK: usize = 1_600;
/// What may be chosen.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.75..=1.5;

/// Where playing is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Seconds into the recording.
    pub at: f64,
    /// Whether it goes on.
    pub is_playing: bool,
}

/// Why a take could not be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The loudspeaker is the reason.
    #[error(transparent)]
    Loudspeaker(#[from] LoudspeakerError),
    /// Its rate is.
    #[error(transparent)]
    Rate(#[from] BadRate),
    /// The recording is.
    #[error("the recording at {file} cannot be played: {reason}")]
    Recording {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: hound::Error,
    },
    /// A defect: the thread did not start, or panicked.
    #[error("playing stopped unexpectedly")]
    Crashed,
}

/// A take being played. Dropping it falls silent.
pub struct Player {
    orders: Option<mpsc::Sender<Order>>,
    worker: Option<JoinHandle<()>>,
}

enum Order {
    Speed(f64),
}

impl Player {
    /// Plays a take file from a moment on. Returns once the loudspeaker is open.
    pub fn play(
        file: &Path,
        from: f64,
        speed: f64,
        tell: impl FnMut(Position) + Send + 'static,
    ) -> Result<Self, PlayError> {
        let (orders, ordered) = mpsc::channel();
        let (opened, is_open) = mpsc::channel();
        let file = file.to_owned();
        let worker = std::thread::Builder::new()
            .name("player".to_owned())
            .spawn(move || {
                // The loudspeaker is opened here because its stream may not move between threads everywhere.
                match Playing::open(&file, from, speed) {
                    Ok(playing) => {
                        let _ = opened.send(Ok(()));
                        playing.run(&ordered, tell);
                    }
                    Err(error) => drop(opened.send(Err(error))),
                }
            })
            .map_err(|_| PlayError::Crashed)?;
        is_open.recv().map_err(|_| PlayError::Crashed)??;
        Ok(Self { orders: Some(orders), worker: Some(worker) })
    }

    /// Goes on faster or slower.
    pub fn set_speed(&self, speed: f64) {
        if let Some(orders) = &self.orders {
            // What has come to its end has no speed.
            let _ = orders.send(Order::Speed(speed));
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(worker) = self.worker.take() {
            // A panic in there has been told by its hook; here there is nothing left to do.
            let _ = worker.join();
        }
    }
}

struct Playing {
    reader: hound::WavReader<BufReader<File>>,
    loudspeaker: Loudspeaker,
    resampler: Resampler,
    stretch: Stretch,
    from: f64,
    length: f64,
    speed: f64,
    /// The file has been read, and the resampler drained.
    is_read: bool,
    /// Ready for the loudspeaker.
    ready: Vec<f32>,
}

impl Playing {
    fn open(file: &Path, from: f64, speed: f64) -> Result<Self, PlayError> {
        let broken = |reason| PlayError::Recording { file: file.to_owned(), reason };
        let mut reader = hound::WavReader::open(file).map_err(broken)?;
        let length = f64::from(reader.duration()) / f64::from(RATE_HZ);
        let from = from.clamp(0.0, length);
        reader
            .seek((from * f64::from(RATE_HZ)) as u32)
            .map_err(|error| broken(hound::Error::IoError(error)))?;
        let loudspeaker = Loudspeaker::open()?;
        Ok(Self {
            reader,
            resampler: Resampler::between(RATE_HZ, loudspeaker.rate_hz)?,
            loudspeaker,
            stretch: Stretch::new(),
            from,
            length,
            speed: speed.clamp(*SPEEDS.start(), *SPEEDS.end()),
            is_read: false,
            ready: Vec::new(),
        })
    }

    fn run(mut self, orders: &mpsc::Receiver<Order>, mut tell: impl FnMut(Position)) {
        loop {
            self.fill();
            let is_at_its_end = self.is_read && self.ready.is_empty() && self.loudspeaker.waiting() == 0;
            let at = if is_at_its_end { self.length } else { self.position() };
            let is_playing = !is_at_its_end && !self.loudspeaker.is_gone();
            tell(Position { at, is_playing });
            if !is_playing {
                return;
            }
            match orders.recv_timeout(TURN) {
                Ok(Order::Speed(speed)) => self.speed = speed.clamp(*SPEEDS.start(), *SPEEDS.end()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return tell(Position { at: self.position(), is_playing: false });
                }
            }
        }
    }

    /// Where the listener is: what is still in the ring has not been heard yet.
    fn position(&self) -> f64 {
        let ahead =
            (self.loudspeaker.waiting() + self.ready.len()) as f64 / f64::from(self.loudspeaker.rate_hz);
        let read = self.from + self.stretch.position() / f64::from(RATE_HZ);
        (read - ahead * self.speed).clamp(self.from, self.length)
    }

    /// Fills the ring up from the file.
    fn fill(&mut self) {
        let (mut block, mut slow) = (Vec::with_capacity(BLOCK), Vec::new());
        while !self.is_read && self.ready.len() < self.loudspeaker.room() {
            block.clear();
            slow.clear();
            // What cannot be read any more is the end.
            let samples = self.reader.samples::<i16>().take(BLOCK).map_while(Result::ok);
            block.extend(samples.map(|sample| f32::from(sample) / 32_768.0));
            let is_end = block.len() < BLOCK;
            self.stretch.push(&block);
            if is_end {
                // So that the last piece, too, has something after it.
                self.stretch.push(&[0.0; BLOCK]);
            }
            while self.stretch.pull(self.speed, &mut slow) {}
            self.resampler.push(&slow, &mut self.ready);
            if is_end {
                self.resampler.finish(&mut self.ready);
                self.is_read = true;
            }
        }
        let fits = self.ready.len().min(self.loudspeaker.room());
        self.loudspeaker.push(&self.ready[..fits]);
        self.ready.drain(..fits);
    }
}
