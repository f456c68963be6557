// Numbers as people read them. What is not known is a dash, never a zero.

const UNKNOWN = "–";

/** 72.4 → "1:12" */
export function clock(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** 0.253 → "25 %" */
export function percent(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`;
}

export function whole(value: number | null): string {
  return value === null ? UNKNOWN : String(Math.round(value));
}

/** UTC milliseconds as the user's own date and time. */
export function when(milliseconds: number | null): string {
  if (milliseconds === null) return UNKNOWN;
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(milliseconds);
}

/** UTC milliseconds as the user's own day, short. */
export function day(milliseconds: number | null): string {
  if (milliseconds === null) return UNKNOWN;
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }).format(milliseconds);
}

const YEAR_MS = 366 * 24 * 3600 * 1000;

/** A day on an axis that reaches from one day to another: with its year where days of the year come twice. */
export function dayAmong(milliseconds: number, first: number, last: number): string {
  if (last - first < YEAR_MS) return day(milliseconds);
  return new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric" }).format(milliseconds);
}

/** −60 dBFS and quieter is nothing, 0 is everything. */
export function meter(dbfs: number | null): number {
  return dbfs === null ? 0 : Math.min(1, Math.max(0, (dbfs + 60) / 60));
}
