//! The interviewer: asks the question aloud through the system's own speech program, as a child process that can
//! be cut short. Where there is none, the question is read, not heard.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Somebody who can speak.
pub trait Voice: Send {
    /// Begins to speak; returns at once.
    fn say(&mut self, text: &str) -> io::Result<()>;
    /// Whether it is still speaking.
    fn is_speaking(&mut self) -> bool;
    /// Falls silent at once.
    fn hush(&mut self);
}

/// The system's speech program.
pub struct SystemVoice {
    program: PathBuf,
    speaking: Option<Child>,
}

/// The programs looked for, in this order, each reading its text from standard input.
const PROGRAMS: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
    &[("say", &["-f", "-"])]
} else if cfg!(windows) {
    &[(
        "powershell",
        &[
            "-NoProfile",
            "-Command",
            "Add-Type -AssemblyName System.Speech; \
             (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())",
        ],
    )]
} else {
    &[("espeak-ng", &["--stdin", "-s", "150"]), ("spd-say", &["--pipe-mode", "--wait"])]
};

impl SystemVoice {
    /// Looks for a speech program on the search path.
    #[must_use]
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let program = PROGRAMS.iter().find_map(|(name, _)| {
            std::env::split_paths(&path).find_map(|folder| executable(&folder, name))
        })?;
        Some(Self { program, speaking: None })
    }

    /// The program it speaks through.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    fn arguments(&self) -> &'static [&'static str] {
        let stem = self.program.file_stem().unwrap_or_default();
        PROGRAMS.iter().find(|(name, _)| *name == stem).map_or(&[], |(_, arguments)| arguments)
    }
}

fn executable(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    path.is_file().then_some(path)
}

impl Voice for SystemVoice {
    fn say(&mut self, text: &str) -> io::Result<()> {
        self.hush();
        let mut child = Command::new(&self.program)
            .args(self.arguments())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // A question is far shorter than a pipe's buffer, so this does not wait for the program.
        let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
        self.speaking = Some(child);
        written
    }

    fn is_speaking(&mut self) -> bool {
        self.speaking.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    fn hush(&mut self) {
        if let Some(mut child) = self.speaking.take() {
            // Killing fails only if it has ended; waiting leaves no zombie either way.
            let _ = child.kill();
            let _ = child.wait();
            if self.program.file_stem().is_some_and(|stem| stem == "spd-say") {
                // It only hands the text to a daemon, which speaks on when its client has gone.
                let _ = Command::new(&self.program).arg("--cancel").stdin(Stdio::null()).output();
            }
        }
    }
}

impl Drop for SystemVoice {
    fn drop(&mut self) {
        self.hush();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_voice_can_be_cut_short() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("endless");
        std::fs::write(&program, "#!/bin/sh\nexec sleep 600\n").unwrap();
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let mut voice = SystemVoice { program, speaking: None };
        voice.say("Tell me about a time you failed.").unwrap();
        assert!(voice.is_speaking());
        let program = voice.speaking.as_ref().unwrap().id().to_string();
        let is_there = || Command::new("kill").args(["-0", &program]).output().unwrap().status.success();
        assert!(is_there());
        voice.hush();
        assert!(!voice.is_speaking());
        assert!(!is_there(), "it does not speak on behind our back");
    }
}
