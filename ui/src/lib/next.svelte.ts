// What the next take aims at: the question and its words, the story, a drill or a follow-up instead, the one fix to
// work on, and in an interview what is still to be asked.

import type { Aim, Exercise, Phrasing, Report } from "./ipc";
import { isAnswer } from "./takes";
import type { TakeState } from "./take.svelte";
import type { WindowState } from "./window.svelte";

/** What the very first take is about. */
export const FIRST =
  "Think of something small that went wrong because of you. What did you do, or leave undone?";
/** In an interview so many follow-ups are asked at most. */
const FOLLOW_UPS = 2;

export interface FollowUp {
  parent: string;
  question: string;
  story: string | null;
}

export class NextState {
  readonly #win: WindowState;
  /** Somewhere from 0 to 1, to draw a question by. */
  readonly #chance: () => number;

  /** The id of the story that will be told; empty for none. */
  story = $state("");
  #turn = $state(0);
  #surprise = $state.raw<Phrasing | null>(null);
  #drill = $state.raw<Exercise | null>(null);
  #drilled = $state.raw<string | null>(null);
  #followUp = $state.raw<FollowUp | null>(null);
  #fix = $state<string | null>(null);
  #interview = $state.raw<{ first: Report; all: string[]; asked: number } | null>(null);

  constructor(win: WindowState, chance: () => number) {
    this.#win = win;
    this.#chance = chance;
  }

  /** The exercise that is done instead of a whole answer. */
  get drill() {
    return this.#drill;
  }
  /** The question of a report that is answered instead, in a take of its own. */
  get followUp() {
    return this.#followUp;
  }
  /** What the last report said to change. */
  get fix() {
    return this.#fix;
  }
  /** Whether a first take has been told and follow-ups are being asked. */
  get isInterviewed() {
    return this.#interview !== null;
  }
  /** Which of how many follow-ups of an interview is being asked. */
  get number() {
    return this.#interview?.asked ?? 0;
  }
  get of() {
    return this.#interview?.all.length ?? 0;
  }
  /** Whether nobody knows yet what will be asked. */
  get isSurprise() {
    const settings = this.#win.settings;
    return settings !== null && settings.surprise && !this.#drill && !this.#followUp;
  }
  /** No ribbon, no words and no cue, as it will be. */
  get isInterview() {
    return (
      this.#win.settings?.mode === "interview" && !this.#drill && (!this.#followUp || this.isInterviewed)
    );
  }

