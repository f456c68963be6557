// The microphones there are, kept up to date while somebody looks.

import { sentence, type Ipc, type Microphone } from "./ipc";

/** How often it is looked whether something was plugged in or out. */
const LOOK_MS = 1_500;
/** What was just plugged in may take a moment until it can be opened. */
const LOOKS = 3;

export class MicrophonesState {
  readonly #ipc: Ipc;
  #pluggedIn: string | null = null;
  #looks = 0;

  all = $state.raw<Microphone[]>([]);
  /** The id of the chosen one; nothing if it is not connected. */
  chosen = $state<string | null>(null);
  /** Why there are none. */
  none = $state("");

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  async look(): Promise<void> {
    try {
      const { all, chosen } = await this.#ipc.microphones();
      this.all = all;
      this.chosen = chosen;
      this.none = "";
    } catch (error) {
      this.all = [];
      this.chosen = null;
      this.none = sentence(error);
    }
  }

  /** Looks now, and again whenever something is plugged in or out; the returned function stops it. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let watched = true;
    const look = async () => {
      // Asking what is there opens nothing; only a change is worth opening devices for.
      const pluggedIn = await this.#ipc.pluggedIn().then(
        (ids) => ids.join("\n"),
        () => "",
      );
      if (!watched) return;
      if (pluggedIn !== this.#pluggedIn) {
        this.#pluggedIn = pluggedIn;
        this.#looks = LOOKS;
      }
      if (this.#looks > 0 || this.all.length === 0) {
        this.#looks -= 1;
        await this.look();
      }
      if (watched) timer = setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      watched = false;
      clearTimeout(timer);
    };
  }
}
