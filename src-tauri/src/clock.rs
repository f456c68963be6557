//! The one place that asks what time it is.

use std::time::Instant;

use chrono::Utc;

/// Now, in UTC milliseconds, as the journal keeps times.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now_ms() -> i64 {
    Utc::now().timestamp_millis()
}

/// Now, on a clock that only runs forward, for how long something has taken.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn running() -> Instant {
    Instant::now()
}
