//! The one place that asks what time it is.

use std::time::Instant;

use chrono::{Local, TimeZone, Utc};

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

/// The day where the user is, as in 2026-12-01.
pub(crate) fn today() -> String {
    local(now_ms(), "%Y-%m-%d")
}

/// Now where the user is, as a part of a file's name.
pub(crate) fn stamp() -> String {
    local(now_ms(), "%Y%m%d-%H%M%S")
}

/// A moment as a person reads it.
pub(crate) fn when(ms: i64) -> String {
    local(ms, "%Y-%m-%d %H:%M")
}

/// How far the user's clock is ahead of UTC now, in milliseconds.
pub(crate) fn offset_ms() -> i64 {
    Local
        .timestamp_millis_opt(now_ms())
        .earliest()
        .map_or(0, |now| i64::from(now.offset().local_minus_utc()) * 1_000)
}

fn local(ms: i64, format: &str) -> String {
    Local
        .timestamp_millis_opt(ms)
        .earliest()
        .map_or_else(String::new, |moment| moment.format(format).to_string())
}
