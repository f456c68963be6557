//! The archive: the journal and the recordings beside it, changed together. A take is begun, ended, thrown away,
//! imported and recovered here, for the window and for the command line alike. Called on worker threads.

mod upkeep;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use booth::live::{LiveError, LiveTake};
use booth::recording::RecordingError;
use booth::{HearingError, Model, hearing, take_file};
use coach::drill::Drill;
use coach::{FillerWords, Mark, Plan, Report, Setting, UnknownPlan, WordsError};
use journal::export::Imported;
use journal::{Begun, Done, Journal, JournalError, Mode, Outline, Said, State};

use crate::room::lock;
use crate::takes::{self, Judged};
use crate::{Folders, clock};

/// What is usual for a speaker is seen from so many takes at most.
const OWN_TAKES: u32 = 20;
/// After so many takes of a story a question may be asked again.
const ASKED_TAKES: u32 = 3;
/// Whether a story is learnt by heart shows beside so many earlier takes.
const HEARD_TAKES: u32 = 5;

/// The journal, behind a lock, and the recordings.
pub(crate) struct Archive {
    pub(crate) folders: Folders,
    journal: Mutex<Result<Journal, Arc<JournalError>>>,
    /// Held by who judges a take once more, so that the last to do so knows what was marked last.
    judging: Mutex<()>,
}

/// What a take is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aim {
    /// The story it tells.
    pub(crate) story: Option<String>,
    /// What it is measured against.
    pub(crate) setting: Setting,
    /// How it is rehearsed.
    pub(crate) mode: Mode,
    /// The drill it is, if it is one.
    pub(crate) drill: Option<Drill>,
    /// The words it is asked in, if others than the question's own.
    pub(crate) asked: Option<String>,
    /// The take it follows up on, if it does.
    pub(crate) parent: Option<String>,
}

/// A take that an earlier run left unfinished.
pub(crate) struct CutOff {
    id: String,
    begun: Begun,
}

