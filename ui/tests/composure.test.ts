import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import Composure from "../src/components/Composure.svelte";
import ComposureStrip from "../src/components/ComposureStrip.svelte";
import Transcript from "../src/components/Transcript.svelte";
import type { Filler, Measures, Report } from "../src/lib/ipc";
import { report } from "./door";

afterEach(cleanup);

const filler = (kind: Filler["kind"], text: string, start: number, end: number): Filler => ({
  kind,
  text,
  start,
  end,
  part: "failure",
  heard_by: kind === "filled_pause" ? "sound" : "words",
  certainty: 0.9,
});

const measures = (enough: boolean): Measures => ({
  seconds: enough ? 30 : 4,
  wpm: 140,
  fillers_per_min: 6,
  restarts_per_min: 2,
  hesitations_per_min: 0,
  fillers: 3,
  restarts: 1,
  hesitations: 0,
  enough,
});

/** "i broke it" with an um before "it", a filler and a word taken back. */
function slipping(): Report {
  const plain = report();
  return {
    ...plain,
    composure: {
      ...plain.composure,
      fillers: [filler("discourse", "i", 0, 0.2), filler("filled_pause", "uh", 1.5, 2)],
      restarts: [
        {
          kind: "repeat",
          first: "broke",
          then: "broke",
          first_words: [1, 2],
          start: 0.2,
          end: 1,
          part: "failure",
        },
      ],
      whole: measures(true),
      owning_vs_rest: { owning: measures(true), rest: measures(false), enough: false },
    },
    favourites: [{ text: "basically", count: 4 }],
  };
}

test("rates stand beside their counts, and little speech says nothing", () => {
  render(Composure, { report: slipping() });
  const row = (name: string) => screen.getByRole("row", { name: new RegExp(`^${name}`) }).textContent;
  expect(row("Fillers a minute")).toMatch(/6\.0 \(3\)\s*6\.0 \(3\)\s*too short to say/);
  expect(row("Words a minute")).toMatch(/140\s*140\s*too short to say/);
  expect(screen.getByText(/^Heard, about:/).textContent).toContain("um and uh 1 ×");
  expect(screen.getByText(/no fault/).textContent).toContain("“basically” 4 ×");
});

test("what slipped is marked where it was said", () => {
  const { container } = render(Transcript, { report: slipping() });
  expect(container.querySelector("p .filler")?.textContent).toBe("i");
  expect(container.querySelector("p .back")?.textContent).toBe("broke");
  const um = container.querySelector(".um");
  expect(um?.textContent).toBe("uh");
  expect(um?.nextElementSibling?.textContent).toBe("it");
});

test("each part of which there is enough has its own measures; a rate that nobody can tell is none", () => {
  const plain = slipping();
  const { by_part } = plain.composure;
  const composure = {
    ...plain.composure,
    whole: { ...measures(true), fillers_per_min: null },
    by_part: { ...by_part, change: measures(true), action: measures(false) },
  };
  render(Composure, { report: { ...plain, composure } });
  expect(screen.getByText("cannot be told").closest("tr")?.textContent).toMatch(/^Fillers a minute/);
  const parts = screen.getByRole("table", { name: "Composure in each part", hidden: true });
  const columns = [...parts.querySelectorAll("thead th")].map((head) => head.textContent);
  expect(columns).toContain("Change");
  expect(columns).not.toContain("Action");
  expect(screen.getByText(/^Too short to say: .*Action/)).toBeTruthy();
});

test("the pace is drawn and told where there is enough of it", () => {
  const paced = (count: number): Report => {
    const plain = slipping();
    const timeline = Array.from({ length: count }, (_, n) => ({ t: 5 + n, wpm: n === 7 ? 212.4 : 118 }));
    return {
      ...plain,
      arc: { ...plain.arc, spans: plain.arc.spans.map((span) => ({ ...span, start: 0, end: 20 })) },
      composure: { ...plain.composure, pace: { ...plain.composure.pace, timeline } },
    };
  };
  const { container, unmount } = render(ComposureStrip, { report: paced(10) });
  expect(screen.getByText(/words a minute/).textContent).toContain(
    "From 118 to 212 words a minute, fastest around 0:12; 110 to 175, the band, is fine",
  );
  const points = container.querySelector("polyline")?.getAttribute("points")?.split(" ") ?? [];
  expect(points).toHaveLength(10);
  // 12 s of 20; 212.4 of 60 to 240, from above.
  const [x, y] = (points[7] ?? "").split(",").map(Number);
  expect(x).toBeCloseTo(60);
  expect(y).toBeCloseTo(15.33, 1);
  unmount();
  render(ComposureStrip, { report: paced(9) });
  expect(screen.queryByText(/words a minute/)).toBeNull();
});
