// A take being played: where it is, how fast, and its outline.

import type { Ipc, Waveform } from "./ipc";

export const SPEEDS = [0.75, 1, 1.25, 1.5] as const;

export class PlayerState {
  readonly #ipc: Ipc;
  readonly #id: string;
  #turn = 0;

  /** Nothing as long as it is not known, or where the recording was not kept. */
  waveform = $state.raw<Waveform | null>(null);
  at = $state(0);
  playing = $state(false);
  speed = $state(1);

  constructor(ipc: Ipc, id: string) {
    this.#ipc = ipc;
    this.#id = id;
  }

  get length(): number {
    return this.waveform?.duration_s ?? 0;
  }

  async open(): Promise<void> {
    this.waveform = await this.#ipc.waveform(this.#id);
  }

  async play(from = this.at >= this.length - 0.05 ? 0 : this.at): Promise<void> {
    const turn = ++this.#turn;
    this.at = Math.min(Math.max(0, from), this.length);
    this.playing = true;
    try {
      await this.#ipc.play(this.#id, this.at, this.speed, ({ at, is_playing }) => {
        // What an earlier turn still has to say is not about this one.
        if (turn !== this.#turn) return;
        this.at = at ?? this.at;
        this.playing = is_playing;
      });
    } catch (error) {
      if (turn === this.#turn) this.playing = false;
      throw error;
    }
  }

  async pause(): Promise<void> {
    this.#turn += 1;
    this.playing = false;
    await this.#ipc.pause();
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** Goes to a moment, and plays on from there if it was playing. */
  async seek(to: number): Promise<void> {
    if (this.playing) await this.play(to);
    else this.at = Math.min(Math.max(0, to), this.length);
  }

  async setSpeed(speed: number): Promise<void> {
    this.speed = speed;
    if (this.playing) await this.#ipc.setSpeed(speed);
  }

  /** Falls silent when nobody looks at the take any more. */
  close() {
    if (this.playing) void this.pause().catch(() => {});
  }
}
