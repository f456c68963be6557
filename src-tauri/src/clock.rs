//! The one place that asks what time it is.

use chrono::Utc;

/// Now, in UTC milliseconds, as the journal keeps times.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now_ms() -> i64 {
    Utc::now().timestamp_millis()
}
