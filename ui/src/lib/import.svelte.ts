// Recordings that become takes, one after the other, while the window goes on being used.

import type { Aim, Ipc, Report } from "./ipc";

export class ImportState {
  readonly #ipc: Ipc;
  #enough = false;
  #waiting: { file: string; aim: Aim }[] = [];

  /** The file being listened to; nothing when none is. */
  file = $state("");
  done = $state(0);
  /** Which of how many it is. */
  number = $state(0);
  all = $state(0);
  /** Files are held over the window. */
  held = $state(false);

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  get busy(): boolean {
    return this.file !== "";
  }

  /**
   * Imports files, after those that are waiting already; gives the reports of all that came in, once none is left, and
   * nothing to who only added to them. One that is refused does not stop the others.
   */
  async run(files: string[], aim: Aim, complain: (error: unknown) => void): Promise<Report[]> {
    this.#waiting.push(...files.map((file) => ({ file, aim })));
    this.all += files.length;
    if (this.busy) return [];
    this.#enough = false;
    const reports: Report[] = [];
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { file, aim } = next;
      this.file = file.split(/[\\/]/).at(-1) || file;
      this.done = 0;
      this.number += 1;
      try {
        reports.push(await this.#ipc.importRecording(file, aim, (done) => (this.done = done ?? this.done)));
      } catch (error) {
        if (!this.#enough) complain(error);
      }
    }
    this.file = "";
    this.number = 0;
    this.all = 0;
    return reports;
  }

  /** Breaks off what is being listened to, and what is waiting. */
  async breakOff(): Promise<void> {
    this.#enough = true;
    this.#waiting = [];
    await this.#ipc.breakOffImport();
  }
}
