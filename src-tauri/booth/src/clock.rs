//! The booth's one clock: how much time has passed, for what listens for a microphone that has gone quiet.
//! What day it is, only the shell knows.

use std::time::Instant;

/// Now, on a clock that only runs forward.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
