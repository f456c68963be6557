// What the whole window knows: where one is, what was chosen, and what went wrong last.

import {
  ipc,
  Refusal,
  sentence,
  type Aim,
  type Code,
  type Exercise,
  type Ipc,
  type ModelStatus,
  type Plan,
  type Rehearsal,
  type Report,
  type Settings,
} from "./ipc";
import { ThemeState } from "./theme.svelte";

export const PLACES = ["rehearse", "takes", "stories", "guide", "settings"] as const;
export type Place = (typeof PLACES)[number];

/** How often the model is asked for while it loads. */
const LOADING_LOOK_MS = 150;

export class WindowState {
  readonly theme = new ThemeState();
  readonly ipc: Ipc;

  #place = $state<Place>("rehearse");
  #visit = $state(0);
  #report = $state<Report | null>(null);
  #trouble = $state<{ sentence: string; code: Code | null } | null>(null);
  #ready = $state(false);
  #saved: Promise<unknown> = Promise.resolve();
  #settings = $state<Settings | null>(null);
  #rehearsal = $state<Rehearsal | null>(null);
  #turn = $state(0);
  #drill = $state.raw<Exercise | null>(null);
  #drilled = $state.raw<string | null>(null);
  #followUp = $state.raw<{ parent: string; question: string; story: string | null } | null>(null);
  #undoable = $state.raw<{ sentence: string; undo: () => Promise<unknown> } | null>(null);
  #judging = $state.raw<{ done: number; all: number } | null>(null);
  #model = $state<ModelStatus>({ state: "loading" });

  constructor(door: Ipc = ipc) {
    this.ipc = door;
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

  /** The ways the chosen question is put at the chosen level, and the questions of one's own. */
  get wordings(): string[] {
    const { question, level, questions } = this.#settings ?? {
      question: "plain",
      level: null,
      questions: [],
    };
    const put = this.#rehearsal?.phrasings ?? [];
    const fit = put.filter(
      (each) => each.lens === question && (!level || !each.level || each.level === level),
    );
    return [...fit.map((each) => each.text), ...questions];
  }
  /** The question in the words in which it is asked now. */
  get asked(): string {
    if (this.#followUp) return this.#followUp.question;
    if (this.#drill) return this.#drill.task;
    const wordings = this.wordings;
    return wordings[this.#turn % Math.max(1, wordings.length)] ?? "";
  }

  /** The same question in other words. */
  askAnotherWay() {
    this.#turn += 1;
  }

  /** Another question, in its plain words. */
  async ask(question: Settings["question"]) {
    this.#turn = 0;
    await this.change({ question });
  }

  /** What a take aims at, as it is chosen now. */
  aim(story: string | null): Aim | null {
    if (!this.#settings) return null;
    const { question, plan, level } = this.#settings;
    const followUp = this.#followUp;
    return {
      story: followUp ? followUp.story : story,
      question,
      asked: this.asked,
      plan,
      level,
      mode: "practice",
      drill: this.#drill?.id ?? null,
      parent: followUp?.parent ?? null,
    };
  }

  go(place: Place) {
    this.#visit += 1;
    this.#place = place;
    this.#report = null;
    this.#drilled = null;
    // A drill is gone on with by going back to it, and left by going anywhere else.
    if (place !== "rehearse") this.leaveDrill();
  }

  /** The question of a report that is answered next, in a take of its own. */
  get followUp() {
    return this.#followUp;
  }

  /** Goes to Rehearse to answer what may be asked after a take. */
  async beginFollowUp(parent: string, question: string) {
    const own = await this.attempt(async () => {
      const stories = await this.ipc.stories();
      const title = (await this.ipc.takes()).find((take) => take.id === parent)?.story;
      return stories.find((story) => story.title === title)?.id ?? null;
    });
    this.go("rehearse");
    this.#drill = null;
    this.#followUp = { parent, question, story: own ?? null };
  }

  /** The exercise that is done instead of a whole answer. */
  get drill() {
    return this.#drill;
  }
  /** Whether a report is of the drill just done. */
  isDrilled(report: Report): boolean {
    return this.#drill !== null && this.#drilled === report.id;
  }

  /** Goes to Rehearse for a drill; a follow-up is the one that the last report would ask. */
  async beginDrill(drill: Exercise) {
    this.go("rehearse");
    this.#drill = drill;
    if (drill.id !== "follow_up") return;
    const answers = await this.attempt(() => this.ipc.takes());
    const last = answers?.find((take) => take.state === "done" && !take.drill && !take.parent);
    const report = last && (await this.attempt(() => this.ipc.report(last.id)));
    const task = report?.follow_ups[0];
    if (task && this.#drill === drill) this.#drill = { ...drill, task };
  }

  leaveDrill() {
    this.#drill = null;
    this.#followUp = null;
  }

  /** What was just done and can be undone, for as long as nothing else is. */
  get undoable() {
    return this.#undoable;
  }

  done(sentence: string, undo: () => Promise<unknown>) {
    this.#undoable = { sentence, undo };
  }

  async undo() {
    const undoable = this.#undoable;
    this.#undoable = null;
    if (undoable) await this.attempt(undoable.undo);
  }

  forgetUndo() {
    this.#undoable = null;
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

  /** The take just spoken, with its report. */
  showSpoken(report: Report) {
    this.show(report);
    this.#drilled = report.id;
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
    await this.begin();
    this.go("takes");
  }

  /** Runs something that may fail; what it throws is told, never lost. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  async begin() {
    this.#rehearsal = (await this.attempt(() => this.ipc.rehearsal())) ?? null;
    this.#settings = (await this.attempt(() => this.ipc.settings())) ?? null;
    if (this.#settings) this.theme.choose(this.#settings.theme);
    this.#ready = true;
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

  /** Takes another speech model; it is loaded behind the window. */
  async useModel(name: string) {
    await this.change({ model: name });
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
