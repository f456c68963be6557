//! The shell: it wires booth, coach and journal to the window ([`window`]) and to the command line
//! ([`cli`]). It decides nothing about a take itself.

mod archive;
pub mod cli;
mod clock;
mod commands;
mod doctor;
mod erase;
mod exports;
mod folders;
mod ipc;
mod log;
mod room;
mod scribe;
mod takes;
mod trial;
pub mod window;

pub use folders::Folders;

/// Runs the program with the process's arguments.
#[must_use]
pub fn run() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
