// The one door to the rooms behind the window. Every command either gives its value or throws a Refusal,
// which says what happened, what was kept and what to do.

import { Channel } from "@tauri-apps/api/core";
import {
  commands,
  type Aim,
  type Code,
  type IpcError,
  type Live,
  type Settings,
  type StoryDraft,
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

export const ipc = {
  rehearsal: () => commands.rehearsal(),
  modelStatus: () => commands.modelStatus(),
  microphones: () => asked(commands.microphones()),
  ask: (question: Aim["question"]) => commands.ask(question),
  hush: () => commands.hush(),
  startTake: (aim: Aim, hear: (live: Live) => void) => {
    const live = new Channel<Live>();
    live.onmessage = hear;
    return asked(commands.startTake(aim, live));
  },
  stopTake: () => asked(commands.stopTake()),
  discardTake: () => asked(commands.discardTake()),
  takes: () => asked(commands.takes()),
  report: (id: string) => asked(commands.report(id)),
  stories: () => asked(commands.stories()),
  addStory: (draft: StoryDraft) => asked(commands.addStory(draft)),
  changeStory: (id: string, draft: StoryDraft) => asked(commands.changeStory(id, draft)),
  removeStory: (id: string) => asked(commands.removeStory(id)),
  settings: () => asked(commands.settings()),
  saveSettings: (settings: Settings) => asked(commands.saveSettings(settings)),
  doctor: () => commands.doctor(),
  about: () => commands.about(),
};

export type Ipc = typeof ipc;

/** What to show for anything that was thrown. */
export function sentence(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "string"
    ? error
    : "Something went wrong that has no name. Nothing recorded is lost.";
}
