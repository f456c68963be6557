//! The booth's one clock: how much time has passed, for what listens for a microphone that has gone quiet.
//! What day it is, only the shell knows.

use std::time::{Instant, SystemTime};

/// Now, on a clock that only runs forward.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Now, on a clock that goes on while the computer sleeps; somebody may set it.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn awake_or_not() -> SystemTime {
    SystemTime::now()
}
