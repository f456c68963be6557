// One take, the whole way: spoken into the microphone, seen as text, stopped, kept, and read back after a restart.

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const THEMES = ["light", "dark"];

let stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

let report;
let id;

test("a spoken take is seen as text, stopped, kept and reported", async () => {
  const window = new Window(await stage.launch());
  await window.voice(false);
  await window.choose("theme", "light");

  await window.go("Rehearse");
  await window.waitForText("main", /Tell me about a time you failed/);
  await window.startTake();

  const spoken = stage.speak(SPOKEN);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  await window.picture("speaking-light");
  await spoken;
  await window.waitForText("[data-testid=words]", /happened again/);
  await window.browser.keys(" ");

  await window.browser.$("[data-testid=report]").waitForExist();
  report = await window.text("[data-testid=report]");
  assert.match(report, /One fix\./);
  assert.match(report, /two days late/);
  for (const part of ["Failure", "Ownership", "Action", "Learning", "Change"]) {
    assert.ok(report.includes(part), `${part} is not in the report: ${report}`);
  }
});

test("what the window showed is what the journal holds and the recording says", () => {
  const takes = stage.cli("takes").trim().split("\n");
  assert.equal(takes.length, 1);
  id = takes[0].split(" ")[0];
  const kept = JSON.parse(stage.cli("show", id, "--json"));
  assert.equal(kept.kind, "failure_answer");
  assert.equal(kept.quality.lost_samples, 0);
  assert.equal(kept.source.model, "en-us");

  const again = JSON.parse(stage.cli("analyze", path.join(stage.data, "recordings", `${id}.wav`), "--json"));
  assert.deepEqual(again.words, kept.words);
  assert.deepEqual(again.arc, kept.arc);
});

test("everything lies in one folder, for its owner alone", () => {
  const mode = (name) => (statSync(path.join(stage.data, name)).mode & 0o777).toString(8);
  assert.equal(mode("."), "700");
  for (const name of ["journal.db", "journal.db-wal", `recordings/${id}.wav`])
    assert.equal(mode(name), "600", name);
  const elsewhere = stage.files().filter((file) => !file.startsWith("data/") && /retake/i.test(file));
  assert.deepEqual(elsewhere, []);
});

test("after a restart the take is read back as the same report", async () => {
  await stage.quit();
  const window = new Window(await stage.launch());
  await window.go("Takes");
  await window.browser.$("main li button").waitForEnabled();
  assert.match(await window.text(), /“last year/);
  await window.browser.$("main li button").click();
  await window.browser.$("[data-testid=report]").waitForExist();
  assert.equal(await window.text("[data-testid=report]"), report);
});

test("every view can be read by everyone, in both themes", async () => {
  const window = new Window(stage.browser);
  const look = async (view, theme) => {
    await window.picture(`${view}-${theme}`);
    const violations = await window.violations();
    assert.deepEqual(violations, [], `${view}, ${theme}: ${JSON.stringify(violations, null, 2)}`);
  };
  for (const theme of THEMES) {
    await window.go("Settings");
    await window.choose("theme", theme);
    for (const place of ["Rehearse", "Takes", "Stories", "Guide", "Settings"]) {
      await window.go(place);
      await look(place.toLowerCase(), theme);
    }
    await window.go("Takes");
    await window.browser.$("main li button").waitForEnabled();
    await window.browser.$("main li button").click();
    await window.browser.$("[data-testid=report]").waitForExist();
    await look("report", theme);
    for (const section of ["said", "composure"]) {
      await window.browser.$(`#${section}`).scrollIntoView();
      await window.picture(`${section}-${theme}`);
    }
  }
});

test("a take can be discarded, and nothing of it stays", async () => {
  const window = new Window(stage.browser);
  await window.go("Rehearse");
  await window.startTake();
  await window.browser.keys("Escape");
  await window.browser.$("[role=alertdialog]").waitForExist();
  assert.deepEqual(await window.violations(), []);
  await window.discard();
  await window.browser.$("#microphone").waitForExist();
  const takes = stage.cli("takes").trim().split("\n");
  assert.equal(takes.length, 1);
  assert.deepEqual(readdirSync(path.join(stage.data, "recordings")), [`${takes[0].split(" ")[0]}.wav`]);
});
