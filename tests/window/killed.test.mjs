// A take that is killed in the middle is finished from its file at the next launch.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

let stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

test("at most a second of a killed take is lost", async () => {
  let window = new Window(await stage.launch());
  await window.voice(false);
  await window.go("Rehearse");
  await window.startTake();
  stage.speak(path.join(PROJECT, "tests/fixtures/short-answer.wav")).catch(() => {});
  await window.waitForText(".clock", /0:08/);
  await stage.kill();

  window = new Window(await stage.launch());
  await window.go("Takes");
  const reload = async () => {
    await window.go("Rehearse");
    await window.go("Takes");
    return /recovered/.test(await window.text());
  };
  await until("the take is recovered", reload);
  const [line] = stage.cli("takes").split("\n");
  const report = JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
  // The clock shows whole seconds, rounded: at 0:08 between 7.5 and 8.5 s had been recorded.
  assert.ok(report.source.duration_s >= 6.5, `only ${report.source.duration_s} s were kept`);
  assert.match(report.words.map((word) => word.text).join(" "), /forty people/);
});
