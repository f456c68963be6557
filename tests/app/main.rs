//! The shell and its command line, with the real recogniser and the real journal. One binary, a module per concern.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, reason = "these are tests")]

mod analyze;
mod backup;
mod bad_input;
mod batch;
mod bindings;
mod house;
mod import;
mod journal;
mod models;
mod noise;
mod program;
mod slips;
mod sounds;
mod steady;
