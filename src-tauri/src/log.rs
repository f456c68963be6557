//! The log: one file a day in the data folder, a week of them. What was said never goes into it.

use tracing_appender::rolling::{RollingFileAppender, Rotation};

use crate::Folders;

const DAYS_KEPT: usize = 7;

/// Begins to log. A log that cannot be written costs nobody their take, so that is no error.
pub(crate) fn begin(folders: &Folders) {
    if std::fs::create_dir_all(folders.logs()).is_err() {
        return;
    }
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("retake")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folders.logs());
    if let Ok(file) = file {
        let _ = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::INFO)
            .with_writer(std::sync::Mutex::new(file))
            .try_init();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Where, and not what: its message may quote what was said.
            let at = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(at, "panicked");
            usual(panic);
        }));
    }
}
