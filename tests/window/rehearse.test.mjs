// Rehearsing as somebody new does: the first run, the first story, an interview with its follow-ups, a surprise, a retake
// with the one fix, and a cue.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const SHORT = path.join(PROJECT, "tests/fixtures/short-answer-begins.wav");
const LONG = path.join(PROJECT, "tests/fixtures/spoken-answer.wav");
const THEMES = ["light", "dark"];

let stage;
let window;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

const takes = () => JSON.parse(stage.cli("export")).takes;

/** In both themes: a picture, and nothing that axe-core finds wrong. */
async function look(name, place) {
  for (const theme of THEMES) {
    await window.go("Settings");
    await window.choose("theme", theme);
    await window.go(place);
    await window.picture(`${name}-${theme}`);
    assert.deepEqual(await window.violations(), []);
  }
}

test("the first run says what it does, hears the microphone and records thirty seconds", async () => {
  const began = performance.now();
  window = new Window(await stage.launch({ welcome: true }));
  await window.waitForText("main", /sent to nobody/);
  await window.voice(false);
  await look("welcome", "Rehearse");
  await window.click("Check the microphone");
  await window.waitForText("main", /Say a sentence/);
  const spoken = stage.speak(SHORT);
  await window.waitForText("main", /It hears you/);
  await window.picture("check-dark");
  await spoken;
  await window.click("Record thirty seconds");
  await window.waitForText("main", /Take your time/);
  await window.picture("thinking-dark");
  await stage.speak(SHORT);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  await window.browser.keys(" ");
  await window.waitForText("[data-testid=report]", /Told\. It need not have been good/);
  assert.match(await window.text("[data-testid=report]"), /Think of something small/);
  await window.picture("first-report");
  const seconds = (performance.now() - began) / 1_000;
  assert.ok(seconds < 120, `the first run took ${seconds} s`);
  assert.equal(takes().length, 1);
});

test("after a restart one is not new any more", async () => {
  await stage.quit();
  window = new Window(await stage.launch({ welcome: true }));
  await window.waitForText("main", /The first hour, next: Write down five/);
  await look("rehearse-first-hour", "Rehearse");
});

