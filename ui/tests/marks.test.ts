import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import ArcStrip from "../src/components/ArcStrip.svelte";
import Plans from "../src/components/Plans.svelte";
import Transcript from "../src/components/Transcript.svelte";
import { moved, relabelled, wordAt } from "../src/lib/marks";
import type { Report, Span } from "../src/lib/ipc";
import { TakeState } from "../src/lib/take.svelte";
import { WindowState } from "../src/lib/window.svelte";
import { aim, door, quarter, report } from "./door";

afterEach(cleanup);

const span = (part: Span["part"], first_word: number, last_word: number): Span => ({
  part,
  start: first_word,
  end: last_word + 1,
  first_word,
  last_word,
  certainty: 0.9,
  by: "coach",
});

/** Six words of a second each: three of failure, three of change. */
function sixWords(): Report {
  const plain = report();
  const words = ["we", "lost", "it", "now", "i", "check"];
  return {
    ...plain,
    words: words.map((text, n) => ({ text, start: n, end: n + 1, conf: 1 })),
    arc: { ...plain.arc, spans: [span("failure", 0, 2), span("change", 3, 5)] },
  };
}

test("a boundary that is moved makes both spans the speaker's", () => {
  expect(moved(sixWords(), 0, 2)).toEqual([
    { part: "failure", start: 0, end: 2 },
    { part: "change", start: 2, end: 6 },
  ]);
  expect(moved(sixWords(), 0, 3), "where it is already").toBeNull();
  expect(moved(sixWords(), 0, 9)?.[1], "nothing disappears").toEqual({ part: "change", start: 5, end: 6 });
  expect(wordAt(sixWords(), 1.6)).toBe(2);
  expect(wordAt(sixWords(), 60)).toBe(6);
});

test("a span is given another name, and what was marked before stays", () => {
  const marked = { ...sixWords(), marks: [{ part: "failure" as const, start: 0 }] };
  expect(relabelled(marked, 1, "learning")).toEqual([
    { part: "failure", start: 0 },
    { part: "learning", start: 3, end: 6 },
  ]);
  expect(relabelled(marked, 1, "change")).toBeNull();
});

test("arrow keys move a boundary by a word, and say where it lies", async () => {
  const mark = vi.fn(async () => {});
  render(ArcStrip, { report: sixWords(), plan: quarter, mark });
  const boundary = screen.getByRole("slider", { name: "Where Failure ends and Change begins" });
  expect(boundary.getAttribute("aria-valuetext")).toContain("before “now”");
  await fireEvent.keyDown(boundary, { key: "ArrowRight" });
  expect(mark).toHaveBeenCalledWith([
    { part: "failure", start: 0, end: 4 },
    { part: "change", start: 4, end: 6 },
  ]);
});

test("beside what was said another part can be chosen", async () => {
  const mark = vi.fn(async () => {});
  render(Transcript, { report: sixWords(), mark });
  const [, second] = screen.getAllByRole("combobox");
  if (!second) throw new Error("no choice beside the second span");
  await fireEvent.change(second, { target: { value: "learning" } });
  expect(mark).toHaveBeenCalledWith([{ part: "learning", start: 3, end: 6 }]);
});

test("a key while speaking marks a part, and only while speaking", async () => {
  const markPart = vi.fn(async () => null);
  const take = new TakeState(door({ markPart }));
  await take.mark("action");
  expect(markPart).not.toHaveBeenCalled();
  await take.start(aim, "", null);
  await take.mark("action");
  expect(markPart).toHaveBeenCalledWith("action");
  expect(take.marked?.part).toBe("action");
});

test("a plan whose shares are no whole cannot be kept", async () => {
  const saveSettings = vi.fn(async () => null);
  const win = new WindowState(door({ saveSettings }));
  await win.begin();
  render(Plans, { win, own: [] });
  await fireEvent.click(screen.getByRole("button", { name: "Make a plan" }));
  await fireEvent.input(screen.getByLabelText("Name"), { target: { value: "mine" } });
  const keep = screen.getByRole<HTMLButtonElement>("button", { name: "Keep the plan" });
  expect(keep.disabled).toBe(false);
  await fireEvent.input(screen.getByLabelText("Failure, %"), { target: { value: "40" } });
  expect(keep.disabled).toBe(true);
  expect(screen.getByRole("status").textContent).toContain("115 %");
  await fireEvent.input(screen.getByLabelText("Change, %"), { target: { value: "17" } });
  await fireEvent.click(keep);
  expect(win.plans.map((plan) => plan.id)).toEqual(["quarter", "mine"]);
});
