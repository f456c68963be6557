// The interviewer asks aloud, and need not finish.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import path from "node:path";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

let stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

test("the space bar skips the question, and the take goes on", async () => {
  const window = new Window(await stage.launch());
  await window.voice(true);
  await window.choose("theme", "dark");
  await window.go("Rehearse");
  await window.click("Start the take");
  await window.waitForText("main", /Listen to the question/);
  await window.browser.keys(" ");
  await window.waitForText(".clock", /0:01/);
  await window.browser.keys("Escape");
  await window.browser.$("[role=alertdialog]").waitForExist();
  await window.picture("discard-dark");
  await window.discard();
  await window.browser.$("#microphone").waitForExist();
});

test("going back while the question is asked records nothing", async () => {
  const window = new Window(stage.browser);
  await window.click("Start the take");
  await window.waitForText("main", /Listen to the question/);
  await window.browser.keys("Escape");
  await window.browser.$("#microphone").waitForExist();
  assert.match(stage.cli("takes"), /No takes yet/);
  assert.deepEqual(readdirSync(path.join(stage.data, "recordings")), []);
});

test("what the microphone hears of the interviewer is neither words nor thinking time", async () => {
  const window = new Window(stage.browser);
  await window.choose("question", "feedback");
  await window.click("Start the take");
  await window.waitForText("main", /Listen to the question/);
  // The voice comes out of the loudspeaker that this microphone hears.
  const level = () =>
    window.browser.execute(() => {
      const meter = document.querySelector(".meter i");
      return meter ? new DOMMatrix(getComputedStyle(meter).transform).a : 0;
    });
  await until("the question is heard", async () => (await level()) > 0.3);
  await window.picture("asked-dark");
  await window.waitForText(".clock", /0:00/);
  await stage.speak(path.join(PROJECT, "tests/fixtures/short-answer-begins.wav"));
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  await window.browser.keys(" ");
  await window.browser.$("[data-testid=report]").waitForExist();

  const [line] = stage.cli("takes").split("\n");
  const report = JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
  const words = report.words.map((word) => word.text);
  assert.deepEqual(words.slice(0, 4), ["last", "year", "i", "broke"]);
  const [thinking] = report.composure.pauses;
  assert.equal(thinking.kind, "thinking");
  // A second of silence before the first word, and what it took to begin to play it.
  assert.ok(thinking.end > 0.9 && thinking.end < 3, `${thinking.end} s`);
});
