//! Rehearse: get ready, be asked, speak, stop.

use std::time::Duration;

use booth::interviewer::Voice;
use booth::live::LiveTake;
use booth::microphone;
use coach::drill::Drill;
use coach::guide::Phrasing;
use coach::{FillerWords, Lens, Level, Part, Plan, Report, Setting};
use journal::Mode;
use serde::{Deserialize, Serialize};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::aside;
use crate::archive;
use crate::ipc::{Code, IpcError};
use crate::room::{ModelState, Recording, Room, lock};
use crate::scribe::{Live, Marked, Scribe};

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
    drills: Vec<Exercise>,
    /// The ways each question can be put.
    phrasings: Vec<Phrasing>,
    has_voice: bool,
    /// The usual filler words.
    fillers: FillerWords,
}

/// A drill, as it is chosen.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Exercise {
    id: Drill,
    name: &'static str,
    task: &'static str,
    seconds: u32,
}

impl Exercise {
    fn of(drill: Drill) -> Self {
        Self { id: drill, name: drill.name(), task: drill.task(), seconds: drill.seconds() }
    }
}

/// A way to ask.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Question {
    id: Lens,
    text: &'static str,
}

/// The microphones there are, and which of them is the chosen one.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct Microphones {
    all: Vec<Microphone>,
    /// Its id; nothing if it is not connected.
    chosen: Option<String>,
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
    /// The words it is asked in.
    asked: Option<String>,
    plan: String,
    level: Option<Level>,
    mode: Mode,
    drill: Option<Drill>,
    /// The take it follows up on.
    parent: Option<String>,
}

impl Aim {
    pub(crate) fn parsed(self, room: &Room) -> Result<archive::Aim, IpcError> {
        let plan = room.archive.plan(&self.plan).map_err(|error| IpcError::new(Code::Other, &error))?;
        let fillers = room.archive.fillers();
        let setting =
            Setting { plan, level: self.level, question: self.question, fillers, ..Setting::default() };
        let Self { story, mode, drill, asked, parent, .. } = self;
        Ok(archive::Aim { story, setting, mode, drill, asked, parent })
    }
}

/// What can be chosen.
#[tauri::command]
#[specta::specta]
pub(crate) fn rehearsal(room: State<'_, Room>) -> Rehearsal {
    Rehearsal {
        questions: Lens::ALL.map(|id| Question { id, text: id.text() }).to_vec(),
        plans: Plan::all().to_vec(),
        levels: Level::ALL.to_vec(),
        drills: Drill::ALL.map(Exercise::of).to_vec(),
        phrasings: coach::guide::phrasings().to_vec(),
        has_voice: lock(&room.voice).is_some(),
        fillers: FillerWords::default(),
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

/// The microphones there are. The chosen one is known by its id and its name: it is never another one silently.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn microphones(room: State<'_, Room>) -> Result<Microphones, IpcError> {
    let devices = microphone::devices().map_err(|error| IpcError::new(Code::Microphone, &error))?;
    let settings = room.archive.journal(|journal| journal.settings()).unwrap_or_default();
    let chosen = microphone::same(&devices, &settings.microphone, &settings.microphone_name);
    Ok(Microphones {
        chosen: chosen.map(|device| device.id.clone()),
        all: devices.into_iter().map(|device| Microphone { id: device.id, name: device.name }).collect(),
    })
}

/// What is plugged in, without opening any of it: for noticing that something has changed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plugged_in() -> Vec<String> {
    microphone::plugged_in()
}

/// The interviewer asks; returns when the question has been asked, or at once where there is no voice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask(app: AppHandle, question: String) {
    aside(app, move |room| say(room, &question)).await;
}

