//! Rehearse: get ready, be asked, speak, stop.

use std::time::Duration;

use booth::interviewer::Voice;
use booth::live::{LiveTake, Start};
use booth::microphone;
use coach::{Lens, Level, Plan, Report, Setting};
use journal::{Begun, State as TakeState};
use serde::{Deserialize, Serialize};
use tauri::State;
use tauri::ipc::Channel;

use super::scribe::{Live, Scribe};
use crate::ipc::{Code, IpcError};
use crate::room::{ModelState, Recording, Room, lock};
use crate::{clock, takes};

/// How often the interviewer is looked at while speaking.
const LOOK: Duration = Duration::from_millis(50);
/// The last sound has left the loudspeaker this long after the program has ended.
const ECHO: Duration = Duration::from_millis(300);

/// What can be chosen.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Rehearsal {
    questions: Vec<Question>,
    plans: Vec<Plan>,
    levels: Vec<Level>,
    has_voice: bool,
}

/// A way to ask.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Question {
    id: Lens,
    text: &'static str,
}

/// An input device.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Microphone {
    id: String,
    name: String,
}

/// How the recogniser's model is.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum ModelStatus {
    Loading,
    Ready { name: String },
    Failed { message: String },
}

/// What a take aims at.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub(crate) struct Aim {
    story: Option<String>,
    question: Lens,
    plan: String,
    level: Option<Level>,
    microphone: String,
}

/// A take that has begun.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Started {
    id: String,
    device: String,
}

/// What can be chosen.
#[tauri::command]
#[specta::specta]
pub(crate) fn rehearsal(room: State<'_, Room>) -> Rehearsal {
    Rehearsal {
        questions: Lens::ALL.map(|id| Question { id, text: id.text() }).to_vec(),
        plans: Plan::all().to_vec(),
        levels: Level::ALL.to_vec(),
        has_voice: lock(&room.voice).is_some(),
    }
}

/// How the model is now.
#[tauri::command]
#[specta::specta]
pub(crate) fn model_status(room: State<'_, Room>) -> ModelStatus {
    match room.model_state() {
        ModelState::Loading => ModelStatus::Loading,
        ModelState::Ready(model) => ModelStatus::Ready { name: model.name().to_owned() },
        ModelState::Failed(error) => {
            ModelStatus::Failed { message: IpcError::new(Code::Model, &error).message }
        }
    }
}

/// The microphones there are.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn microphones() -> Result<Vec<Microphone>, IpcError> {
    let devices = microphone::devices().map_err(|error| IpcError::new(Code::Microphone, &error))?;
    Ok(devices.into_iter().map(|device| Microphone { id: device.id, name: device.name }).collect())
}

/// The interviewer asks; returns when the question has been asked, or at once where there is no voice.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn ask(room: State<'_, Room>, question: Lens) {
    {
        let mut voice = lock(&room.voice);
        let Some(voice) = voice.as_mut() else { return };
        if let Err(error) = voice.say(question.text()) {
            // The question stands on the screen as well.
            tracing::warn!(%error, "the interviewer could not speak");
            return;
        }
    }
    while lock(&room.voice).as_mut().is_some_and(Voice::is_speaking) {
        std::thread::sleep(LOOK);
    }
    std::thread::sleep(ECHO);
}

/// The interviewer falls silent.
#[tauri::command]
#[specta::specta]
pub(crate) fn hush(room: State<'_, Room>) {
    if let Some(voice) = lock(&room.voice).as_mut() {
        voice.hush();
    }
}

/// Begins a take. The journal has its row before the first sample is recorded.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_take(room: State<'_, Room>, aim: Aim, live: Channel<Live>) -> Result<Started, IpcError> {
    let plan = Plan::by_id(&aim.plan).map_err(|error| IpcError::new(Code::Other, &error))?;
    let setting = Setting { plan, level: aim.level, question: aim.question };
    let model = room.model()?;
    let mut recording = lock(&room.live);
    if recording.is_some() {
        return Err(IpcError::new(Code::Other, &"a take is being recorded already"));
    }
    let id = room.journal(|journal| {
        journal.begin_take(&Begun {
            story: aim.story,
            question: aim.question,
            plan: aim.plan,
            level: aim.level,
            device: aim.microphone.clone(),
            started_ms: clock::now_ms(),
        })
    })?;
    let mut scribe = Scribe::new(setting.plan.clone());
    let tell = move |event| {
        if let Some(message) = scribe.note(event) {
            // A window that has gone away needs no message; the take goes on.
            let _ = live.send(message);
        }
    };
    let start = Start { device: aim.microphone, file: room.folders.recording(&id), model };
    let take = match LiveTake::start(start, tell) {
        Ok(take) => take,
        Err(error) => {
            room.journal(|journal| journal.take_state(&id, TakeState::Discarded))?;
            return Err(error.into());
        }
    };
    let device = take.device.clone();
    room.journal(|journal| journal.take_device(&id, &device))?;
    *recording = Some(Recording { id: id.clone(), setting, take });
    Ok(Started { id, device })
}

/// Ends the take and gives its report, which is in the journal by then.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn stop_take(room: State<'_, Room>) -> Result<Report, IpcError> {
    let Recording { id, setting, take } = end(&room)?;
    let model = room.model()?;
    room.journal(|journal| journal.take_state(&id, TakeState::Analysing))?;
    let report = takes::end(take, &id, &room.folders.recording(&id), &model, &setting)?;
    room.journal(|journal| takes::keep(journal, &id, report))
}

/// Ends the take and throws it away, recording and all.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn discard_take(room: State<'_, Room>) -> Result<(), IpcError> {
    let Recording { id, take, .. } = end(&room)?;
    // Whatever the recogniser thinks of it, it is not wanted.
    let _ = take.stop();
    room.journal(|journal| journal.take_state(&id, TakeState::Discarded))?;
    std::fs::remove_file(room.folders.recording(&id)).map_err(|error| {
        IpcError::new(
            Code::Other,
            &format_args!("the take is discarded, but its recording could not be removed: {error}"),
        )
    })
}

fn end(room: &Room) -> Result<Recording, IpcError> {
    lock(&room.live).take().ok_or_else(|| IpcError::new(Code::Other, &"no take is being recorded"))
}
