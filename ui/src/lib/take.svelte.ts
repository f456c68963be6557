// A take while it happens: asked, speaking, finishing. The words and the clock come from the booth; nothing is
// counted here.

import type { Aim, Ipc, Live, Parts, Report } from "./ipc";

/** What a window shows of a long take: enough to read along, and no more however long it gets. */
const SHOWN_WORDS = 160;

export type Phase = "ready" | "asked" | "opening" | "speaking" | "finishing";

export class TakeState {
  readonly #ipc: Ipc;
  #asking = 0;
  #aim: Aim | null = null;

  phase = $state<Phase>("ready");
  device = $state("");
  seconds = $state(0);
  dbfs = $state(-96);
  settled = $state.raw<string[]>([]);
  partial = $state("");
  told = $state.raw<Parts<number | null> | null>(null);
  trouble = $state("");

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  /** Has the question asked, unless it is to be read, and then records. */
  async start(aim: Aim, aloud: boolean): Promise<void> {
    if (this.phase !== "ready") return;
    const asking = ++this.#asking;
    this.#aim = aim;
    this.#clear();
    try {
      if (aloud) {
        this.phase = "asked";
        await this.#ipc.ask(aim.question);
        if (asking !== this.#asking) return;
      }
      await this.#open(aim);
    } catch (error) {
      this.phase = "ready";
      throw error;
    }
  }

  hear(live: Live) {
    if (live.t !== null) this.seconds = live.t;
    if (live.dbfs !== null) this.dbfs = live.dbfs;
    if (live.settled.length > 0) this.settled = [...this.settled, ...live.settled].slice(-SHOWN_WORDS);
    if (live.partial !== null) this.partial = live.partial;
    if (live.told !== null) this.told = live.told;
    if (live.trouble !== null) this.trouble = live.trouble;
  }

  /** The interviewer need not finish. */
  async skip(): Promise<void> {
    if (this.phase === "asked") await this.#ipc.hush();
  }

  async stop(): Promise<Report | null> {
    if (this.phase !== "speaking") return null;
    this.phase = "finishing";
    try {
      return await this.#ipc.stopTake();
    } finally {
      this.phase = "ready";
    }
  }

  /** Throws the take away. */
  async discard(): Promise<void> {
    if (this.phase === "asked") {
      this.#asking += 1;
      this.phase = "ready";
      await this.#ipc.hush();
    } else if (this.phase === "speaking") {
      this.phase = "finishing";
      try {
        await this.#ipc.discardTake();
      } finally {
        this.phase = "ready";
      }
    }
  }

  /** Throws the take away and begins another at once; the question has been heard. */
  async restart(): Promise<void> {
    const aim = this.#aim;
    if (this.phase !== "speaking" || !aim) return;
    this.phase = "opening";
    try {
      await this.#ipc.discardTake();
      this.#clear();
      await this.#open(aim);
    } catch (error) {
      this.phase = "ready";
      throw error;
    }
  }

  async #open(aim: Aim) {
    this.phase = "opening";
    const { device } = await this.#ipc.startTake(aim, (live) => this.hear(live));
    this.device = device;
    this.phase = "speaking";
  }

  #clear() {
    this.seconds = 0;
    this.dbfs = -96;
    this.settled = [];
    this.partial = "";
    this.told = null;
    this.trouble = "";
    this.device = "";
  }
}
