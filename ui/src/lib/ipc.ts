// The one door to the rooms behind the window. Every command either gives its value or throws a Refusal,
// which says what happened, what was kept and what to do.

import { Channel } from "@tauri-apps/api/core";
import {
  commands,
  type Aim,
  type Code,
  type Drill,
  type IpcError,
  type Live,
  type Mark,
  type News,
  type Part,
  type Pick,
  type Playing,
  type Retention,
  type Settings,
  type StoryDraft,
  type Stretch,
  type Wanted,
  type What,
} from "./bindings";

export type * from "./bindings";

export class Refusal extends Error {
  readonly code: Code;

  constructor(error: IpcError) {
    super(error.message);
    this.name = "Refusal";
    this.code = error.code;
  }
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: IpcError };

async function asked<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer;
  if (given.status === "error") throw new Refusal(given.error);
  return given.data;
}

/** A channel whose messages go to one listener. */
function heardBy<T>(hear: (message: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = hear;
  return channel;
}

/** All takes that are not in the trash. */
export const ALL: Wanted = {
  story: null,
  question: null,
  plan: null,
  parent: null,
  text: "",
  order: "newest",
  in_trash: false,
};

export const ipc = {
  rehearsal: () => commands.rehearsal(),
  modelStatus: () => commands.modelStatus(),
  microphones: () => asked(commands.microphones()),
  ask: (question: string) => commands.ask(question),
  hush: () => commands.hush(),
  pluggedIn: () => commands.pluggedIn(),
  openMicrophone: (microphone: string, hear: (live: Live) => void) =>
    asked(commands.openMicrophone(microphone, heardBy(hear))),
  beginTake: (aim: Aim) => asked(commands.beginTake(aim)),
  markPart: (part: Part) => asked(commands.markPart(part)),
  markTake: (id: string, marks: Mark[]) => asked(commands.markTake(id, marks)),
  goOn: (microphone: string) => asked(commands.goOn(microphone)),
  stopTake: () => asked(commands.stopTake()),
  discardTake: () => asked(commands.discardTake()),
  flagMoment: () => asked(commands.flagMoment()),
  takes: (wanted: Wanted = ALL, skip = 0) => asked(commands.takes(wanted, skip)),
  take: (id: string) => asked(commands.take(id)),
  deleteTake: (id: string) => asked(commands.deleteTake(id)),
  undeleteTake: (id: string) => asked(commands.undeleteTake(id)),
  trend: (story: string | null, stretch: Stretch) => asked(commands.trend(story, stretch)),
  bands: (plan: string) => asked(commands.bands(plan)),
  reached: () => asked(commands.reached()),
  firstAgainstLast: (story: string) => asked(commands.firstAgainstLast(story)),
  compare: (earlier: string, later: string) => asked(commands.compareTakes(earlier, later)),
  drillOutcome: (drill: Drill, question: string, id: string) =>
    asked(commands.drillOutcome(drill, question, id)),
  report: (id: string) => asked(commands.report(id)),
  waveform: (id: string) => asked(commands.waveform(id)),
  play: (id: string, from: number, speed: number, hear: (playing: Playing) => void) =>
    asked(commands.play(id, from, speed, heardBy(hear))),
  setSpeed: (speed: number) => commands.setSpeed(speed),
  pause: () => commands.pause(),
  follow: (hear: (news: News) => void) => commands.follow(heardBy(hear)),
  pick: (what: Pick) => commands.pick(what),
  importRecording: (file: string, aim: Aim, hear: (done: number | null) => void) =>
    asked(commands.importRecording(file, aim, heardBy(hear))),
  breakOffImport: () => commands.breakOffImport(),
  models: () => asked(commands.models()),
  addModel: (from: string, hear: (done: number | null) => void) =>
    asked(commands.addModel(from, heardBy(hear))),
  breakOffModel: () => commands.breakOffModel(),
  removeModel: (name: string) => asked(commands.removeModel(name)),
  loadModel: () => asked(commands.loadModel()),
  stories: () => asked(commands.stories()),
  storiesInTrash: () => asked(commands.storiesInTrash()),
  addStory: (draft: StoryDraft) => asked(commands.addStory(draft)),
  changeStory: (id: string, draft: StoryDraft) => asked(commands.changeStory(id, draft)),
  deleteStory: (id: string) => asked(commands.deleteStory(id)),
  undeleteStory: (id: string) => asked(commands.undeleteStory(id)),
  export: (what: What) => asked(commands.export(what)),
  keepPicture: (png: number[]) => asked(commands.keepPicture(png)),
  backUp: (withRecordings: boolean) => asked(commands.backUp(withRecordings)),
  restore: () => asked(commands.restore()),
  restoreCopy: () => asked(commands.restoreCopy()),
  beginNewJournal: () => asked(commands.beginNewJournal()),
  mergeExport: () => asked(commands.mergeExport()),
  emptyTrash: () => asked(commands.emptyTrash()),
  stopJudging: () => commands.stopJudging(),
  deleteEverything: () => asked(commands.deleteEverything()),
  settings: () => asked(commands.settings()),
  saveSettings: (settings: Settings) => asked(commands.saveSettings(settings)),
  zoom: (percent: number) => asked(commands.zoom(percent)),
  recordingsDue: (retention: Retention) => asked(commands.recordingsDue(retention)),
  doctor: () => commands.doctor(),
  about: () => commands.about(),
  guide: () => commands.guideContent(),
};

export type Ipc = typeof ipc;

/** What to show for anything that was thrown. */
export function sentence(error: unknown): string {
  const said = error instanceof Error ? error.message : error;
  return typeof said === "string" && said !== ""
    ? said
    : "Something went wrong that has no name. Nothing recorded is lost.";
}
