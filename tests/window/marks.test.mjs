// Where the speaker says which part it is: by key while speaking, by boundary and by name afterwards; and a plan of one's own.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer.wav");

let stage;
let id;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

const kept = () => JSON.parse(stage.cli("show", id, "--json"));
const bySpeaker = (report) => report.arc.spans.filter((span) => span.by === "speaker");

test("a plan of one's own is made, chosen, and measured against", async () => {
  const window = new Window(await stage.launch());
  await window.voice(false);
  await window.click("Make a plan");
  const fields = await window.browser.$$("form input");
  await fields[0].setValue("mine");
  await fields[1].setValue("80");
  await fields[2].setValue("30");
  await window.waitForText("form", /add up to 105 %/);
  assert.equal(await window.browser.$("form button.main").isEnabled(), false);
  await fields[6].setValue("27");
  await window.picture("plan-light");
  assert.deepEqual(await window.violations(), []);
  await window.click("Keep the plan");
  await window.waitForText("main", /80 s, 30 · 13 · 10 · 20 · 27 %/);
  const measured = JSON.parse(stage.cli("analyze", SPOKEN, "--plan", "mine", "--json"));
  assert.equal(measured.arc.parts.change.target, 0.27);
  await window.go("Rehearse");
  await window.choose("plan", "mine");
});

test("a key says that a part begins, and the take goes by it", async () => {
  const window = new Window(stage.browser);
  await window.startTake();
  await window.waitForText("main", /of 1:20/);
  const spoken = stage.speak(SPOKEN);
  await window.waitForText("[data-testid=words]", /forty people were paid/);
  await window.browser.keys("3");
  await window.waitForText("main", /Action begins at 0:\d\d, as you marked it/);
  await window.picture("marked-light");
  await spoken;
  await window.waitForText("[data-testid=words]", /happened again/);
  await window.browser.keys(" ");
  await window.browser.$("[data-testid=report]").waitForExist();
  id = stage.cli("takes").trim().split(" ")[0];

  const report = kept();
  assert.equal(report.plan, "mine");
  assert.equal(report.arc.plan_seconds, 80);
  assert.equal(report.arc.parts.failure.target, 0.3);
  assert.equal(report.marks.length, 1);
  const [marked] = bySpeaker(report);
  assert.equal(marked.part, "action");
  assert.ok(Math.abs(marked.start - report.marks[0].start) < 1, "the part begins where the key was pressed");
});

test("a boundary is moved by keys, a part renamed, and both are taken back", async () => {
  const window = new Window(stage.browser);
  const before = kept();
  const boundary = await window.browser.$("[role=slider][aria-label^='Where Failure ends']");
  await window.browser.execute((element) => element.focus(), boundary);
  await window.browser.keys("ArrowLeft");
  await until("the boundary moves", async () => kept().marks.length === 3);
  const moved = kept();
  const first = (report) => report.arc.spans[1].first_word;
  assert.equal(first(moved), first(before) - 1);
  assert.ok(moved.arc.parts.failure.seconds < before.arc.parts.failure.seconds);

  const part = await window.browser.$("[data-testid=report] h3 select");
  await part.selectByAttribute("value", "other");
  await until("the part is renamed", async () => kept().arc.spans[0].part === "other");
  await window.waitForText("[data-testid=report]", /as you marked it/);
  await window.picture("marks-light");
  assert.deepEqual(await window.violations(), []);

  await window.click("Undo");
  await until("it is taken back", async () => kept().arc.spans[0].part === "failure");
  assert.deepEqual(kept().arc, moved.arc);
  await window.click("Remove my marks");
  await until("nothing is marked", async () => kept().marks.length === 0);
  assert.deepEqual(bySpeaker(kept()), []);
  await window.click("Undo");
  await until("the marks are back", async () => kept().marks.length === 3);

  // With the pointer it goes as far as it is dragged.
  const again = await window.browser.$("[role=slider][aria-label^='Where Failure ends']");
  await again.scrollIntoView();
  await again.dragAndDrop({ x: -60, y: 0 });
  await until("the boundary is dragged", async () => kept().marks.length === 5);
  assert.ok(first(kept()) < first(moved) - 1, "further than a key moves it");
});

test("marks survive a restart, and what the recording says does not overrule them", async () => {
  const before = kept();
  await stage.quit();
  const window = new Window(await stage.launch());
  await window.go("Takes");
  await window.browser.$("main li button").waitForEnabled();
  await window.browser.$("main li button").click();
  await window.waitForText("[data-testid=report]", /as you marked it/);
  assert.deepEqual(kept(), before);
});
