// A speech model that is not whole: the window says which file is missing, goes on without it, and takes another.

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

let stage;
before(async () => {
  stage = await Stage.open();
  const larger = path.join(stage.home, "larger");
  cpSync(path.join(PROJECT, "models/speech/en-us"), larger, { recursive: true });
  stage.cli("models", "add", larger);
  stage.cli("models", "use", "larger");
});
after(() => stage?.close());

test("a model that has lost a file is named, and another is taken", async () => {
  rmSync(path.join(stage.data, "models/larger/am/final.mdl"));
  const window = new Window(await stage.launch());
  await window.waitForText("main [role=alert]", /final\.mdl/);
  const start = await window.browser.$('//main//button[normalize-space()="Start the take"]');
  assert.equal(await start.isEnabled(), false);
  for (const theme of ["light", "dark"]) {
    await window.go("Settings");
    await window.choose("theme", theme);
    await window.go("Rehearse");
    await window.waitForText("main [role=alert]", /final\.mdl/);
    await window.picture(`model-missing-${theme}`);
    assert.deepEqual(await window.violations(), []);
  }
  await window.go("Settings");
  await window.click("Check");
  await window.waitForText("main", /final\.mdl/);
  await window.browser.$('//button[contains(@aria-label, "Use English, small")]').click();
  await window.waitForText("section[aria-labelledby=models]", /in use/);
  await window.voice(false);
  await window.go("Rehearse");
  await window.startTake();
  await window.browser.keys("Escape");
  await window.discard();
});