/// Why a take could not be begun, kept or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    /// The journal could not be opened.
    #[error(transparent)]
    Closed(Arc<JournalError>),
    /// It is open, and refuses.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The microphone or the take file is the reason.
    #[error(transparent)]
    Live(#[from] LiveError),
    /// The recording is.
    #[error(transparent)]
    Hearing(#[from] HearingError),
    /// What the journal holds of a take cannot be judged.
    #[error("the words of this take cannot be judged again: {0}")]
    Words(#[from] WordsError),
    /// An export cannot be opened.
    #[error(transparent)]
    NotOpened(std::io::Error),
    /// Recordings lie on a disk that is not there, so that none can be removed.
    #[error("the recordings in {} are on a disk that is not there now; connect it and try again", .0.display())]
    Away(PathBuf),
    /// There is none to play.
    #[error("the recording of this take was not kept; its words and its report are there")]
    NoRecording,
    /// The recording of a discarded take is still there.
    #[error("the take is discarded, but its recording could not be removed: {0}")]
    NotRemoved(std::io::Error),
}

impl Archive {
    /// Opens the journal, or keeps in mind why it cannot be opened.
    pub(crate) fn open(folders: Folders) -> Self {
        let journal = open_journal(&folders).map_err(|error| {
            tracing::error!(%error, "the journal cannot be opened");
            Arc::new(error)
        });
        Self { folders, journal: Mutex::new(journal), judging: Mutex::new(()) }
    }

    /// Reads or writes the journal, or says why there is none.
    pub(crate) fn journal<T>(
        &self,
        ask: impl FnOnce(&mut Journal) -> Result<T, JournalError>,
    ) -> Result<T, ArchiveError> {
        match &mut *lock(&self.journal) {
            Ok(journal) => Ok(ask(journal)?),
            Err(error) => Err(ArchiveError::Closed(error.clone())),
        }
    }

    /// Opens the journal once more: a new one, where the one before was set aside.
    pub(crate) fn reopen(&self) -> Result<(), ArchiveError> {
        let mut journal = lock(&self.journal);
        *journal = open_journal(&self.folders).map_err(Arc::new);
        journal.as_ref().map(drop).map_err(|error| ArchiveError::Closed(error.clone()))
    }

    /// The journal once more, for who reads so long that nobody is to wait for it.
    pub(crate) fn beside(&self) -> Result<Journal, ArchiveError> {
        self.journal(|_| Journal::open(&self.folders.journal()))
    }

    /// Puts a copy in the journal's place. Gives where the journal that was there lies now.
    pub(crate) fn restore(&self, copy: &Path) -> Result<Option<PathBuf>, ArchiveError> {
        let mut journal = lock(&self.journal);
        // It is closed meanwhile; whoever asks waits for the lock.
        *journal = Err(Arc::new(JournalError::InUse(self.folders.journal())));
        let restored = Journal::restore(copy, &self.folders.journal(), &self.folders.recordings());
        *journal = open_journal(&self.folders).map_err(Arc::new);
        Ok(restored?)
    }

    /// The words that count as fillers: the speaker's choice.
    pub(crate) fn fillers(&self) -> FillerWords {
        self.journal(|journal| journal.settings()).unwrap_or_default().fillers
    }

    /// The plan of this id, the speaker's own or one of those that come with Retake.
    pub(crate) fn plan(&self, id: &str) -> Result<Plan, UnknownPlan> {
        let own = self.journal(|journal| journal.settings()).unwrap_or_default().plans;
        own.into_iter().find(|plan| plan.id == id).map_or_else(|| Plan::by_id(id), Ok)
    }

    /// Begins a take: the journal has its row before the first sample is recorded. Gives its id.
    pub(crate) fn begin(&self, take: &LiveTake, aim: &Aim) -> Result<String, ArchiveError> {
        let id = self.journal(|journal| journal.begin_take(&begun(aim, &take.device, None)))?;
        if let Err(error) = take.begin(&self.folders.recording(&id)) {
            self.journal(|journal| journal.take_state(&id, State::Discarded))?;
            return Err(error.into());
        }
        Ok(id)
    }

    /// Ends a take, judges and keeps it. What the recogniser failed on while it was live is heard once more from the
    /// recording.
    pub(crate) fn end(
        &self,
        id: &str,
        take: LiveTake,
        model: &Model,
        setting: &Setting,
    ) -> Result<Report, ArchiveError> {
        // The microphone first: the journal may be busy.
        take.enough();
        self.journal(|journal| journal.take_state(id, State::Analysing))?;
        let recording = self.folders.recording(id);
        let heard = match take.stop() {
            Ok(heard) => heard,
            Err(LiveError::Deaf { reason, losses }) => {
                tracing::warn!(take = id, error = %reason, "the recording of a take is analysed once more");
                hearing::listen_again(&recording, model, losses)?
            }
            Err(error) => {
                tracing::warn!(take = id, %error, "a take did not end well; its recording is analysed instead");
                hearing::listen(&recording, model, |_| {}).map_err(|_| error)?
            }
        };
        let said = self.journal(|journal| journal.said(id))?;
        let judged = takes::judged(id, heard, model, &self.with_story(id, setting)?, said);
        self.keep(id, State::Done, judged)
    }

    /// Keeps where the speaker says which part it is, and judges the take by it.
    pub(crate) fn mark(&self, id: &str, marks: &[Mark]) -> Result<Report, ArchiveError> {
        self.journal(|journal| journal.keep_marks(id, marks))?;
        self.judge_again(id)
    }

    /// Judges a take once more from what the journal keeps of it.
    pub(crate) fn judge_again(&self, id: &str) -> Result<Report, ArchiveError> {
        let _alone = lock(&self.judging);
        let kept = self.journal(|journal| journal.kept(id))?;
        let setting = self.with_story(id, &self.setting(&kept.begun))?;
        let state = kept.state;
        self.keep(id, state, takes::judged_again(kept, setting)?)
    }

    /// What a take is measured against by how it began.
    fn setting(&self, begun: &Begun) -> Setting {
        Setting {
            plan: self.plan(&begun.plan).unwrap_or_default(),
            level: begun.level,
            question: begun.question,
            fillers: self.fillers(),
            ..Setting::default()
        }
    }

    /// The setting with what the take itself and its story add: the question it follows up with, the points to be said,
    /// what the role must be able to do, and what was asked after its recent takes.
    fn with_story(&self, id: &str, setting: &Setting) -> Result<Setting, ArchiveError> {
        let (begun, story, asked) = self.journal(|journal| {
            Ok((journal.begun(id)?, journal.story_of(id)?, journal.asked_before(id, ASKED_TAKES)?))
        })?;
        let page = story.map(|story| story.page).unwrap_or_default();
        Ok(Setting {
            outline: page.outline,
            core_skills: page.core_skills,
            follow_up: begun.parent.and(begun.asked).or_else(|| setting.follow_up.clone()),
            asked,
            ..setting.clone()
        })
    }

    /// Ends a take and throws it away, recording and all.
    pub(crate) fn discard(&self, id: &str, take: LiveTake) -> Result<(), ArchiveError> {
        take.abandon();
        // Removed even if the journal refuses: a take without a recording is none at the next launch.
        let removed = std::fs::remove_file(self.folders.recording(id));
        self.journal(|journal| journal.take_state(id, State::Discarded))?;
        removed.map_err(ArchiveError::NotRemoved)
    }

    /// Makes a take of a recording from anywhere. `progress` hears the fraction done and may break it off.
    pub(crate) fn import(
        &self,
        file: &Path,
        model: &Model,
        aim: &Aim,
        progress: impl FnMut(f64) -> ControlFlow<()>,
    ) -> Result<Report, ArchiveError> {
        Journal::refuse_itself(&self.folders.journal(), file)?;
        // What cannot be read needs no row.
        booth::recording::open(file).map_err(HearingError::from)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let id = self.journal(|journal| journal.begin_take(&begun(aim, "", Some(name))))?;
        match hearing::import(file, &self.folders.recording(&id), model, progress) {
            Ok(heard) => {
                let setting = self.with_story(&id, &aim.setting)?;
                self.keep(&id, State::Done, takes::judged(&id, heard, model, &setting, Said::default()))
            }
            Err(error) => {
                self.journal(|journal| journal.take_state(&id, State::Discarded))?;
                Err(error.into())
            }
        }
    }

    /// Merges an export.
    pub(crate) fn merge(&self, file: &Path) -> Result<Imported, ArchiveError> {
        Journal::refuse_itself(&self.folders.journal(), file)?;
        let export = std::fs::File::open(file).map_err(ArchiveError::NotOpened)?;
        self.journal(|journal| journal.import(export))
    }

    /// Takes that an earlier run left unfinished. What another Retake is recording is left alone.
    pub(crate) fn cut_off(&self) -> Vec<CutOff> {
        let unfinished = self.journal(|journal| journal.unfinished_takes()).unwrap_or_else(|error| {
            tracing::error!(%error, "unfinished takes cannot be listed");
            Vec::new()
        });
        unfinished
            .into_iter()
            .filter(|(id, _)| !is_in_use(&self.folders.recording(id)))
            .map(|(id, begun)| CutOff { id, begun })
            .collect()
    }

    /// Finishes a take that was cut off, from its recording.
    pub(crate) fn recover(&self, CutOff { id, begun }: &CutOff, model: &Model) -> Result<(), ArchiveError> {
        if self.folders.recordings_are_away() {
            return Ok(());
        }
        let recording = self.folders.recording(id);
        // Since it was found it may have been finished by whoever had only just begun it.
        let unfinished = self.journal(|journal| journal.unfinished_takes())?;
        if !unfinished.iter().any(|(other, _)| other == id) || is_in_use(&recording) {
            return Ok(());
        }
        if begun.imported_from.is_some() {
            // The file it came from is whole; half of it is no take.
            if !self.journal(|journal| journal.discard_unfinished(id))? {
                return Ok(());
            }
            match std::fs::remove_file(&recording) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(take = id, %error, "half an imported recording cannot be removed");
                }
                _ => {}
            }
            return Ok(());
        }
        let setting = self.with_story(id, &self.setting(begun))?;
        let said = self.journal(|journal| journal.said(id))?;
        match takes::of_recording(id, &recording, model, &setting, said, |_| {}) {
            Ok(judged) => {
                self.keep(id, State::Recovered, judged)?;
                tracing::info!(take = id, "a take that was cut off is finished");
            }
            // Cut off before the first sample.
            Err(error) if holds_nothing(&error, &recording) => {
                self.journal(|journal| journal.discard_unfinished(id))?;
                tracing::info!(take = id, "a take was cut off before anything was recorded");
            }
            // It stays unfinished, and the next launch tries again.
            Err(error) => tracing::warn!(take = id, %error, "a take that was cut off cannot be finished yet"),
        }
        Ok(())
    }

    fn keep(&self, id: &str, state: State, judged: Judged) -> Result<Report, ArchiveError> {
        let Judged { mut report, outline, sounds } = judged;
        let own_median = self.journal(|journal| journal.measures_before(id, OWN_TAKES)).map_or_else(
            |error| {
                // A take is kept with or without a comparison.
                tracing::warn!(take = id, %error, "earlier takes cannot be compared with");
                None
            },
            |earlier| coach::own_median(&earlier),
        );
        report.compare_with_own(own_median);
        let before = self
            .journal(|journal| Ok((journal.takes_before(id)?, journal.reports_before(id, HEARD_TAKES)?)))?;
        report.earlier_takes = before.0;
        if report.answered.is_none() {
            report.over_rehearsed = coach::over_rehearsed(&before.1, &report);
        }
        let done = Done {
            state,
            report: &report,
            coach_version: takes::COACH_VERSION,
            outline: outline.as_ref(),
            sounds: Some(&sounds),
        };
        self.journal(|journal| journal.finish_take(id, &done))?;
        self.clear_away();
        Ok(report)
    }

    /// The recording of a take that is known, to be played.
    pub(crate) fn recording(&self, id: &str) -> Result<PathBuf, ArchiveError> {
        let is_kept = self.journal(|journal| journal.has_recording(id))?;
        is_kept.then(|| self.folders.recording(id)).ok_or(ArchiveError::NoRecording)
    }

    /// The outline of a take's recording; `None` if the recording was not kept. Counted now for a take from a version
    /// that did not count it.
    pub(crate) fn outline(&self, id: &str) -> Result<Option<Outline>, ArchiveError> {
        if !self.journal(|journal| journal.has_recording(id))? {
            return Ok(None);
        }
        let recording = self.folders.recording(id);
        if self.folders.recordings_are_away() {
            return Ok(None);
        }
        if !recording.exists() {
            // Somebody has removed it by hand.
            self.journal(|journal| journal.forget_recording(id))?;
            return Ok(None);
        }
        if let Some(outline) = self.journal(|journal| journal.outline(id))? {
            return Ok(Some(outline));
        }
        let outline = takes::outline(&hearing::peaks(&recording)?);
        self.journal(|journal| journal.keep_outline(id, &outline))?;
        Ok(Some(outline))
    }
}

