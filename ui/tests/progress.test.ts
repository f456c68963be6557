import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { Ipc, Measures, Point } from "../src/lib/ipc";
import { blankPage as page } from "../src/lib/stories";
import { door, listed, report, row } from "./door";

/** What was drawn, and what was taken back; the drawing itself is the library's. */
const drawn = vi.hoisted(() => ({ now: 0, data: [] as unknown[] }));
vi.mock("uplot", () => ({
  default: class {
    constructor(_: unknown, data: unknown) {
      drawn.now += 1;
      drawn.data.push(data);
    }
    setSize() {}
    destroy() {
      drawn.now -= 1;
    }
  },
}));
vi.mock("uplot/dist/uPlot.min.css", () => ({}));

afterEach(() => {
  cleanup();
  drawn.data = [];
});

function point(n: number, fillers: number | null, enough = true): Point {
  const measures: Measures = {
    seconds: 90,
    wpm: 150,
    fillers_per_min: fillers,
    restarts_per_min: 1,
    hesitations_per_min: 0,
    fillers: 3,
    restarts: 1,
    hesitations: 0,
    enough,
  };
  const rolling = { wpm: 150, fillers_per_min: fillers, restarts_per_min: 1, hesitations_per_min: 0 };
  return {
    take: `t${n}`,
    started_ms: n * 86_400_000,
    failure_share: 0.5 - n / 100,
    learning_change_share: 0.3,
    measures,
    rolling: { ...rolling, failure_share: 0.4, learning_change_share: 0.3 },
  };
}

async function open(replaced: Partial<Ipc>) {
  render(App, { door: door({ takes: listed(row), ...replaced }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Progress" }));
}

test("progress is named for those who do not see it, and what is too short to say is no value", async () => {
  const trend: Ipc["trend"] = async (_, stretch) =>
    [point(1, 6), point(2, 4), point(3, 1, false)].map((each) => ({
      ...each,
      measures: { ...each.measures, enough: stretch === "whole" && each.measures.enough },
    }));
  await open({ trend });
  expect(await screen.findByRole("img", { name: /Fillers: from 6\.0 to 4\.0/ })).toBeTruthy();
  expect(screen.getByRole("img", { name: /Owning it: too short to say/ })).toBeTruthy();
  expect(screen.getByRole("img", { name: /Failure: from 49 % to 47 %/ })).toBeTruthy();
  expect(drawn.now).toBe(5);
  const rows = screen.getAllByRole("row").map((each) => each.textContent);
  expect(rows.length).toBe(4);
  expect(rows[1]).toContain("47 %");
  // Left, nothing is drawn any more.
  await fireEvent.click(screen.getByRole("button", { name: "The list" }));
  await waitFor(() => expect(drawn.now).toBe(0));
});

test("a best take is opened, and one answer is not called progress", async () => {
  const trend: Ipc["trend"] = async () => [point(1, 6)];
  const best = { take: "t1", started_ms: 0, per_min: 1.5 };
  const reached: Ipc["reached"] = async () => ({
    streak: { days: 2, longest: 5 },
    fewest_fillers: best,
    fewest_restarts: null,
    fewest_hesitations: null,
  });
  const stories = async () => [{ id: "s1", ...page("payroll") }];
  const opened = vi.fn(async () => report());
  await open({ trend, reached, stories, report: opened });
  expect(
    await screen.findByText("One answer, on 2 days in a row, 5 at best.", { exact: false }),
  ).toBeTruthy();
  expect(screen.getByRole("img", { name: /Fillers: 6\.0;/ })).toBeTruthy();
  await screen.findByRole("option", { name: "payroll" });
  await fireEvent.click(screen.getByRole("button", { name: /Fewest fillers: 1\.5 a minute/ }));
  await screen.findByText("The arc");
  expect(opened).toHaveBeenCalledWith("t1");
});
