// Recordings that become takes, one after the other.

import type { Aim, Ipc, Report } from "./ipc";

export class ImportState {
  readonly #ipc: Ipc;
  #enough = false;

  /** The file being listened to; nothing when none is. */
  file = $state("");
  done = $state(0);
  /** Files are held over the window. */
  held = $state(false);

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  get busy(): boolean {
    return this.file !== "";
  }

  /** Imports files; gives the last one's report. One that is refused does not stop the others. */
  async run(files: string[], aim: Aim, complain: (error: unknown) => void): Promise<Report | null> {
    if (this.busy) {
      complain(new Error("One import at a time: drop it again when this one is done."));
      return null;
    }
    this.#enough = false;
    let last: Report | null = null;
    for (const file of files) {
      if (this.#enough) break;
      this.file = file.split(/[\\/]/).at(-1) || file;
      this.done = 0;
      try {
        last = await this.#ipc.importRecording(file, aim, (done) => (this.done = done ?? this.done));
      } catch (error) {
        if (!this.#enough) complain(error);
      }
    }
    this.file = "";
    return last;
  }

  async breakOff(): Promise<void> {
    this.#enough = true;
    await this.#ipc.breakOffImport();
  }
}
