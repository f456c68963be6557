// The user's own data in the window: the trash, a follow-up, export by the system's own dialog, a damaged journal, and the
// end of everything.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const THEMES = ["light", "dark"];

let stage;
let window;
before(async () => {
  stage = await Stage.open();
  stage.cli("import", SPOKEN);
  window = new Window(await stage.launch());
  await window.waitForText("main", /Start the take/);
});
after(() => stage?.close());

const takes = () => stage.cli("takes");

test("a deleted take is had back by undo, and from the trash", async () => {
  await window.go("Takes");
  await window.waitForText("main", /last year/);
  for (const theme of THEMES) {
    await window.go("Settings");
    await window.choose("theme", theme);
    await window.go("Takes");
    await window.waitForText("main", /last year/);
    await window.click("Delete");
    await window.waitForText("main", /in the trash, for thirty days/);
    assert.match(takes(), /No takes yet/);
    await window.picture(`deleted-${theme}`);
    assert.deepEqual(await window.violations(), []);
    await window.click("Undo");
    await window.waitForText("main", /last year/);
  }
  assert.match(takes(), /last year/);
  await window.click("Delete");
  await window.waitForText("main", /No takes yet/);
  await window.click("Trash");
  await window.waitForText("main", /last year/);
  await window.picture("trash-dark");
  await window.click("Put back");
  await window.waitForText("main", /Nothing is in it/);
  assert.match(takes(), /last year/);
});

test("what may be asked next is answered in a take of its own", async () => {
  await window.voice(false);
  await window.go("Takes");
  await window.browser.$("main li button").waitForEnabled();
  await window.browser.$("main li button").click();
  await window.browser.$("[data-testid=report]").waitForExist();
  const question = await window.browser.$("[aria-labelledby=next] li span").getText();
  await window.click("Answer it");
  await window.waitForText("main", /A follow-up to your take/);
  assert.equal(await window.browser.$("h1").getText(), question);
  await window.picture("follow-up-dark");
  await window.startTake();
  await stage.speak(SPOKEN);
  await window.browser.keys("f");
  await window.waitForText("main", /Flagged at/);
  await window.browser.keys(" ");
  await window.waitForText("[data-testid=report]", /After your take you were asked/);
  await window.picture("answered-dark");
  assert.deepEqual(await window.violations(), []);
  assert.match(await window.text("[data-testid=report]"), /flagged/);
  const [row, parent] = takes().trim().split("\n");
  const report = JSON.parse(stage.cli("show", row.split(" ")[0], "--json"));
  assert.equal(report.answered.question, question);
  assert.equal(report.flags.length, 1);
  const [told, of] = JSON.parse(stage.cli("export")).takes.reverse();
  assert.deepEqual([told.parent, told.asked], [of.id, question]);
  assert.equal(of.id, parent.split(" ")[0]);
});

test("a story's whole page is kept, changed, deleted and had back", async () => {
  await window.go("Stories");
  await window.browser.$("#title").setValue("payroll");
  for (const summary of await window.browser.$$("summary")) await summary.click();
  await window.browser.$("#ownership").setValue("I never opened the file.");
  await window.browser.$("#outline").setValue("called the bank");
  await window.browser.keys("Enter");
  await window.browser.$("#outline").addValue("told the team");
  await window.browser.$("#role").setValue("accountant");
  await window.browser.$("#skills").setValue("bookkeeping");
  await window.choose("shape", "skipped");
  await window.browser.$('input[value="mine"]').click();
  await window.picture("story-dark");
  assert.deepEqual(await window.violations(), []);
  await window.click("Keep it");
  await window.waitForText("main", /payroll not ranked yet/);
  const stored = () => JSON.parse(stage.cli("export")).stories[0];
  const story = stored();
  assert.equal(story.arc.ownership, "I never opened the file.");
  assert.deepEqual(
    [story.outline, story.core_skills],
    [["called the bank", "told the team"], ["bookkeeping"]],
  );
  assert.deepEqual([story.role, story.shape, story.checks], ["accountant", "skipped", ["mine"]]);

  await window.click("Edit");
  assert.equal(await window.browser.$("#outline").getValue(), "called the bank\ntold the team");
  await window.choose("pain", "3");
  await window.click("Keep it");
  await window.waitForText("main", /hurts 3 of 5/);
  assert.deepEqual(stored(), { ...story, pain: 3 });
  await window.browser.$('//button[@aria-label="Delete payroll"]').click();
  await window.waitForText("main", /The story is in the trash/);
  await window.click("Undo");
  await window.waitForText("main", /hurts 3 of 5/);
});

test("a damaged journal is set aside, and its last copy put back", async () => {
  const copies = path.join(stage.data, "backups");
  await until(
    "the window has made the day's copy",
    () => existsSync(copies) && readdirSync(copies).length === 1,
  );
  await stage.quit();
  const list = takes();
  // It was made before the follow-up was told.
  rmSync(copies, { recursive: true, force: true });
  mkdirSync(copies);
  stage.cli("backup", path.join(copies, "journal-2026-11-20.db"));
  for (const side of ["", "-wal", "-shm"])
    rmSync(path.join(stage.data, `journal.db${side}`), { force: true });
  writeFileSync(path.join(stage.data, "journal.db"), "this was a journal once");
  window = new Window(await stage.launch());
  await window.waitForText("main", /The journal was damaged; it is kept as/);
  await window.picture("set-aside-dark");
  assert.deepEqual(await window.violations(), []);
  await window.click("Put its last copy back");
  await window.waitForText("main", /last year/);
  assert.equal(takes(), list);
  const aside = readdirSync(stage.data).find((name) => name.startsWith("journal.damaged-"));
  assert.equal(readFileSync(path.join(stage.data, aside), "utf8"), "this was a journal once");
});

test("everything is deleted only when that is typed, and then nothing is left", async () => {
  await window.go("Settings");
  await window.waitForText("main", /Your data/);
  await window.browser.execute(() => document.getElementById("data").scrollIntoView());
  for (const theme of THEMES) {
    await window.choose("theme", theme);
    await window.picture(`data-${theme}`);
  }
  await window.click("Everything…");
  const remove = await window.browser.$('//main//button[normalize-space()="Delete everything"]');
  assert.equal(await remove.isEnabled(), false);
  await window.browser.$("#sure").setValue("delete everything");
  await window.picture("delete-everything-dark");
  assert.deepEqual(await window.violations(), []);
  await remove.click().catch(() => {});
  const left = () => (existsSync(stage.data) ? readdirSync(stage.data) : []);
  // The webview ends a moment after the program, and may write its folder once more: that goes with the next start.
  const webviews = ["webview", "delete-webview"];
  await until("nothing of the user's is left", () => left().every((name) => webviews.includes(name)));
  await stage.quit().catch(() => {});
  await until("the webview has ended", () => stage.webviews().length === 0);
  stage.cli("takes");
  assert.deepEqual(
    left().filter((name) => webviews.includes(name)),
    [],
  );
});
