//! Watches what arrives from a microphone for what a dead, muted, distant or overdriven one looks like. Called by the
//! take's worker thread at every turn; it only names the trouble, the shell says what to do.

use std::time::{Duration, Instant};

use crate::RATE_HZ;
use crate::level::{self, CLIPPED};

/// Without a first buffer for this long the microphone is not delivering.
const FIRST_BUFFER: Duration = Duration::from_secs(2);
/// Without a further buffer for this long it has stopped.
const STALL: Duration = Duration::from_secs(1);
/// Zeros for this long are no quiet room: a room always hums.
const FLAT_S: f64 = 2.0;
/// Under this level for `QUIET_S`, speech would not be understood either.
const QUIET_DBFS: f64 = -50.0;
const QUIET_S: f64 = 3.0;
/// This share of a second's samples at full scale is heard as distortion.
const CLIPPED_SHARE: f64 = 0.002;
/// A trouble with the level is told for at least this long, so that it can be read.
const TOLD_S: f64 = 2.0;

/// What can be wrong with a microphone while it records, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// It delivers next to nothing: too far away, or turned down.
    Quiet,
    /// It is overdriven.
    Clipping,
    /// The recogniser has failed; the recording goes on and can be analysed afterwards.
    Deaf,
    /// It delivers exact silence: muted, or another program holds it.
    Flat,
    /// It delivered, and has stopped.
    Stalled,
    /// It has not delivered anything since it was opened.
    NothingArrives,
    /// It was unplugged; the take so far is kept, and waits for another.
    Unplugged,
    /// The disk is full; the take so far is kept.
    DiskFull,
    /// The take file cannot be written any more; what is in it is kept.
    Unwritable,
}

impl Trouble {
    /// Whether nothing more can be recorded in this take.
    #[must_use]
    pub fn ends_the_take(self) -> bool {
        matches!(self, Trouble::DiskFull | Trouble::Unwritable)
    }

    /// Whether the take can go on with another microphone, or with the same one opened again.
    #[must_use]
    pub fn wants_a_microphone(self) -> bool {
        matches!(self, Trouble::Unplugged | Trouble::Stalled | Trouble::NothingArrives)
    }
}

/// What has arrived lately.
pub(crate) struct Watch {
    last_arrival: Instant,
    has_begun: bool,
    flat_s: f64,
    quiet_s: f64,
    /// Samples, and clipped ones among them, of the second being counted.
    counted: u32,
    clipped: u32,
    /// Seconds for which clipping is still to be told.
    clipping_s: f64,
    told: Option<Trouble>,
}

