//! `retake models`: which speech models there are, add one, choose one, remove one.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use anyhow::bail;
use booth::models;
use journal::Settings;

use super::args::ModelsVerb;
use super::{archive, listening_bar};
use crate::trial;

pub(super) fn run(verb: Option<&ModelsVerb>) -> anyhow::Result<ExitCode> {
    let archive = archive()?;
    let shelf = archive.folders.models();
    let mut out = io::stdout().lock();
    let chosen = archive.journal(|journal| journal.settings())?.model;
    match verb {
        None => {
            let mark = |name: &str| if name == chosen { "*" } else { " " };
            writeln!(out, "{} {:<28} the one that came with Retake", mark(""), models::OWN)?;
            for name in models::list(&shelf) {
                writeln!(out, "{} {name:<28} {}", mark(&name), shelf.join(&name).display())?;
            }
        }
        Some(ModelsVerb::Add { from }) => {
            let bar = listening_bar("copying");
            let added = models::add(from, &shelf, trial::of, |done| {
                bar.set_position((done * 100.0) as u64);
                ControlFlow::Continue(())
            });
            bar.finish_and_clear();
            let name = added?;
            writeln!(out, "Added. `retake models use '{name}'` takes it from now on.")?;
        }
        Some(ModelsVerb::Use { name }) => {
            let name = if name == models::OWN { "" } else { name.as_str() };
            if !name.is_empty() && !models::list(&shelf).iter().any(|each| each == name) {
                bail!("no model named '{name}' was added; `retake models` lists what there is");
            }
            archive.journal(|journal| {
                let settings = Settings { model: name.to_owned(), ..journal.settings()? };
                journal.save_settings(&settings)
            })?;
        }
        Some(ModelsVerb::Remove { name }) => {
            if *name == chosen {
                bail!("'{name}' is in use; choose another with `retake models use` before you remove it");
            }
            models::remove(name, &shelf)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
