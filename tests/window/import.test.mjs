// A recording is dropped on the window, as from a file manager, and becomes a take.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const fixture = (name) => path.join(PROJECT, "tests/fixtures", name);

let stage;
let window;
before(async () => {
  stage = await Stage.open();
  window = new Window(await stage.launch());
  await window.waitForText("main", /Start the take/);
});
after(() => stage?.close());

test("a dropped recording is listened to and opens as a report", async () => {
  await stage.drop([fixture("short-answer.wav")], async () => {
    await window.waitForText("main", /Drop recordings to make takes of them/);
    await window.picture("drop-light");
  });
  await window.picture("importing-light");
  // WebKit's driver leaves out text that may be cut short by an ellipsis.
  const told = () => window.browser.execute(() => document.querySelector(".bar")?.innerText ?? "");
  assert.match(await told(), /Listening to “short-answer.wav”/);
  assert.deepEqual(await window.violations(), []);
  await window.browser.$("[data-testid=report]").waitForExist();
  assert.match(await window.text("[data-testid=report]"), /forty people were paid two days late/);
  assert.match(stage.cli("takes"), /last year/);
});

test("what is no recording is refused in a sentence, and the import can be broken off", async () => {
  await stage.drop([fixture("short-answer.txt")]);
  await window.waitForText("main", /short-answer.txt is no recording that Retake can read/);
  await window.click("Dismiss");
  await stage.drop([fixture("spoken-answer.wav")]);
  await window.click("Cancel");
  await window.browser.$("progress").waitForExist({ reverse: true });
  assert.equal(stage.cli("takes").trim().split("\n").length, 1);
});
