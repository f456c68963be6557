// Every view from the smallest window to the largest, and at twice the size: nothing runs out of its window, nothing is cut,
// and axe-core finds nothing wrong.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/spoken-answer.wav");
const SHORT = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const THEMES = ["light", "dark"];
const PLACES = ["Rehearse", "Takes", "Stories", "Guide", "Settings"];
const SIZES = [
  ["small", 900, 600, "100"],
  ["twice", 900, 600, "200"],
  ["usual-twice", 1180, 780, "200"],
  ["large", 3840, 2160, "100"],
  ["large-twice", 3840, 2160, "200"],
];

let stage;
let window;
before(async () => {
  stage = await Stage.open({ screen: "3840x2160" });
});
after(() => stage?.close());

/** What reaches over the window's right edge. */
const over = () =>
  window.browser.execute(() => {
    const edge = document.documentElement.clientWidth;
    const seen = (element) =>
      getComputedStyle(element).visibility !== "hidden" && !element.closest(".unseen");
    // What scrolls in a box of its own reaches nobody.
    const inBox = (element) => {
      for (let each = element.parentElement; each; each = each.parentElement)
        if (
          each !== document.body &&
          ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(each).overflowX)
        )
          return true;
      return false;
    };
    // Words that the box around them hides, without the dots that would say so; what nobody sees is a pixel wide.
    const hides = (each) => {
      const { overflowX, textOverflow } = getComputedStyle(each);
      const { clientWidth, scrollWidth, textContent } = each;
      const isBox = ["hidden", "clip"].includes(overflowX) && textOverflow !== "ellipsis" && clientWidth > 1;
      return isBox && scrollWidth > clientWidth + 1 && textContent.trim() !== "";
    };
    const reaches = (each) => each.getBoundingClientRect().right > edge + 1 && !inBox(each);
    return [...document.querySelectorAll("main *, nav *")]
      .filter((each) => seen(each) && (reaches(each) || hides(each)))
      .map((each) => `${each.tagName} ${each.className} “${(each.textContent ?? "").trim().slice(0, 40)}”`)
      .slice(0, 5);
  });

// Where everything is shown larger the driver clicks beside: it does not know of it. So what is clicked is named here.
async function press(...names) {
  await until(`${names} can be pressed`, () =>
    window.browser.execute((names) => {
      const fits = (each) => names.every((name) => each.textContent.replace(/\s+/g, " ").includes(name));
      const button = [...document.querySelectorAll("nav button, main button")].find(fits);
      if (!button || button.disabled) return false;
      button.click();
      return true;
    }, names),
  );
}

async function go(place) {
  await press(place);
  await window.browser.$(`//nav//button[normalize-space()="${place}"][@aria-current="page"]`).waitForExist();
}

const size = (percent) =>
  window.browser.execute((percent) => {
    const select = document.getElementById("zoom");
    select.value = percent;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, percent);

function resize(width, height) {
  for (const each of stage.windows()) {
    const size = ["windowmove", each, "0", "0", "windowsize", each, String(width), String(height)];
    spawnSync("xdotool", size, { env: stage.env });
  }
}

/** How many of its own pixels the window is wide: fewer, where they are larger. */
const width = () => window.browser.execute(() => innerWidth);

const resized = (wide) =>
  until(`the window is ${wide} wide`, async () => Math.abs((await width()) - wide) < 3);

/** Looks at a view in both themes; adds what is wrong with it. */
async function look(view, wrong) {
  for (const theme of THEMES) {
    await window.browser.execute((theme) => (document.documentElement.dataset.theme = theme), theme);
    await window.picture(`${view}-${theme}`);
    for (const each of await over()) wrong.push(`${view}: ${each} reaches over the edge`);
    for (const each of await window.violations()) wrong.push(`${view}, ${theme}: ${JSON.stringify(each)}`);
  }
}

test("the first run is whole at every size", async () => {
  window = new Window(await stage.launch({ welcome: true }));
  await window.waitForText("main h1", /before it counts/);
  const wrong = [];
  for (const [name, wide, high, zoom] of SIZES) {
    resize(wide, high);
    const zoomed = (percent) => window.__TAURI_INTERNALS__.invoke("zoom", { percent });
    await window.browser.execute(zoomed, Number(zoom));
    await resized((wide * 100) / Number(zoom));
    await look(`welcome-${name}`, wrong);
  }
  assert.deepEqual(wrong, []);
  await stage.quit();
  stage.cli("import", SPOKEN);
  stage.cli("import", SHORT);
  window = new Window(await stage.launch());
  await window.voice(false);
});

for (const [name, wide, high, zoom] of SIZES) {
  test(`nothing is cut at ${wide} by ${high} and ${zoom} %`, async () => {
    await go("Settings");
    resize(wide, high);
    await size(zoom);
    await resized((wide * 100) / Number(zoom));
    const wrong = [];
    for (const place of PLACES) {
      await go(place);
      if (place === "Takes") await window.waitForText("main", /two years ago/);
      await look(`${place.toLowerCase()}-${name}`, wrong);
    }
    await go("Takes");
    await press("Progress");
    await window.browser.$("canvas").waitForExist();
    await look(`progress-${name}`, wrong);
    await press("The list");
    await window.waitForText("main", /two years ago/);
    await window.browser.execute(() => {
      for (const box of document.querySelectorAll("main li input[type=checkbox]")) box.click();
    });
    await press("Compare them");
    await window.waitForText("main", /Earlier:.*Later:/);
    await look(`pair-${name}`, wrong);
    await press("← Back");
    await press("two years ago");
    await window.waitForText("[data-testid=report]", /What interviewers look at/);
    await look(`report-${name}`, wrong);
    await go("Rehearse");
    await press("Start the take");
    await window.waitForText(".clock", /0:0\d/);
    await look(`speaking-${name}`, wrong);
    const stop = await window.browser.execute(() => {
      const button = [...document.querySelectorAll("main button")].find((each) =>
        each.textContent.includes("Stop"),
      );
      button.scrollIntoView();
      const { left, top, width, height } = button.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2)?.closest("button") === button;
    });
    if (!stop) wrong.push("speaking: something lies over the button that stops");
    await window.browser.keys("Escape");
    await window.browser.$("[role=alertdialog]").waitForExist();
    await window.browser.execute(() => {
      const buttons = document.querySelectorAll("[role=alertdialog] button");
      [...buttons].find((each) => each.textContent.trim() === "Discard").click();
    });
    await window.browser.$("#microphone").waitForExist();
    assert.deepEqual(wrong, []);
  });
}

test("keys make everything larger and smaller, and it is remembered", async () => {
  await go("Settings");
  resize(1200, 800);
  await size("100");
  await until("it is 1200 wide", async () => Math.abs((await width()) - 1200) < 3);
  await window.browser.keys(["Control", "+"]);
  await until("it is larger", async () => Math.abs((await width()) - 1200 / 1.1) < 3);
  await window.browser.keys(["Control", "-"]);
  await window.browser.keys(["Control", "-"]);
  await until("it is smaller", async () => Math.abs((await width()) - 1200 / 0.9) < 3);
  await window.browser.keys(["Control", "0"]);
  await until("it is as it was", async () => Math.abs((await width()) - 1200) < 3);
  await size("125");
  await until("it is larger again", async () => Math.abs((await width()) - 1200 / 1.25) < 3);
  await stage.shut();
  window = new Window(await stage.launch());
  await until("it is as large as it was", async () => Math.abs((await width()) - 1200 / 1.25) < 3);
});
