// Where in the words what slipped and what was found lies.

import type { Gap, Report, Word } from "./bindings";

/** A gap this short beside a pause's edge is the same gap: times are rounded to a thousandth. */
const SAME_S = 0.002;

export interface Markings {
  /** By the numbers of words: those used as fillers, taken back, hedging, and found fault with. */
  fillers: Set<number>;
  back: Set<number>;
  hedges: Set<number>;
  findings: Set<number>;
  /** By the number of the word that comes after: an "um", a pause, a gap in the recording, a flag. */
  between: Map<number, string>;
  pauses: Map<number, string>;
  gaps: Map<number, Gap>;
  flagged: Set<number>;
}

interface Stretch {
  start: number | null;
  end: number | null;
}

export function markings(report: Report): Markings {
  const { words, composure, quality } = report;
  const start = (word: Word | undefined) => word?.start ?? 0;
  const end = (word: Word | undefined) => word?.end ?? 0;
  const inside = (stretches: Stretch[]) =>
    new Set(
      words.flatMap((word, index) =>
        stretches.some(
          ({ start: from, end: to }) =>
            start(word) >= (from ?? 0) - SAME_S && end(word) <= (to ?? 0) + SAME_S,
        )
          ? [index]
          : [],
      ),
    );
  const last = words.length - 1;
  /** The first word of which something holds; the last, if none. */
  const first = (holds: (word: Word) => boolean) => {
    const index = words.findIndex(holds);
    return index < 0 ? last : index;
  };

  const between = new Map<number, string>();
  for (const filler of composure.fillers) {
    if (filler.kind !== "filled_pause") continue;
    const middle = ((filler.start ?? 0) + (filler.end ?? 0)) / 2;
    const written = words.some((word) => word.struck && start(word) <= middle && end(word) >= middle);
    if (!written)
      between.set(
        first((word) => start(word) >= middle),
        filler.text,
      );
  }
  const pauses = new Map<number, string>();
  for (const pause of composure.pauses) {
    if (pause.kind !== "hesitation" && pause.kind !== "stall") continue;
    const index = words.findIndex((word) => Math.abs((pause.end ?? 0) - start(word)) < SAME_S);
    const seconds = ((pause.end ?? 0) - (pause.start ?? 0)).toFixed(1);
    if (index >= 0) pauses.set(index, `${pause.kind}, ${seconds} s`);
  }
  const gaps = new Map<number, Gap>();
  for (const gap of quality.gaps ?? [])
    gaps.set(
      first((word) => end(word) > (gap.at ?? 0)),
      gap,
    );

  return {
    fillers: inside(composure.fillers.filter((filler) => filler.kind === "discourse")),
    back: new Set(
      composure.restarts.flatMap(({ first_words: [from, to] }) =>
        Array.from({ length: to - from }, (_, n) => from + n),
      ),
    ),
    hedges: inside(report.hedges),
    findings: inside(report.findings.filter((finding) => finding.quote !== "")),
    between,
    pauses,
    gaps,
    flagged: new Set(report.flags.map(({ t }) => first((word) => end(word) > (t ?? 0)))),
  };
}
