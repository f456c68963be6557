// What is found in the words of a take, as the window tells it; and the Guide that explains it.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const THEMES = ["light", "dark"];

let stage;
let window;
let report;
before(async () => {
  stage = await Stage.open();
  window = new Window(await stage.launch());
  await window.waitForText("main", /Start the take/);
});
after(() => stage?.close());

/** A picture of what lies below a heading. */
async function below(heading, name) {
  await window.browser.execute((id) => document.getElementById(id).scrollIntoView(), heading);
  await window.picture(name);
  assert.deepEqual(await window.violations(), [], name);
}

async function inTheme(theme) {
  await window.go("Settings");
  await window.choose("theme", theme);
}

async function openTake() {
  await window.go("Takes");
  await window.browser.$("main li button").waitForEnabled();
  await window.browser.$("main li button").click();
  await window.browser.$("[data-testid=report]").waitForExist();
}

test("a report says what is good, who owns it, how far the lesson goes, and what comes next", async () => {
  await stage.drop([SPOKEN]);
  await window.browser.$("[data-testid=report]").waitForExist();
  const [id] = stage.cli("takes").trim().split(" ");
  report = JSON.parse(stage.cli("show", id, "--json"));
  assert.ok(report.headline.strength, "something is good in it");
  assert.ok(report.ownership.sentence, "somebody owns it");
  const text = await window.text("[data-testid=report]");
  for (const said of [
    report.headline.strength.quote.quote,
    report.headline.fix.what,
    report.ownership.sentence.quote,
    report.learning.quote.quote,
    ...report.follow_ups,
  ]) {
    assert.ok(text.includes(said), `${said} is not in sight`);
  }
  assert.equal(report.follow_ups.length, 3);
  for (const finding of report.findings) assert.ok(text.includes(finding.why), finding.id);
  // It is of no story, so it is no later take of one.
  assert.match(text, /After a first take a number says nothing/);
  assert.doesNotMatch(text, /\d of 4/);
});

test("it can be read by everyone, in both themes", async () => {
  for (const theme of THEMES) {
    await inTheme(theme);
    await openTake();
    await below("heard", `heard-${theme}`);
    await below("next", `next-${theme}`);
  }
});

test("a quote plays from where it was said", async () => {
  await window.browser.$("h1").scrollIntoView();
  await window.browser.$(".strength button").click();
  await window.browser.$('button[aria-label="Pause"]').waitForExist();
  await window.browser.$('button[aria-label="Pause"]').click();
  const where = await window.browser.$("[aria-label='Where in the recording']").getAttribute("aria-valuenow");
  const { start } = report.headline.strength.quote;
  assert.ok(Number(where) >= Math.floor(start) && Number(where) <= start + 3, `at ${where} s of ${start} s`);
});

test("the Guide shows sixteen answers that the coach measured, and every trap", async () => {
  for (const theme of THEMES) {
    await inTheme(theme);
    await window.go("Guide");
    await window.browser.$("#answers").waitForExist();
    assert.equal((await window.browser.$$("section[aria-labelledby=answers] details")).length, 16);
    assert.equal((await window.browser.$$("section[aria-labelledby=traps] details")).length, 15);
    for (const section of ["answers", "traps"]) {
      await window.browser.execute((id) => {
        document.querySelector(`section[aria-labelledby=${id}] details`).open = true;
      }, section);
      await below(section, `guide-${section}-${theme}`);
    }
    await below("drills", `guide-drills-${theme}`);
  }
});

test("two takes are compared: what was kept, what is new, and where the time went", async () => {
  await inTheme("light");
  await window.go("Takes");
  await stage.drop([path.join(PROJECT, "tests/fixtures/slipping-answer.wav")]);
  await window.browser.$("[data-testid=report]").waitForExist();
  const [later] = stage.cli("takes").trim().split(" ");
  assert.notEqual(later, report.id);
  await window.choose("other", report.id);
  await window.waitForText("section[aria-labelledby=compared]", /kept|changed|new|dropped/);
  await below("compared", "compared-light");
  const fates = await window.browser.execute(() =>
    [...document.querySelectorAll("section[aria-labelledby=compared] li")].map((each) => each.className),
  );
  assert.ok(fates.length > 8, `${fates.length} sentences`);
  const now = JSON.parse(stage.cli("show", later, "--json"));
  const moved = Math.round(now.arc.parts.failure.seconds - report.arc.parts.failure.seconds);
  const text = await window.text("section[aria-labelledby=compared] table");
  assert.ok(text.includes(`Failure${moved > 0 ? "+" : moved < 0 ? "−" : ""}${Math.abs(moved)} s`), text);
});
