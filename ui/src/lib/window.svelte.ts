// What the whole window knows: where one is, what was chosen, and what went wrong last.

import {
  ipc,
  Refusal,
  sentence,
  type Code,
  type Ipc,
  type ModelStatus,
  type Plan,
  type Rehearsal,
  type Report,
  type Settings,
  type StoryDraft,
} from "./ipc";
import { NextState } from "./next.svelte";
import { blankPage } from "./stories";
import { ThemeState } from "./theme.svelte";

export const PLACES = ["rehearse", "takes", "stories", "guide", "settings"] as const;
export type Place = (typeof PLACES)[number];

/** How large everything can be, in percent. */
export const ZOOMS = [75, 90, 100, 110, 125, 150, 175, 200];

/** How often the model is asked for while it loads. */
const LOADING_LOOK_MS = 150;

/** What was just done, in a sentence, and the one thing that can be done about it. */
export interface Note {
  sentence: string;
  choice: string;
  choose: () => unknown;
}

export class WindowState {
  readonly theme = new ThemeState();
  readonly ipc: Ipc;
  readonly next: NextState;
  /** The story being written, and which one is changed by it: it stays while one looks elsewhere. */
  page = $state<{ of: string | null; draft: StoryDraft }>({ of: null, draft: blankPage() });

  #place = $state<Place>("rehearse");
  #visit = $state(0);
  #report = $state<Report | null>(null);
  #trouble = $state<{ sentence: string; code: Code | null } | null>(null);
  #ready = $state(false);
  #new = $state(false);
  #saved: Promise<unknown> = Promise.resolve();
  #settings = $state<Settings | null>(null);
  #rehearsal = $state<Rehearsal | null>(null);
  #note = $state.raw<Note | null>(null);
  #judging = $state.raw<{ done: number; all: number } | null>(null);
  #model = $state<ModelStatus>({ state: "loading" });

  constructor(door: Ipc = ipc, chance: () => number = Math.random) {
    this.ipc = door;
    this.next = new NextState(this, chance);
  }

  /** Counts the places one has gone to: the same place again is shown anew. */
  get visit() {
    return this.#visit;
  }
  get place() {
    return this.#place;
  }
  /** The report that is open, in front of whatever place one came from. */
  get report() {
    return this.#report;
  }
  get trouble() {
    return this.#trouble;
  }
  /** Whether it is known by now what can be chosen, or that it cannot be known. */
  get ready() {
    return this.#ready;
  }
  get settings() {
    return this.#settings;
  }
  /** Whether this is the first time, as far as the journal knows. */
  get isNew() {
    return this.#new && this.#settings?.beginning === "first";
  }
  get rehearsal() {
    return this.#rehearsal;
  }
  /** The plans to choose from, those of one's own last. */
  get plans(): Plan[] {
    return [...(this.#rehearsal?.plans ?? []), ...(this.#settings?.plans ?? [])];
  }
  get model() {
    return this.#model;
  }

  go(place: Place) {
    this.#visit += 1;
    this.#place = place;
    this.#report = null;
    // A drill is gone on with by going back to it, and left by going anywhere else.
    if (place !== "rehearse") this.next.leave();
  }

  /** What was just done, and what can be done about it, for as long as nothing else is. */
  get note() {
    return this.#note;
  }

  done(sentence: string, undo: () => Promise<unknown>) {
    this.tell({ sentence, choice: "Undo", choose: undo });
  }

  tell(note: Note) {
    this.#note = note;
  }

  async choose() {
    const note = this.#note;
    this.#note = null;
    if (note) await this.attempt(note.choose);
  }

  forgetNote() {
    this.#note = null;
  }

  /** How far earlier takes are judged anew; nothing while none are. */
  get judging() {
    return this.#judging;
  }

  judged(done: number, all: number) {
    this.#judging = done < all ? { done, all } : null;
  }

  stopJudging() {
    this.#judging = null;
    void this.attempt(() => this.ipc.stopJudging());
  }

  show(report: Report) {
    this.#report = report;
  }

  close() {
    this.#report = null;
  }

  /** Says what went wrong; it stays until it is put away. */
  complain(error: unknown) {
    this.#trouble = { sentence: sentence(error), code: error instanceof Refusal ? error.code : null };
  }

  putAway() {
    this.#trouble = null;
  }

  /** Does something that puts another journal in place, and then begins anew with it. */
  async anew(work: () => Promise<unknown>) {
    this.putAway();
    const given = await this.attempt(async () => [await work()]);
    if (!given) return;
    await this.beginWithAnother();
    this.go("takes");
  }

  /** Runs something that may fail; what it throws is told, never lost. */
  async attempt<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  /** Begins with another journal. Which story is written on is of the one there was; the page stays. */
  async beginWithAnother() {
    this.page.of = null;
    await this.begin();
  }

  async begin() {
    this.#rehearsal = (await this.attempt(() => this.ipc.rehearsal())) ?? null;
    const before = this.#settings;
    const settings = (await this.attempt(() => this.ipc.settings())) ?? null;
    if (settings?.beginning === "first") {
      this.#new = (await this.attempt(() => this.ipc.takes()))?.length === 0;
    }
    this.#settings = settings;
    if (settings) this.theme.choose(settings.theme);
    // The program begins at 100 %, and with the model that is chosen; what is chosen then is another journal's.
    if (settings && settings.zoom !== (before?.zoom ?? 100))
      await this.attempt(() => this.ipc.zoom(settings.zoom));
    if (this.#ready && settings && settings.model !== (before?.model ?? "")) await this.#loadModel();
    this.#ready = true;
    performance.mark("usable");
  }

  /** Changes settings; saved one after the other, and put back if they cannot be kept. */
  async change(change: Partial<Settings>) {
    const before = this.#settings;
    if (!before) return;
    const changed = { ...before, ...change };
    this.#settings = changed;
    this.theme.choose(changed.theme);
    const saved = this.#saved.then(() => this.ipc.saveSettings(changed));
    this.#saved = saved.catch(() => {});
    try {
      await saved;
    } catch (error) {
      this.complain(error);
      if (this.#settings === changed) {
        this.#settings = before;
        this.theme.choose(before.theme);
      }
    }
  }

  /** Shows everything larger (1), smaller (−1) or as it was (0). */
  async zoom(by: number) {
    const now = this.#settings?.zoom;
    if (now === undefined) return;
    const next = by > 0 ? ZOOMS.find((each) => each > now) : ZOOMS.filter((each) => each < now).at(-1);
    await this.zoomTo(by === 0 ? 100 : (next ?? now));
  }

  async zoomTo(zoom: number) {
    await this.attempt(() => this.ipc.zoom(zoom));
    await this.change({ zoom });
  }

  /** Takes another speech model; it is loaded behind the window. */
  async useModel(name: string) {
    await this.change({ model: name });
    await this.#loadModel();
  }

  async #loadModel() {
    this.#model = { state: "loading" };
    await this.attempt(() => this.ipc.loadModel());
    this.watchModel();
  }

  /** Looks after the model until it is loaded; the returned function stops looking. */
  watchModel(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const status = await this.attempt(() => this.ipc.modelStatus());
      if (status) this.#model = status;
      if (this.#model.state === "loading") timer = setTimeout(look, LOADING_LOOK_MS);
    };
    void look();
    return () => clearTimeout(timer);
  }
}
