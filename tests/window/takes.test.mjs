// Takes found by what was said, by story, question and plan, in order; two compared from the list; what is marked in a
// transcript; charts and tables written to files that the system's own dialog asks for.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const FIXTURES = path.join(PROJECT, "tests/fixtures");
const THEMES = ["light", "dark"];

let stage;
let window;
let folder;
before(async () => {
  stage = await Stage.open();
  folder = mkdtempSync(path.join(tmpdir(), "retake-takes-"));
  stage.cli("import", path.join(FIXTURES, "short-answer.wav"));
  stage.cli(
    "import",
    "--plan",
    "short",
    "--question",
    "conflict",
    path.join(FIXTURES, "slipping-answer.wav"),
  );
  stage.cli("import", path.join(FIXTURES, "spoken-answer.wav"));
  window = new Window(await stage.launch());
  await window.voice(false);
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

// All at once: while the list changes, an element that was found may be gone before it is asked for its text.
const openings = () =>
  window.browser.execute(() =>
    [...document.querySelectorAll("main li .opening")].map((each) => each.textContent),
  );

/** The list shows exactly so many takes, the first of which begins so. */
async function shows(count, first) {
  await until(`${count} takes, ${first} first`, async () => {
    const shown = await openings();
    return shown.length === count && (count === 0 || first.test(shown[0]));
  });
}

test("takes are found by what was said, and come in the order that is wanted", async () => {
  await window.go("Takes");
  await shows(3, /two years ago/);
  const search = await window.browser.$("input[type=search]");
  await search.setValue("forty payr");
  await shows(2, /last year/);
  await search.setValue("wednesday bank");
  await shows(1, /last year i broke/);
  await search.setValue("clinic lett");
  await shows(1, /two years ago/);
  await search.setValue("nobody ever said this");
  await window.waitForText("main", /No take matches/);
  await window.picture("takes-none-dark");
  assert.deepEqual(await window.violations(), []);
  await window.click("Show all");
  await shows(3, /two years ago/);
  await window.choose("order", "shortest");
  await shows(3, /last year/);
  await window.choose("order", "longest");
  await shows(3, /two years ago/);
  await window.choose("of-plan", "short");
  await shows(1, /./);
  await window.choose("of-plan", "");
  await window.choose("of-question", "conflict");
  await shows(1, /./);
  await window.choose("of-question", "");
  await window.choose("order", "oldest");
  await shows(3, /last year/);
});

test("two takes are chosen in the list and compared", async () => {
  const boxes = await window.browser.$$("main li input[type=checkbox]");
  await boxes[0].click();
  await window.waitForText("main", /One take is chosen/);
  await boxes[2].click();
  await window.waitForText("main", /Two takes are chosen/);
  for (const theme of THEMES) {
    await window.browser.execute((theme) => (document.documentElement.dataset.theme = theme), theme);
    await window.picture(`takes-chosen-${theme}`);
    assert.deepEqual(await window.violations(), []);
  }
  await window.click("Compare them");
  await window.waitForText("main h1", /Two takes/);
  await window.waitForText("main", /Earlier:.*Later:/);
  for (const theme of THEMES) {
    await window.browser.execute((theme) => (document.documentElement.dataset.theme = theme), theme);
    await window.picture(`pair-${theme}`);
    assert.deepEqual(await window.violations(), []);
  }
  await window.click("← Back");
  await shows(3, /last year/);
});

test("what is marked in a transcript can be switched off, and the strip shows where it slipped", async () => {
  await window.choose("of-question", "conflict");
  await shows(1, /./);
  await window.browser.$("main li button.take").click();
  await window.browser.$("[data-testid=report]").waitForExist();
  const marked = () => window.browser.$$(".transcript .um, .transcript .filler, .transcript .struck").length;
  const back = () => window.browser.$$(".transcript .back").length;
  assert.ok((await marked()) > 0);
  assert.ok((await back()) > 0);
  const toggle = (name) =>
    window.browser.$(`//div[@role="group"]//button[starts-with(normalize-space(), "${name}")]`);
  await toggle("Fillers").scrollIntoView();
  await window.picture("toggles-dark");
  await toggle("Fillers").click();
  await until("no filler is marked", async () => (await marked()) === 0);
  assert.equal(await toggle("Fillers").getAttribute("aria-pressed"), "false");
  assert.ok((await back()) > 0, "restarts are still marked");
  await toggle("Restarts").click();
  await until("no restart is marked", async () => (await back()) === 0);
  assert.deepEqual(await window.violations(), []);

  const report = JSON.parse(
    stage.cli("show", stage.cli("takes").trim().split("\n")[1].split(" ")[0], "--json"),
  );
  assert.equal(await window.browser.$$(".strip i.fillers").length, report.composure.fillers.length);
  assert.equal(await window.browser.$$(".strip i.restarts").length, report.composure.restarts.length);
  await window.browser.execute(() => document.getElementById("composure").scrollIntoView());
  await window.picture("strip-dark");
});

/** Answers the system's own dialog, which asks where to write: its name is typed, and Enter pressed. */
async function answer(file) {
  const dialog = await until("the dialog is there", () => stage.find("^Export$")[0]);
  await stage.type(dialog, file);
}

test("charts are written as a picture and takes as a table, where the system's own dialog says", async () => {
  await window.go("Takes");
  await window.click("Progress");
  await window.browser.$("figure canvas").waitForExist();
  const picture = path.join(folder, "charts.png");
  await window.click("As a picture (PNG)…");
  await answer(picture);
  await window.waitForText("main", /Written to .*charts\.png/);
  const png = readFileSync(picture);
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.ok(png.readUInt32BE(16) > 600 && png.readUInt32BE(20) > 600, "it is as large as the charts");
  writeFileSync(path.join(PROJECT, "tests/window/artefacts/charts-exported.png"), png);

  const table = path.join(folder, "takes.csv");
  await window.click("All takes as a table (CSV)…");
  await answer(table);
  await window.waitForText("main", /Written to .*takes\.csv/);
  const lines = readFileSync(table, "utf8").trim().split(/\r?\n/);
  assert.equal(lines.length, 4, "a head and three takes");

  // Who closes the dialog gets nothing, and no complaint.
  await window.click("As a picture (PNG)…");
  const dialog = await until("the dialog is there", () => stage.find("^Export$")[0]);
  stage.press(dialog, "Escape");
  await until("it is gone", () => stage.find("^Export$").length === 0);
  assert.equal(await window.browser.$("main [role=alert]").isExisting(), false);
  assert.equal(existsSync(path.join(folder, "retake-progress.png")), false);
});
