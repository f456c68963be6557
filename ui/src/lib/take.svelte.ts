// A take while it happens: the microphone opens, the question is asked, someone speaks, it ends. The words and the
// clock come from the booth; nothing is counted here.

import type { Aim, Complaint, Ipc, Live, Part, Parts, Report } from "./ipc";

/** What a window shows of a long take: enough to read along, and no more however long it gets. */
const SHOWN_WORDS = 160;
const FINE: Complaint = { sentence: "", wants_a_microphone: false };

/** Over: it is spoken and judged, and whoever stopped it has not left yet. */
export type Phase = "ready" | "opening" | "asked" | "speaking" | "finishing" | "over";

export class TakeState {
  readonly #ipc: Ipc;
  #asking = 0;
  #aim: Aim | null = null;
  #microphone = "";
  readonly #frame: (draw: () => void) => void;
  /** What has come since a frame was drawn last. */
  #come: Live | null = null;

  phase = $state<Phase>("ready");
  device = $state("");
  seconds = $state(0);
  dbfs = $state(-96);
  settled = $state.raw<string[]>([]);
  partial = $state("");
  /** Where to go next; empty when there is nothing to say. */
  cue = $state("");
  told = $state.raw<Parts<number | null> | null>(null);
  /** The part being told. */
  now = $state<Part | null>(null);
  /** The part the speaker marked last, and when. */
  marked = $state.raw<{ part: Part; at: number } | null>(null);
  /** When the speaker flagged a moment last. */
  flagged = $state<number | null>(null);
  trouble = $state.raw<Complaint>(FINE);

  constructor(ipc: Ipc, frame: (draw: () => void) => void = requestAnimationFrame.bind(window)) {
    this.#ipc = ipc;
    this.#frame = frame;
  }

  /** Opens the microphone, has the question asked in these words, unless it is to be read, and then records. */
  async start(aim: Aim, microphone: string, aloud: string | null): Promise<void> {
    if (this.phase !== "ready" && this.phase !== "over") return;
    this.#aim = aim;
    this.#microphone = microphone;
    await this.#begin(aim, aloud);
  }

  /** Takes in what has come. However much does, it is drawn once a frame; nothing is, while the window is out of sight. */
  hear(live: Live) {
    if (this.#come) {
      this.#come = later(this.#come, live);
      return;
    }
    this.#come = live;
    this.#frame(() => this.#draw());
  }

  #draw() {
    const live = this.#come;
    this.#come = null;
    if (!live) return;
    if (live.t !== null) this.seconds = live.t;
    if (live.dbfs !== null) this.dbfs = live.dbfs;
    if (live.settled.length > 0) this.settled = [...this.settled, ...live.settled].slice(-SHOWN_WORDS);
    if (live.partial !== null) this.partial = live.partial;
    if (live.cue !== null) this.cue = live.cue;
    if (live.told !== null) this.told = live.told;
    if (live.now !== null) this.now = live.now;
    if (live.trouble !== null) this.trouble = live.trouble;
  }

  /** The interviewer need not finish. */
  async skip(): Promise<void> {
    if (this.phase === "asked") await this.#ipc.hush();
  }

  /** This part begins now. */
  async mark(part: Part): Promise<void> {
    if (this.phase !== "speaking") return;
    this.marked = { part, at: this.seconds };
    await this.#ipc.markPart(part);
  }

  /** This moment is to be looked at again. */
  async flag(): Promise<void> {
    if (this.phase !== "speaking") return;
    this.flagged = this.seconds;
    await this.#ipc.flagMoment();
  }

  /** Goes on in the same take with another microphone, or with the same one once it is back. */
  async goOn(microphone: string): Promise<void> {
    if (this.phase !== "speaking" && this.phase !== "asked") return;
    this.device = await this.#ipc.goOn(microphone);
    this.#microphone = microphone;
  }

  async stop(): Promise<Report | null> {
    if (this.phase !== "speaking") return null;
    this.phase = "finishing";
    try {
      const report = await this.#ipc.stopTake();
      this.phase = "over";
      return report;
    } catch (error) {
      this.phase = "ready";
      throw error;
    }
  }

  /** Nothing comes after it. */
  leave() {
    if (this.phase === "over") this.phase = "ready";
  }

  /** The microphone it is spoken into. */
  get microphone() {
    return this.#microphone;
  }

  /** Throws the take away. */
  async discard(): Promise<void> {
    if (this.phase === "opening") {
      this.#asking += 1;
      this.phase = "ready";
      return;
    }
    if (this.phase !== "asked" && this.phase !== "speaking") return;
    const asked = this.phase === "asked";
    this.#asking += 1;
    this.phase = "finishing";
    try {
      if (asked) await this.#ipc.hush();
      await this.#ipc.discardTake();
    } finally {
      this.phase = "ready";
    }
  }

  /** Throws the take away and begins another at once; the question has been heard. */
  async restart(): Promise<void> {
    const aim = this.#aim;
    if (this.phase !== "speaking" || !aim) return;
    await this.discard();
    await this.#begin(aim, null);
  }

  async #begin(aim: Aim, aloud: string | null) {
    const asking = ++this.#asking;
    this.#clear();
    this.phase = "opening";
    let open = false;
    try {
      this.device = await this.#ipc.openMicrophone(this.#microphone, (live) => {
        if (asking === this.#asking) this.hear(live);
      });
      open = true;
      if (asking !== this.#asking) {
        // Somebody went back while it was opening.
        await this.#ipc.discardTake();
        return;
      }
      if (aloud) {
        this.phase = "asked";
        await this.#ipc.ask(aloud);
        if (asking !== this.#asking) return;
      }
      await this.#ipc.beginTake(aim);
      if (asking !== this.#asking) {
        // Somebody went back just before it began.
        await this.#ipc.discardTake();
        return;
      }
      this.phase = "speaking";
    } catch (error) {
      if (open) await this.#ipc.discardTake().catch(() => {});
      // Who has gone back does not want to hear of it.
      if (asking !== this.#asking) return;
      this.phase = "ready";
      throw error;
    }
  }

  #clear() {
    this.#come = null;
    this.seconds = 0;
    this.dbfs = -96;
    this.settled = [];
    this.partial = "";
    this.cue = "";
    this.told = null;
    this.now = null;
    this.marked = null;
    this.flagged = null;
    this.trouble = FINE;
    this.device = "";
  }
}

/** What has come, and then came after it. */
function later(first: Live, then: Live): Live {
  return {
    t: then.t ?? first.t,
    dbfs: then.dbfs ?? first.dbfs,
    settled:
      then.settled.length > 0 ? [...first.settled, ...then.settled].slice(-SHOWN_WORDS) : first.settled,
    partial: then.partial ?? first.partial,
    told: then.told ?? first.told,
    now: then.now ?? first.now,
    cue: then.cue ?? first.cue,
    trouble: then.trouble ?? first.trouble,
  };
}
