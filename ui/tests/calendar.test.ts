import { expect, test } from "vitest";
import { dayOf, daysUntil, planned } from "../src/lib/calendar";

test("days are the user's own, and counted over a change of the clock and of the year", () => {
  expect(new Date(2026, 0, 5, 23, 59).getUTCDate()).toBe(6);
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  expect(dayOf(new Date(2026, 0, 5, 0, 1))).toBe("2026-01-05");
  expect(daysUntil(dayOf(new Date(2026, 2, 7, 23, 30)), dayOf(new Date(2026, 2, 9, 0, 30)))).toBe(2);
  expect(daysUntil("2026-10-24", "2026-10-26")).toBe(2);
  expect(daysUntil("2026-12-30", "2027-01-02")).toBe(3);
});

test("a plan is every other day, an interview on the eve, and nothing on the day itself", () => {
  const plan = planned("2026-11-22", "2026-11-28", []);
  expect(plan.map((each) => each.day)).toEqual(["2026-11-23", "2026-11-25", "2026-11-27"]);
  expect(plan.at(-1)?.what).toContain("as an interview");
  expect(planned("2026-11-22", "2026-11-22", [])).toEqual([]);
  expect(planned("2026-11-22", "2026-11-20", [])).toEqual([]);
  expect(planned("2026-11-22", "2026-11-23", []).map((each) => each.day)).toEqual(["2026-11-22"]);
  expect(planned("2026-11-22", "no day", [])).toEqual([]);
});

test("far ahead it is twice a week, and never more than can be looked over", () => {
  const plan = planned("2026-11-01", "2027-06-01", []);
  expect(plan.length).toBeLessThan(20);
  const close = planned("2026-11-01", "2026-12-10", []);
  const days = close.map((each) => daysUntil("2026-11-01", each.day));
  const steps = days.slice(1).map((day, n) => day - (days[n] ?? 0));
  expect(new Set(steps)).toEqual(new Set([2, 4]));
  expect(days.at(-1)).toBe(38);
});

test("what was told that day is ticked: two takes, and on the eve an interview", () => {
  const take = (day: string, mode: "practice" | "interview") => ({ day, mode });
  const told = [
    take("2026-11-23", "practice"),
    take("2026-11-23", "practice"),
    take("2026-11-25", "practice"),
    take("2026-11-27", "practice"),
  ];
  const done = () => planned("2026-11-22", "2026-11-28", told).map((each) => each.done);
  expect(done()).toEqual([true, false, false]);
  told.push(take("2026-11-27", "interview"));
  expect(done()).toEqual([true, false, true]);
});
