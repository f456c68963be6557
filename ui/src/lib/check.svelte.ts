// A look at the microphone before anything is recorded: it is opened, its level moves, and it is closed again.

import type { Ipc, Live } from "./ipc";

/** Speech at a desk is louder than this, in dBFS; a quiet room is not. */
const VOICE_DBFS = -42;
/** So many messages of it, 25 a second, are no knock on the table. */
const VOICE_MESSAGES = 8;
/** Nobody leaves a microphone open for nothing. */
const LONGEST_MS = 30_000;

export class MicrophoneCheck {
  readonly #ipc: Ipc;
  #asking = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether there is something to close, once that is known. */
  #opened: Promise<boolean> = Promise.resolve(false);
  #closed: Promise<unknown> = Promise.resolve();
  #loud = 0;

  on = $state(false);
  dbfs = $state<number | null>(null);
  /** Whether a voice was heard. */
  heard = $state(false);
  trouble = $state("");

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  async start(microphone: string): Promise<void> {
    await this.stop();
    const asking = ++this.#asking;
    this.on = true;
    this.heard = false;
    this.trouble = "";
    this.#loud = 0;
    const opening = this.#ipc.openMicrophone(microphone, (live) => {
      if (asking === this.#asking) this.#hear(live);
    });
    this.#opened = opening.then(
      () => true,
      () => false,
    );
    this.#timer = setTimeout(() => void this.stop().catch(() => {}), LONGEST_MS);
    try {
      await opening;
    } catch (error) {
      if (asking === this.#asking) this.#end();
      throw error;
    }
  }

  /** Closes it; returns when it is closed. */
  async stop(): Promise<void> {
    this.#end();
    const opened = this.#opened;
    this.#opened = Promise.resolve(false);
    if (await opened) this.#closed = this.#ipc.discardTake();
    await this.#closed;
  }

  #end() {
    clearTimeout(this.#timer);
    this.#asking += 1;
    this.on = false;
    this.dbfs = null;
  }

  #hear(live: Live) {
    if (live.dbfs !== null) {
      this.dbfs = live.dbfs;
      this.#loud += live.dbfs > VOICE_DBFS ? 1 : 0;
      if (this.#loud >= VOICE_MESSAGES) this.heard = true;
    }
    if (live.trouble !== null) this.trouble = live.trouble.sentence;
  }
}
