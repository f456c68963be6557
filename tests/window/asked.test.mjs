// The interviewer asks aloud, and need not finish.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Stage } from "./stage.mjs";
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
  await window.waitForText(".clock", /0:01/, 20_000);
  await window.browser.keys("Escape");
  await window.browser.$("[role=alertdialog]").waitForExist();
  await window.picture("discard-dark");
  await window.discard();
  await window.browser.$("#microphone").waitForExist({ timeout: 20_000 });
});

test("going back while the question is asked records nothing", async () => {
  const window = new Window(stage.browser);
  await window.click("Start the take");
  await window.waitForText("main", /Listen to the question/);
  await window.browser.keys("Escape");
  await window.browser.$("#microphone").waitForExist({ timeout: 20_000 });
  assert.match(stage.cli("takes"), /No takes yet/);
});
