//! The booth's one clock: how much time has passed, for what listens for a microphone that has gone quiet.
//! What day it is, only the shell knows.

use std::time::{Duration, Instant};

/// Now, on a clock that only runs forward.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Now, since some moment in the past, on a clock that goes on while the computer sleeps and that nobody sets.
#[cfg(target_os = "linux")]
pub(crate) fn awake_or_not() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}

/// Now, since some moment in the past, on a clock that goes on while the computer sleeps; elsewhere only the one that
/// somebody may set does.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn awake_or_not() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}
