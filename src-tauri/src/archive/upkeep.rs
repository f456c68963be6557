//! What is done behind the window: recordings that are kept no longer and what was long in the trash go, a copy of the
//! journal is made each day, and takes that an older coach judged are judged anew. Called on worker threads.

use std::ops::ControlFlow;

use journal::Journal;

use super::{Archive, ArchiveError, is_in_use};
use crate::{clock, takes};

/// How far takes are judged anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JudgedAnew {
    pub(crate) done: usize,
    pub(crate) of: usize,
    /// Takes that could not be judged, and stay as they were.
    pub(crate) failed: usize,
}

impl Archive {
    /// Everything that need not wait for anybody.
    pub(crate) fn look_after(&self) {
        self.clear_away();
        if let Err(error) = self.forget_what_is_due() {
            tracing::warn!(%error, "the trash is not emptied yet");
        }
        if let Err(error) = self.back_up_daily() {
            tracing::warn!(%error, "today's copy of the journal is not made");
        }
    }

    /// Today's copy, unless it is there. Read beside whoever uses the journal now.
    fn back_up_daily(&self) -> Result<(), ArchiveError> {
        Ok(self.beside()?.back_up_daily(&self.folders.backups(), &clock::today())?)
    }

    /// Takes and stories that were in the trash for thirty days are forgotten.
    fn forget_what_is_due(&self) -> Result<(), ArchiveError> {
        let now = clock::now_ms();
        let due = self.journal(|journal| journal.due_in_trash(now))?;
        self.forget(&due, Journal::due_before(now)).map(drop)
    }

    /// Everything in the trash is forgotten, from the copies that were made by themselves too. How many takes that was.
    pub(crate) fn empty_trash(&self) -> Result<usize, ArchiveError> {
        let all = self.journal(|journal| journal.all_in_trash())?;
        self.forget(&all, i64::MAX)
    }

    fn forget(&self, takes: &[String], stories_until_ms: i64) -> Result<usize, ArchiveError> {
        if !takes.is_empty() && self.folders.recordings_are_away() {
            return Err(ArchiveError::Away(self.folders.recordings()));
        }
        for id in takes {
            match std::fs::remove_file(self.folders.recording(id)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ArchiveError::NotRemoved(error));
                }
                _ => {}
            }
        }
        // The copies first: what they still held after the journal has forgotten it, nobody would know to forget.
        self.journal(|journal| {
            journal.forget_in_copies(&self.folders.backups(), takes, stories_until_ms)?;
            journal.forget(takes, stories_until_ms)
        })?;
        Ok(takes.len())
    }

    /// Removes recordings that were to be kept no longer than this. What cannot be removed now is tried again.
    pub(crate) fn clear_away(&self) {
        if let Err(error) = self.try_to_clear_away() {
            tracing::warn!(%error, "old recordings are not removed yet");
        }
    }

    fn try_to_clear_away(&self) -> Result<(), ArchiveError> {
        if self.folders.recordings_are_away() {
            return Ok(());
        }
        let mut due = self.journal(|journal| journal.discarded_recordings())?;
        let retention = self.journal(|journal| journal.settings())?.recordings;
        if let Some(since) = retention.kept_since(clock::now_ms()) {
            due.extend(self.journal(|journal| journal.recordings_before(since))?);
        }
        for id in due {
            if is_in_use(&self.folders.recording(&id)) {
                continue;
            }
            match std::fs::remove_file(self.folders.recording(&id)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(take = id, %error, "a recording cannot be removed");
                }
                _ => self.journal(|journal| journal.forget_recording(&id))?,
            }
        }
        Ok(())
    }

    /// Judges takes anew that another coach has judged, the oldest first. `progress` may break it off; what is done by
    /// then stays done, and the next time goes on from there.
    pub(crate) fn judge_anew(
        &self,
        mut progress: impl FnMut(JudgedAnew) -> ControlFlow<()>,
    ) -> Result<JudgedAnew, ArchiveError> {
        let ids = self.journal(|journal| journal.judged_by_others(takes::COACH_VERSION))?;
        let mut judged = JudgedAnew { done: 0, of: ids.len(), failed: 0 };
        for id in &ids {
            if progress(judged).is_break() {
                break;
            }
            if let Err(error) = self.judge_again(id) {
                tracing::warn!(take = id, %error, "a take cannot be judged anew");
                judged.failed += 1;
            }
            judged.done += 1;
        }
        Ok(judged)
    }
}
