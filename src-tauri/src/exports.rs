//! Exports as files: what the window and the command line offer, written beside the name first so that nothing but a whole
//! one ever has it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use journal::Journal;
use journal::export::{ExportError, Table, TakePage, html, markdown};
use serde::Deserialize;

use crate::{Folders, clock};

/// What can be exported.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub(crate) enum What {
    /// All of the journal, as JSON.
    Journal,
    /// A table of takes.
    Takes,
    /// A table of what slipped.
    Composure,
    /// A take to read, in Markdown.
    Markdown { take: String },
    /// A take to read, as HTML.
    Html { take: String, with_recording: bool },
}

impl What {
    /// What a file of it is called at first.
    pub(crate) fn file_name(&self) -> &'static str {
        match self {
            What::Journal => "retake-journal.json",
            What::Takes => "retake-takes.csv",
            What::Composure => "retake-composure.csv",
            What::Markdown { .. } => "retake-take.md",
            What::Html { .. } => "retake-take.html",
        }
    }
}

/// Writes an export. How many takes had to be left out.
pub(crate) fn write(
    journal: &Journal,
    folders: &Folders,
    what: &What,
    out: &mut impl Write,
) -> Result<usize, ExportError> {
    match what {
        What::Journal => journal.export(out),
        What::Takes => journal.export_table(Table::Takes, &clock::when, out),
        What::Composure => journal.export_table(Table::Composure, &clock::when, out),
        What::Markdown { take } => {
            let text = page(journal, take, |page| Ok(markdown(page)))?;
            out.write_all(text.as_bytes())?;
            Ok(0)
        }
        What::Html { take, with_recording } => {
            let text = page(journal, take, |page| {
                let recording = with_recording.then(|| std::fs::read(folders.recording(take))).transpose()?;
                Ok(html(page, recording.as_deref()))
            })?;
            out.write_all(text.as_bytes())?;
            Ok(0)
        }
    }
}

fn page(
    journal: &Journal,
    take: &str,
    text: impl FnOnce(&TakePage<'_>) -> Result<String, ExportError>,
) -> Result<String, ExportError> {
    let row = journal.take(take)?;
    let report = journal.report(take)?;
    text(&TakePage { row: &row, report: &report, when: &clock::when(row.started_ms) })
}

/// Writes an export to a file, in the place of one that is there.
pub(crate) fn write_file(
    journal: &Journal,
    folders: &Folders,
    what: &What,
    file: &Path,
) -> Result<usize, ExportError> {
    whole(file, |out| write(journal, folders, what, out))
}

/// Writes a file that has its name only when it is whole.
pub(crate) fn whole<T>(
    file: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    let half = half(file);
    let written = private(&half).map_err(ExportError::from).and_then(|out| {
        let mut out = BufWriter::new(out);
        let written = write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&half, file)?;
        Ok(written)
    });
    if written.is_err() {
        // Half an export is of no use to anybody.
        let _ = std::fs::remove_file(&half);
    }
    written
}

/// Where a file is written before it has its name.
pub(crate) fn half(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".half-{}", std::process::id()));
    name.into()
}

/// What is exported is as private as the journal.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