/// Opens the journal as it lies there. A file of nothing where there are copies was more than nothing once.
pub(crate) fn opened(folders: &Folders) -> Result<Journal, JournalError> {
    let path = folders.journal();
    let is_empty = std::fs::metadata(&path).is_ok_and(|file| file.len() == 0);
    if is_empty && Journal::newest_copy(&folders.backups()).is_some() {
        return Err(JournalError::Damaged(path));
    }
    Journal::open(&path)
}

/// Opens the journal. One that is damaged is set aside, and the error says where it lies and which copy there is.
pub(crate) fn open_journal(folders: &Folders) -> Result<Journal, JournalError> {
    let path = folders.journal();
    match opened(folders) {
        Err(JournalError::Damaged(_)) => {
            let aside = Journal::set_aside(&path, &clock::stamp())
                .map_err(|reason| JournalError::Folder { folder: path.clone(), reason })?;
            // Copies of what begins now would push it out of the folder in a week.
            let copy = Journal::newest_copy(&folders.backups()).map(|copy| {
                Journal::kept_from_before(&copy, &path).unwrap_or_else(|error| {
                    tracing::warn!(%error, "the last copy is not kept apart from the daily ones");
                    copy
                })
            });
            Err(JournalError::SetAside { aside, copy })
        }
        other => other,
    }
}

fn begun(aim: &Aim, device: &str, imported_from: Option<String>) -> Begun {
    Begun {
        story: aim.story.clone(),
        question: aim.setting.question,
        asked: aim.asked.clone(),
        plan: aim.setting.plan.id.clone(),
        level: aim.setting.level,
        mode: aim.mode,
        drill: aim.drill,
        parent: aim.parent.clone(),
        device: device.to_owned(),
        imported_from,
        started_ms: clock::now_ms(),
    }
}

fn is_in_use(recording: &Path) -> bool {
    matches!(take_file::is_being_written(recording), Ok(true))
}

/// No more than the header of a WAV.
const HEADER_BYTES: u64 = 44;

/// Whether a recording could not be heard because there is none: nothing is lost by forgetting it.
fn holds_nothing(error: &HearingError, recording: &Path) -> bool {
    use RecordingError::{Empty, NoSound, NotSound, Unreadable};
    match error {
        HearingError::Recording(Empty(_) | NoSound(_) | NotSound(_)) => {
            // A long file with a damaged beginning still holds what was said.
            std::fs::metadata(recording).is_ok_and(|metadata| metadata.len() <= HEADER_BYTES)
        }
        HearingError::Recording(Unreadable { reason, .. }) => reason.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}
