// The first hour and the days until the interview: how far one is on the way, from stories and takes.

import { ALL, type Story, type TakeRow } from "./ipc";
import { dayOf, daysUntil, planned, type Planned } from "./calendar";
import { steps, third, type Step } from "./stories";
import { isAnswer } from "./takes";
import type { WindowState } from "./window.svelte";

export class FirstHour {
  readonly #win: WindowState;
  readonly #stories: () => Story[];
  #told = $state.raw<TakeRow[]>([]);

  loaded = $state(false);

  constructor(win: WindowState, stories: () => Story[]) {
    this.#win = win;
    this.#stories = stories;
  }

  async load() {
    const takes = await this.#win.ipc.takes(ALL);
    this.#told = takes.filter(isAnswer);
    this.loaded = true;
  }

  get third(): Story | null {
    return third(this.#stories());
  }
  get steps(): Step[] {
    const chosen = this.third;
    const told = this.#told.filter((take) => chosen && take.story_id === chosen.id);
    return steps(this.#stories(), told.length);
  }
  /** Days until the interview; nothing while there is no date. */
  get left(): number | null {
    const interview = this.#win.settings?.interview;
    return interview ? daysUntil(dayOf(new Date()), interview) : null;
  }
  get plan(): Planned[] {
    const interview = this.#win.settings?.interview;
    const days = this.#told.map((take) => ({ day: dayOf(new Date(take.started_ms ?? 0)), mode: take.mode }));
    return interview ? planned(dayOf(new Date()), interview, days) : [];
  }
  get today(): Planned | null {
    const today = dayOf(new Date());
    return this.plan.find((each) => each.day === today) ?? null;
  }
}