fn say(room: &Room, question: &str) {
    {
        let mut voice = lock(&room.voice);
        let Some(voice) = voice.as_mut() else { return };
        if let Err(error) = voice.say(question) {
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
    room.hush();
}

/// Opens the microphone, before anything is asked or recorded. `live` hears its level, and what is wrong with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_microphone(
    app: AppHandle,
    microphone: String,
    live: Channel<Live>,
) -> Result<String, IpcError> {
    aside(app, move |room| open(room, &microphone, live)).await
}

fn open(room: &Room, microphone: &str, live: Channel<Live>) -> Result<String, IpcError> {
    let model = room.model()?;
    if lock(&room.live).is_some() {
        return Err(already_live());
    }
    let marked = Marked::default();
    let mut scribe = Scribe::new(marked.clone());
    let tell = move |event| {
        if let Some(message) = scribe.note(event) {
            // A window that has gone away needs no message; the take goes on.
            let _ = live.send(message);
        }
    };
    // Opening may take its time; whoever wants to stop or leave does not wait for it.
    let take = LiveTake::open(microphone, &model, tell)?;
    let device = take.device.clone();
    let mut recording = lock(&room.live);
    if recording.is_some() {
        return Err(already_live());
    }
    *recording = Some(Recording { take, begun: None, marked });
    Ok(device)
}

/// Begins the take: from now on everything is recorded.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn begin_take(room: State<'_, Room>, aim: Aim) -> Result<String, IpcError> {
    let aim = aim.parsed(&room)?;
    let mut recording = lock(&room.live);
    let recording = recording.as_mut().ok_or_else(nothing_live)?;
    if recording.begun.is_some() {
        return Err(already_live());
    }
    let id = room.archive.begin(&recording.take, &aim)?;
    if aim.mode == Mode::Practice && aim.drill.is_none() && aim.parent.is_none() {
        recording.marked.guide_by(aim.setting.plan.clone());
    }
    recording.begun = Some((id.clone(), aim));
    Ok(id)
}

/// The part begins now, says the speaker. It is in the journal before this returns.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mark_part(room: State<'_, Room>, part: Part) -> Result<(), IpcError> {
    let (id, marks) = {
        let recording = lock(&room.live);
        let recording = recording.as_ref().ok_or_else(nothing_live)?;
        let (id, _) = recording.begun.as_ref().ok_or_else(nothing_live)?;
        (id.clone(), recording.marked.begin(part))
    };
    Ok(room.archive.journal(|journal| journal.keep_marks(&id, &marks))?)
}

/// This moment is to be looked at again, says the speaker.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn flag_moment(room: State<'_, Room>) -> Result<(), IpcError> {
    let (id, flags) = {
        let recording = lock(&room.live);
        let recording = recording.as_ref().ok_or_else(nothing_live)?;
        let (id, _) = recording.begun.as_ref().ok_or_else(nothing_live)?;
        (id.clone(), recording.marked.flag())
    };
    Ok(room.archive.journal(|journal| journal.keep_flags(&id, &flags))?)
}

/// Goes on in the same take with another microphone, or with the same one opened again. Gives its name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn go_on(app: AppHandle, microphone: String) -> Result<String, IpcError> {
    aside(app, move |room| {
        // A device that opens slowly must not keep anybody from stopping.
        let orders = lock(&room.live).as_ref().ok_or_else(nothing_live)?.take.orders();
        Ok(orders.go_on(&microphone)?)
    })
    .await
}

/// Ends the take and gives its report, which is in the journal by then.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn stop_take(room: State<'_, Room>) -> Result<Report, IpcError> {
    let model = room.model()?;
    let Recording { take, begun, .. } = lock(&room.live).take().ok_or_else(nothing_live)?;
    let (id, aim) = begun.ok_or_else(nothing_live)?;
    Ok(room.archive.end(&id, take, &model, &aim.setting)?)
}

/// Closes the microphone, and throws away what was recorded.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn discard_take(room: State<'_, Room>) -> Result<(), IpcError> {
    let Recording { take, begun, .. } = lock(&room.live).take().ok_or_else(nothing_live)?;
    if let Some((id, _)) = begun {
        room.archive.discard(&id, take)?;
    } else {
        // It had not begun, so there is nothing to hear of it.
        take.abandon();
    }
    Ok(())
}

fn already_live() -> IpcError {
    IpcError::new(Code::Other, &"a take is being recorded already")
}

fn nothing_live() -> IpcError {
    IpcError::new(Code::Other, &"no take is being recorded")
}
