// Charts over 300 answers: drawn, told under the pointer, opened by a click, and quick.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/spoken-answer.wav");
const DAY_MS = 86_400_000;
const ANSWERS = 300;
/** So many of the first are of one story. */
const OF_ONE = 100;

let stage;
let window;
let folder;
before(async () => {
  stage = await Stage.open();
  stage.cli("import", SPOKEN);
  folder = mkdtempSync(path.join(tmpdir(), "retake-answers-"));
  const file = path.join(folder, "answers.json");
  writeFileSync(file, JSON.stringify(many(JSON.parse(stage.cli("export")))));
  stage.cli("import", file);
  window = new Window(await stage.launch());
  await window.waitForText("main", /Start the take/);
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The one answer there is, told again every other day, a little better each time. */
function many(document) {
  const [told] = document.takes;
  const again = (n) => {
    const take = structuredClone(told);
    const left = 1 - n / ANSWERS;
    take.id = `again-${String(n).padStart(3, "0")}`;
    take.story = n < OF_ONE ? "s1" : null;
    take.started_ms = told.started_ms - 2 * DAY_MS * (ANSWERS - n);
    take.report.id = take.id;
    take.report.words[0].text = `answer-${n}`;
    take.report.arc.failure_share = 0.2 + 0.4 * left + 0.05 * Math.sin(n);
    take.report.arc.learning_change_share = 0.6 - 0.4 * left + 0.05 * Math.cos(n);
    const { whole, owning_vs_rest } = take.report.composure;
    for (const measures of [whole, owning_vs_rest.owning, owning_vs_rest.rest]) {
      measures.fillers_per_min = 8 * left + 1 + Math.sin(2 * n);
      measures.restarts_per_min = 4 * left + 0.5 + 0.4 * Math.cos(3 * n);
      measures.hesitations_per_min = 2 * left;
      measures.wpm = 140 + 20 * Math.sin(n / 9);
      measures.enough = true;
    }
    return take;
  };
  const arc = { failure: "", ownership: "", action: "", learning: "", change: "", other: "" };
  const empty = { notes: "", role: "", happened: "", outline: [], core_skills: [], checks: [], arc };
  const story = { ...empty, id: "s1", title: "payroll", pain: 3, level: null, shape: null, archived: false };
  const stories = [{ ...story, created_ms: 1, deleted_ms: null }];
  return { ...document, stories, takes: Array.from({ length: ANSWERS - 1 }, (_, n) => again(n)) };
}

test("three hundred answers are charted in both themes, by name and without a flaw", async () => {
  for (const theme of ["light", "dark"]) {
    await window.go("Settings");
    await window.choose("theme", theme);
    await window.go("Takes");
    await window.click("Progress");
    await window.waitForText("main", /300 answers/);
    await window.browser.$("canvas").waitForExist();
    const name = await window.browser.$(".plot").getAttribute("aria-label");
    assert.match(name, /^The failure, share of the time\. Failure: from 6\d % to \d+ %\.$/);
    await window.picture(`progress-${theme}`);
    assert.deepEqual(await window.violations(), [], theme);
  }
});

test("the answers of one story are charted alone", async () => {
  const name = () => window.browser.$(".plot").getAttribute("aria-label");
  const all = await name();
  await window.browser.$("#of").selectByVisibleText("payroll");
  await window.browser.waitUntil(async () => (await name()) !== all);
  // A third of the way the failure has come down by a third of what it will.
  const [, last] = /to (\d+) %/.exec(await name());
  assert.ok(last > 40 && last < 55, await name());
  await window.browser.$("#of").selectByVisibleText("of all stories");
  await window.browser.waitUntil(async () => (await name()) === all);
});

test("what is under the pointer is told, and a click opens it", async () => {
  const plot = await window.browser.$(".u-over");
  await plot.moveTo({ xOffset: 0, yOffset: 0 });
  await window.waitForText(".legend", /Failure \d+ %/);
  await plot.click();
  await window.browser.$("[data-testid=report]").waitForExist();
  // In the middle of the chart is the answer in the middle.
  const page = await window.text("[data-testid=report]");
  const [, answer] = /answer-(\d+)/i.exec(page) ?? assert.fail(page);
  assert.ok(Math.abs(answer - ANSWERS / 2) <= 3, `answer ${answer}`);
  await window.click("← Back");
});

test("the list has all of them, page by page", async () => {
  await window.go("Takes");
  await window.browser.$("main li button").waitForEnabled();
  const rows = async () => (await window.browser.$$("main li")).length;
  assert.equal(await rows(), 200);
  await window.click("Show more");
  await window.browser.waitUntil(async () => (await rows()) === ANSWERS);
});
