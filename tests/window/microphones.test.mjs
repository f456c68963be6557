// Microphones as people have them: several, plugged in and out, one that stops in the middle of a take.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const YETI = ["Yeti", "stage"];
const HEADSET = ["Headset", "booth"];
const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer-begins.wav");

let stage;
let window;
before(async () => {
  stage = await Stage.open();
  stage.pluggedIn({ mic: YETI });
  window = new Window(await stage.launch());
  await window.voice(false);
  await window.go("Rehearse");
});
after(() => stage?.close());

/** The take goes on with the headset: the same words are said once more, and it is ended. */
async function goOnWithHeadset() {
  await window.click("Go on with “Headset”");
  await window.waitForText(".device", /Headset/);
  await stage.speak(SPOKEN, "booth");
  await window.waitForText("[data-testid=words]", /forty people were paid.*forty people were paid/);
  await window.browser.keys(" ");
  await window.browser.$("[data-testid=report]").waitForExist();
}

const listed = async () => {
  const options = await window.browser.$("#microphone").$$("option");
  return options.map((option) => option.getText());
};

test("a microphone that is plugged in or out is noticed, and the chosen one never exchanged silently", async () => {
  await window.waitForText("#microphone", /System default ?Yeti/);
  stage.pluggedIn({ mic: YETI, headset: HEADSET });
  await window.waitForText("#microphone", /Headset/);
  await window.browser.$("#microphone").selectByVisibleText("Headset");

  stage.pluggedIn({ mic: YETI });
  await window.waitForText("main", /“Headset” is not connected/);
  assert.deepEqual(await listed(), ["Headset (not connected)", "System default", "Yeti"]);
  assert.equal(await window.browser.$("button.main").isEnabled(), false);
  await window.picture("microphone-gone-light");

  stage.pluggedIn({ mic: YETI, headset: HEADSET });
  await window.browser.$("button.main").waitForEnabled();
  assert.equal(await window.browser.$("#microphone option:checked").getText(), "Headset");
});

test("it is remembered by its name when its id is another one after a restart", async () => {
  await stage.quit();
  // The same two in other ports: what was the headset's id is the Yeti's now.
  stage.pluggedIn({ headset: YETI, mic: HEADSET });
  window = new Window(await stage.launch());
  await window.waitForText("#microphone", /Headset/);
  assert.equal(await window.browser.$("#microphone option:checked").getText(), "Headset");
  stage.pluggedIn({ mic: YETI, headset: HEADSET });
});

test("a take goes on with another microphone when its own stops, and the gap is shown", async () => {
  await window.waitForText("#microphone", /Yeti/);
  await window.browser.$("#microphone").selectByVisibleText("Yeti");
  await window.startTake();
  await stage.speak(SPOKEN);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  stage.suspend(true);
  await window.waitForText("main", /“Yeti” has stopped delivering sound/);
  await window.picture("microphone-stopped-light");
  assert.deepEqual(await window.violations(), []);
  await goOnWithHeadset();
  const report = await window.text("[data-testid=report]");
  assert.match(report, /Nothing was recorded for \d+ s after 0:\d\d/);
  assert.match(report, /nothing recorded for \d+ s/);

  const [line] = stage.cli("takes").split("\n");
  const kept = JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
  assert.equal(kept.quality.gaps.length, 1);
  const words = kept.words.map((word) => word.text).join(" ");
  assert.match(words, /forty people were paid.*forty people were paid/);
  stage.suspend(false);
});

test("one that is unplugged in the middle of a take is named, and another goes on", async () => {
  await window.go("Rehearse");
  await window.waitForText("#microphone", /Yeti/);
  await window.browser.$("#microphone").selectByVisibleText("Yeti");
  await window.startTake();
  await stage.speak(SPOKEN);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  stage.pluggedIn({ headset: HEADSET });
  await window.waitForText("main", /“Yeti” was unplugged\. What you said so far is kept/);
  await window.picture("microphone-unplugged-light");
  await goOnWithHeadset();
});