test("five on paper, the third suggested, drafted, chosen and told", async () => {
  await window.go("Stories");
  await look("stories-empty", "Stories");
  for (const [title, pain] of [
    ["the migration", "5"],
    ["the hire", "4"],
    ["the payroll run", "3"],
    ["the late report", "2"],
    ["the typo", "1"],
  ]) {
    await window.browser.$("#title").setValue(title);
    await window.choose("pain", pain);
    await window.click("Keep it");
    await window.waitForText("main", new RegExp(`${title} hurts`));
  }
  await window.waitForText("[aria-labelledby=suggested]", /the payroll run/);
  await window.waitForText("[aria-labelledby=hour]", /Tell it twice/);
  await window.browser.execute(() => {
    const day = new Date(Date.now() + 9 * 86_400_000);
    const input = document.getElementById("interview");
    input.value = day.toISOString().slice(0, 10);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await window.waitForText("[aria-labelledby=hour]", /Once as an interview/);
  await look("stories-five", "Stories");
  await window.click("Rehearse it");
  await window.waitForText("main", /Check the microphone/);
  const chosen = await window.browser.$("#story").getValue();
  const [third] = JSON.parse(stage.cli("export")).stories.filter(
    (story) => story.title === "the payroll run",
  );
  assert.equal(chosen, third.id);
});

test("in an interview there is only a clock, and two follow-ups come right after the answer", async () => {
  await window.choose("mode", "interview");
  await look("rehearse-interview", "Rehearse");
  await window.startTake();
  const spoken = stage.speak(SHORT);
  await until("the answer is heard", async () => /0:1\d/.test(await window.text(".clock")));
  await window.picture("interview-dark");
  assert.equal(await window.browser.$(".ribbon").isExisting(), false);
  await spoken;
  await window.browser.keys(" ");
  for (const number of [1, 2]) {
    await window.waitForText("main .question", /A follow-up/);
    await window.waitForText(".clock", /0:0\d/);
    if (number === 1) {
      await window.picture("interview-follow-up-dark");
      assert.deepEqual(await window.violations(), []);
    }
    const question = await window.text("main h1");
    await stage.speak(SHORT);
    await window.browser.keys(" ");
    await until("it goes on", async () => (await window.text("main h1")) !== question);
  }
  await window.waitForText("[aria-labelledby=next]", /Open/);
  const [first, one, two] = takes().slice(-3);
  assert.deepEqual([first.mode, first.parent, first.report.answered ?? null], ["interview", null, null]);
  for (const follow of [one, two]) {
    assert.deepEqual([follow.mode, follow.parent, follow.story], ["interview", first.id, first.story]);
    assert.equal(follow.report.answered.question, follow.asked);
    assert.ok(first.report.follow_ups.includes(follow.asked));
  }
  assert.notEqual(one.asked, two.asked);
  const listed = await window.browser.$$("[aria-labelledby=next] li").map((item) => item.getText());
  assert.ok(
    listed.slice(0, 2).every((text) => text.includes("Open")),
    listed.join("; "),
  );
  await window.browser.$("#next").scrollIntoView();
  await window.picture("interviewed-dark");
  assert.deepEqual(await window.violations(), []);
});

test("a drill is told how it went, by what it asked for", async () => {
  await window.go("Rehearse");
  await window.choose("drill", "own_it");
  await window.waitForText("main", /Drill: Own it in thirty seconds/);
  const task = await window.text("main h1");
  await window.startTake();
  await stage.speak(SHORT);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  await window.browser.keys(" ");
  await window.waitForText(
    "[data-testid=report] header",
    /(Done|Not yet)\. Own it in thirty seconds: \d+ % of it is the cause, in \d+ of 30 s/,
  );
  const drill = takes().at(-1);
  assert.equal(drill.drill, "own_it");
  assert.ok((await window.text("[data-testid=report] header")).startsWith(task), task);
  await window.picture("drilled-dark");
});

test("a retake has the one fix in sight, and the plan's cue comes when a part runs over", async () => {
  // A plan of twenty seconds, which the failure alone fills soon.
  await window.go("Settings");
  await window.click("Make a plan");
  const fields = await window.browser.$$("form input");
  await fields[0].setValue("hurry");
  await fields[1].setValue("20");
  await window.click("Keep the plan");
  await window.go("Takes");
  await window.browser.$('//main//button[contains(., "an interview")]').click();
  await window.browser.$("[data-testid=report]").waitForExist();
  const fix = (await window.text("[data-testid=report] h1")).replace("One fix. ", "");
  await window.click("Retake");
  await window.waitForText("main .fix", /This time:/);
  assert.ok((await window.text("main .fix")).includes(fix));
  await window.choose("mode", "practice");
  await window.choose("plan", "hurry");
  await look("rehearse-fix", "Rehearse");
  await window.startTake();
  void stage.speak(LONG).catch(() => {});
  await window.browser.keys("1");
  await window.waitForText(".cue", new RegExp(fix.slice(0, 20).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  await window.waitForText(".cue", /Move on to your part in it/);
  await window.picture("cue-dark");
  assert.deepEqual(await window.violations(), []);
  await window.browser.keys("Escape");
  await window.discard();
  await window.browser.$("#microphone").waitForExist();
});

test("a surprise is not known before the take begins", async () => {
  await window.choose("question", "surprise");
  await window.waitForText("main h1", /You will hear it when the take begins/);
  await look("rehearse-surprise", "Rehearse");
  await window.startTake();
  const asked = await window.text("main h1");
  assert.ok(asked.length > 10 && !/You will hear/.test(asked), asked);
  await window.browser.keys("Escape");
  await window.discard();
  await window.browser.$("#microphone").waitForExist();
});
