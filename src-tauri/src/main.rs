//! The program: a verb runs in the terminal, no verb opens the window.

// A terminal window beside the app's own would be confusing.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    retake::run()
}
