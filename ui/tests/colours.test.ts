// Neighbours on the arc must differ for every eye: by lightness, measured as seen with each kind of colour blindness.
import { expect, test } from "vitest";
import css from "../src/style.css?raw";

const [light = "", dark = ""] = css.split(':root[data-theme="dark"]');
const ORDER = ["failure", "ownership", "action", "learning", "change"];

type Rgb = [number, number, number];

function colour(theme: string, name: string): Rgb {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(theme)?.[1];
  if (!hex) throw new Error(`no colour --${name}`);
  const linear = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [linear(0), linear(2), linear(4)];
}

// How a colour looks to dichromats, in linear RGB (the matrices of Viénot, Brettel and Mollon 1999; for tritanopia the
// usual single-matrix approximation).
const EYES: Record<string, [Rgb, Rgb, Rgb]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
  tritanopia: [
    [1, 0.14461, -0.14461],
    [0, 0.85924, 0.14076],
    [0, 0.85924, 0.14076],
  ],
};

function luminance(rgb: Rgb, eye: [Rgb, Rgb, Rgb]): number {
  const seen = eye.map((row) => row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]);
  return 0.2126 * (seen[0] ?? 0) + 0.7152 * (seen[1] ?? 0) + 0.0722 * (seen[2] ?? 0);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

for (const [theme, block] of Object.entries({ light, dark })) {
  for (const [name, eye] of Object.entries(EYES)) {
    test(`neighbours on the arc differ, ${theme}, ${name}`, () => {
      for (let index = 1; index < ORDER.length; index++) {
        const [before = "", after = ""] = ORDER.slice(index - 1, index + 1);
        const ratio = contrast(luminance(colour(block, before), eye), luminance(colour(block, after), eye));
        expect(ratio, `${before} beside ${after}`).toBeGreaterThan(1.8);
      }
    });
  }
}
