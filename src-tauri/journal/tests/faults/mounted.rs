//! A disk of a megabyte for a test: mounted in memory, which only root on Linux may.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small disk; gone again when it is dropped.
pub(crate) struct SmallDisk {
    at: PathBuf,
    /// Dropped after the disk is unmounted.
    _folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Says on stderr why there is none.
    pub(crate) fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().to_owned();
        if !runs("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", &at.to_string_lossy()]) {
            skipped("no disk can be mounted here");
            return None;
        }
        Some(Self { at, _folder: folder })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.at
    }

    pub(crate) fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        assert!(runs("mount", &["-o", &how, &self.at.to_string_lossy()]), "{how}");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, so that a file which a failed test left open does not keep it.
        runs("umount", &["-l", &self.at.to_string_lossy()]);
    }
}

/// Whether a command of the system is there and succeeds.
pub(crate) fn runs(program: &str, arguments: &[&str]) -> bool {
    cfg!(target_os = "linux")
        && Command::new(program).args(arguments).output().is_ok_and(|done| done.status.success())
}

#[allow(clippy::explicit_write, reason = "the harness keeps what passing tests print to itself; not this")]
pub(crate) fn skipped(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}