  /** The ways the chosen question is put at the chosen level, and the questions of one's own. */
  get wordings(): string[] {
    const { settings, rehearsal } = this.#win;
    const fit = this.#fitting().filter((each) => each.lens === settings?.question);
    return rehearsal ? [...fit.map((each) => each.text), ...(settings?.questions ?? [])] : [];
  }
  /** The question in the words in which it is asked; a surprise has none until it is drawn. */
  get asked(): string {
    if (this.#followUp) return this.#followUp.question;
    if (this.#drill) return this.#drill.task;
    if (this.isSurprise) return this.#surprise?.text ?? "";
    const wordings = this.wordings;
    return wordings[this.#turn % Math.max(1, wordings.length)] ?? "";
  }

  /** The same question in other words. */
  askAnotherWay() {
    this.#turn += 1;
  }

  /** A question in its plain words, or one that nobody knows yet. */
  async ask(question: Phrasing["lens"] | "surprise") {
    this.#turn = 0;
    this.#surprise = null;
    const surprise = question === "surprise";
    await this.#win.change(surprise ? { surprise } : { surprise, question });
  }

  /** What a take aims at, as it is chosen now. */
  aim(): Aim | null {
    const { settings } = this.#win;
    if (!settings) return null;
    return {
      story: this.#followUp ? this.#followUp.story : this.story || null,
      question: (this.isSurprise && this.#surprise?.lens) || settings.question,
      asked: this.asked || null,
      plan: settings.plan,
      level: settings.level,
      mode: this.isInterview ? "interview" : "practice",
      drill: this.#drill?.id ?? null,
      parent: this.#followUp?.parent ?? null,
    };
  }

  /** What an imported recording aims at: nobody knows in which words it was asked for. */
  aimOfRecording(): Aim | null {
    const { settings } = this.#win;
    if (!settings) return null;
    const { question, plan, level } = settings;
    return { story: null, question, asked: null, plan, level, mode: "practice", drill: null, parent: null };
  }

  /** Starts the take; a surprise is drawn now. */
  async start(take: TakeState, microphone: string) {
    if (this.isSurprise) this.#draw();
    await this.#begin(take, microphone);
  }

  async #begin(take: TakeState, microphone: string) {
    const aim = this.aim();
    if (!aim) return;
    const aloud = this.#win.settings?.voice && this.#win.rehearsal?.has_voice;
    await take.start(aim, microphone, aloud ? this.asked : null);
  }

  /** A take was spoken: in an interview the next follow-up is asked, and after the last the first report is shown. */
  async spoken(report: Report, take: TakeState) {
    const begins = this.isInterview && !this.#interview && report.words.length > 0;
    const interview = begins
      ? { first: report, all: report.follow_ups.slice(0, FOLLOW_UPS), asked: 0 }
      : this.#interview;
    const question = interview?.all[interview.asked];
    if (!interview || question === undefined) {
      this.#end(interview?.first ?? report, take);
      return;
    }
    this.#interview = { ...interview, asked: interview.asked + 1 };
    this.#followUp = { parent: interview.first.id, question, story: this.story || null };
    await this.#win.attempt(() => this.#begin(take, take.microphone));
    // Without a microphone there is no more to be asked; what was told is there.
    if (take.phase === "ready") this.leaveInterview(take);
  }

  /** Asks no more; shows what was told first. */
  leaveInterview(take: TakeState) {
    if (this.#interview) this.#end(this.#interview.first, take);
  }

  #end(report: Report, take: TakeState) {
    if (this.#interview) this.#followUp = null;
    this.#interview = null;
    this.#drilled = report.id;
    this.#win.show(report);
    take.leave();
  }

  /** Whether a report is of the drill just done. */
  isDrilled(report: Report): boolean {
    return this.#drill !== null && this.#drilled === report.id;
  }

  /** Goes to Rehearse for a drill; a follow-up is the one that the last report would ask. */
  async beginDrill(drill: Exercise) {
    this.#win.go("rehearse");
    this.leave();
    this.forgetFix();
    this.#drill = drill;
    if (drill.id !== "follow_up") return;
    const { ipc } = this.#win;
    const answers = await this.#win.attempt(() => ipc.takes());
    const last = answers?.find(isAnswer);
    const report = last && (await this.#win.attempt(() => ipc.report(last.id)));
    const task = report?.follow_ups[0];
    if (task && this.#drill === drill) this.#drill = { ...drill, task };
  }

  /** Goes to Rehearse to answer what may be asked after a take. */
  async beginFollowUp(parent: string, question: string) {
    const { ipc } = this.#win;
    const first = await this.#win.attempt(() => ipc.take(parent));
    this.#win.go("rehearse");
    this.leave();
    this.forgetFix();
    this.#followUp = { parent, question, story: first?.story_id ?? null };
  }

  /** Goes to Rehearse to tell the same once more, with the one fix in sight. */
  async retake(report: Report) {
    const { ipc } = this.#win;
    const again = await this.#win.attempt(() => ipc.take(report.id));
    this.#win.go("rehearse");
    const fix = report.headline.fix?.what ?? null;
    this.#fix = fix;
    if (again?.parent) {
      this.leave();
      const question = report.answered?.question ?? "";
      this.#followUp = { parent: again.parent, question, story: again.story_id };
      return;
    }
    this.story = again?.story_id ?? "";
    const drill = this.#win.rehearsal?.drills.find((each) => each.id === again?.drill);
    if (drill && !this.#drill) {
      await this.beginDrill(drill);
      this.#fix = fix;
    }
    if (this.#drill) return;
    const known = this.#win.rehearsal?.questions.find((each) => each.id === report.question);
    if (known && !this.isSurprise) await this.ask(known.id);
  }

  forgetFix() {
    this.#fix = null;
  }

  /** No drill and no follow-up any more: the question itself. */
  leave() {
    this.#drill = null;
    this.#drilled = null;
    this.#followUp = null;
    this.#interview = null;
  }

  #fitting(): Phrasing[] {
    const level = this.#win.settings?.level;
    const put = this.#win.rehearsal?.phrasings ?? [];
    return put.filter((each) => !level || !each.level || each.level === level);
  }

  #draw() {
    const own = (this.#win.settings?.questions ?? []).map(
      (text) => ({ lens: "plain", level: null, text }) as const,
    );
    const all = [...this.#fitting(), ...own].filter((each) => each.text !== this.#surprise?.text);
    this.#surprise = all[Math.floor(this.#chance() * all.length)] ?? null;
  }
}
