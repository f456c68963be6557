// Marks: where the speaker says which part it is. All marks of a take go to the coach, which judges it by them.

import type { Mark, Part, Report } from "./ipc";

/** The first word after a moment: boundaries lie between words. */
export function wordAt(report: Report, moment: number): number {
  const after = report.words.findIndex((word) => ((word.start ?? 0) + (word.end ?? 0)) / 2 >= moment);
  return after < 0 ? report.words.length : after;
}

const stretch = (report: Report, part: Part, from: number, to: number): Mark => ({
  part,
  start: report.words[from]?.start ?? 0,
  end: report.words[to]?.end ?? 0,
});

/** The marks once the boundary after a span lies before another word; both spans are the speaker's then. */
export function moved(report: Report, span: number, before: number): Mark[] | null {
  const [left, right] = [report.arc.spans[span], report.arc.spans[span + 1]];
  if (!left || !right) return null;
  // Neither of the two disappears by being made shorter.
  const word = Math.min(Math.max(before, left.first_word + 1), right.last_word);
  if (word === right.first_word) return null;
  return [
    ...(report.marks ?? []),
    stretch(report, left.part, left.first_word, word - 1),
    stretch(report, right.part, word, right.last_word),
  ];
}

/** The marks once a span is of another part. */
export function relabelled(report: Report, span: number, part: Part): Mark[] | null {
  const there = report.arc.spans[span];
  if (!there || there.part === part) return null;
  return [...(report.marks ?? []), stretch(report, part, there.first_word, there.last_word)];
}
