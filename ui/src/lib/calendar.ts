// The days until the interview: a modest plan of takes. Days are as in 2026-12-01, in the user's own calendar.

import type { Mode } from "./bindings";

/** In the last two weeks every other day, before that twice a week; more wears a story out. */
const CLOSE_DAYS = 14;
const CLOSE_STEP = 2;
const FAR_STEP = 4;
/** Nobody plans further than this. */
const FARTHEST_DAYS = 42;
const DAY_MS = 86_400_000;

export interface Planned {
  day: string;
  what: string;
  done: boolean;
}

/** The user's own day. */
export function dayOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const number = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const named = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** How many days from one day to another. */
export function daysUntil(from: string, to: string): number {
  return number(to) - number(from);
}

/** What to tell on which day from today to the day before the interview; `told` are the days with takes, and how. */
export function planned(today: string, interview: string, told: { day: string; mode: Mode }[]): Planned[] {
  const left = daysUntil(today, interview);
  if (!(left >= 1)) return [];
  const eve = left - 1;
  const days: number[] = [];
  for (let day = eve; day >= 0; day -= eve - day < CLOSE_DAYS ? CLOSE_STEP : FAR_STEP) {
    if (day <= FARTHEST_DAYS) days.unshift(day);
  }
  return days.map((after) => {
    const day = named(number(today) + after);
    const takes = told.filter((take) => take.day === day);
    return after === eve
      ? {
          day,
          what: "Once as an interview, with its follow-ups. Then leave it alone.",
          done: takes.some((take) => take.mode === "interview"),
        }
      : {
          day,
          what: "Two takes: tell it, and tell it again with the one fix.",
          done: takes.length >= 2,
        };
  });
}