impl Watch {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            last_arrival: now,
            has_begun: false,
            flat_s: 0.0,
            quiet_s: 0.0,
            counted: 0,
            clipped: 0,
            clipping_s: 0.0,
            told: None,
        }
    }

    /// With another microphone: everything anew, except what has been told and may be over now.
    pub(crate) fn anew(&self, now: Instant) -> Self {
        Self { told: self.told, ..Self::new(now) }
    }

    /// The take begins: what was quiet before it says nothing of the speaker.
    pub(crate) fn begin(&mut self) {
        self.quiet_s = 0.0;
    }

    /// Sees what arrived in one turn, at 16 kHz; names the gravest trouble.
    pub(crate) fn see(&mut self, arrived: &[i16], now: Instant) -> Option<Trouble> {
        if arrived.is_empty() {
            let silent_for = now.duration_since(self.last_arrival);
            return match self.has_begun {
                true if silent_for >= STALL => Some(Trouble::Stalled),
                false if silent_for >= FIRST_BUFFER => Some(Trouble::NothingArrives),
                // Between two buffers nothing has changed.
                _ => self.told,
            };
        }
        self.last_arrival = now;
        self.has_begun = true;
        let seconds = arrived.len() as f64 / f64::from(RATE_HZ);
        let flat = arrived.iter().all(|&sample| sample == 0);
        self.flat_s = if flat { self.flat_s + seconds } else { 0.0 };
        let quiet = level::dbfs(arrived) < QUIET_DBFS;
        self.quiet_s = if quiet { self.quiet_s + seconds } else { 0.0 };
        self.count_clipped(arrived, seconds);

        [
            (self.flat_s >= FLAT_S).then_some(Trouble::Flat),
            (self.clipping_s > 0.0).then_some(Trouble::Clipping),
            (self.quiet_s >= QUIET_S).then_some(Trouble::Quiet),
        ]
        .into_iter()
        .flatten()
        .max()
    }

    fn count_clipped(&mut self, arrived: &[i16], seconds: f64) {
        self.clipping_s = (self.clipping_s - seconds).max(0.0);
        self.counted += arrived.len() as u32;
        self.clipped += arrived.iter().filter(|sample| sample.unsigned_abs() >= CLIPPED).count() as u32;
        if self.counted >= RATE_HZ {
            if f64::from(self.clipped) >= CLIPPED_SHARE * f64::from(self.counted) {
                self.clipping_s = TOLD_S;
            }
            (self.counted, self.clipped) = (0, 0);
        }
    }

    /// What was told last.
    pub(crate) fn told(&self) -> Option<Trouble> {
        self.told
    }

    /// Whether this is news.
    pub(crate) fn changed_to(&mut self, trouble: Option<Trouble>) -> bool {
        std::mem::replace(&mut self.told, trouble) != trouble
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    /// Lets `seconds` of the same samples arrive in turns of 40 ms and lists what was told.
    struct Take {
        watch: Watch,
        now: Instant,
        told: Vec<Option<Trouble>>,
    }

    impl Take {
        fn begin() -> Self {
            let now = clock::now();
            Self { watch: Watch::new(now), now, told: Vec::new() }
        }

        fn hears(&mut self, seconds: f64, turn: &[i16]) -> &mut Self {
            for _ in 0..(seconds / 0.04).round() as usize {
                self.now += Duration::from_millis(40);
                let trouble = self.watch.see(turn, self.now);
                if self.watch.changed_to(trouble) {
                    self.told.push(trouble);
                }
            }
            self
        }
    }

    fn square(level: i16) -> Vec<i16> {
        [level, -level].repeat(320)
    }

    #[test]
    fn a_device_that_never_delivers_is_told_from_one_that_stops() {
        assert_eq!(Take::begin().hears(1.9, &[]).told, []);
        assert_eq!(Take::begin().hears(5.0, &[]).told, [Some(Trouble::NothingArrives)]);
        let mut take = Take::begin();
        take.hears(1.0, &square(3_000)).hears(0.9, &[]);
        assert_eq!(take.told, []);
        take.hears(0.4, &[]).hears(1.0, &square(3_000));
        assert_eq!(take.told, [Some(Trouble::Stalled), None]);
    }

    #[test]
    fn exact_silence_is_told_once_and_its_end_too() {
        let mut take = Take::begin();
        take.hears(6.0, &[0; 640]).hears(1.0, &square(3_000));
        assert_eq!(take.told, [Some(Trouble::Flat), None]);
    }

    #[test]
    fn a_voice_that_is_hardly_there_is_told_after_three_seconds() {
        // −50 dBFS is an amplitude of 104.
        assert_eq!(Take::begin().hears(2.9, &square(60)).told, []);
        assert_eq!(Take::begin().hears(3.2, &square(60)).told, [Some(Trouble::Quiet)]);
        assert_eq!(Take::begin().hears(10.0, &square(200)).told, []);
    }

    #[test]
    fn clipping_is_told_until_it_is_over() {
        let mut take = Take::begin();
        take.hears(1.5, &square(32_767)).hears(4.0, &square(3_000));
        assert_eq!(take.told, [Some(Trouble::Clipping), None]);
        // A single loud consonant is none.
        let mut loud = square(3_000);
        loud[0] = 32_767;
        assert_eq!(Take::begin().hears(4.0, &loud).told, []);
    }
}
