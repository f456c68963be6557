import { expect, test } from "vitest";
import { clock, meter, percent, when, whole } from "../src/lib/format";

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
