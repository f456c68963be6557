import { expect, test } from "vitest";
import { clock, dayAmong, meter, percent, when, whole } from "../src/lib/format";

test("times and shares read as people say them, and what is not known is a dash", () => {
  expect(clock(72.4)).toBe("1:12");
  expect(clock(59.6)).toBe("1:00");
  expect(clock(-1)).toBe("0:00");
  expect(percent(0.253)).toBe("25 %");
  expect(whole(141.6)).toBe("142");
  expect([clock(null), percent(null), whole(null), when(null)]).toEqual(["–", "–", "–", "–"]);
});

test("the meter is empty in silence and full at full scale", () => {
  expect(meter(-96)).toBe(0);
  expect(meter(null)).toBe(0);
  expect(meter(-30)).toBeCloseTo(0.5);
  expect(meter(3)).toBe(1);
});

test("days of more than a year say which year", () => {
  const at = (date: string) => Date.parse(`${date}T12:00:00`);
  const near = dayAmong(at("2026-03-05"), at("2026-01-01"), at("2026-11-22"));
  expect(near).toMatch(/5/);
  expect(near).not.toMatch(/2026/);
  const far = dayAmong(at("2024-03-05"), at("2023-01-01"), at("2026-11-22"));
  expect(far).toMatch(/2024/);
});
