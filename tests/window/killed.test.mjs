// A take that is killed at any moment of its life is finished from its file at the next launch.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";
import { Window } from "./window.mjs";

const BEGINS = path.join(PROJECT, "tests/fixtures/short-answer-begins.wav");
const ANSWER = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const KILLS = Number(process.env.RETAKE_KILLS ?? 30);
const AT_ONCE = 4;
const IN_THE_WINDOW = Math.ceil(KILLS / 10);
const UNFINISHED = ["recording", "analysing"];

let stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage?.close());

/** Between 0 and 1, the same row of them in every run. */
function rolls() {
  let state = 20260721;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** A moment so far away: the kill itself, which waits for nothing. */
const pass = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The seconds a take that is listened to says it has recorded; what it is in the middle of saying does not count. */
function told(take) {
  const lines = take.said.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
  return lines.reduce((t, line) => JSON.parse(line).t ?? t, 0);
}

const recorded = (take, seconds) =>
  until(`it has recorded ${seconds} s`, () => told(take) >= seconds).catch((error) => {
    throw new Error(`${error.message}; it says: ${take.said.slice(-500)}`);
  });

const listed = () => stage.cli("takes").trim().split("\n");
const seconds = (id) => JSON.parse(stage.cli("show", id, "--json")).source.duration_s;
const count = (all) =>
  [...new Set(all)].map((each) => `${all.filter((other) => other === each).length} ${each}`).join(", ");

/** Everything is finished, and then nothing lies about in the folder and nothing is missing there. */
async function settles(patienceMs) {
  const unfinished = () => Object.values(stage.takes()).some((state) => UNFINISHED.includes(state));
  await until("all are finished", () => !unfinished(), patienceMs);
  const wrong = () => {
    const files = readdirSync(path.join(stage.data, "recordings")).map((file) => path.parse(file).name);
    const kept = Object.entries(stage.takes()).filter(([, state]) => state !== "discarded");
    const ids = kept.map(([id]) => id);
    return [
      ...files.filter((id) => !ids.includes(id)).map((id) => `${id} lies about (${stage.takes()[id]})`),
      ...kept.filter(([id]) => !files.includes(id)).map(([id, state]) => `${id} is missing (${state})`),
    ];
  };
  await until("the recordings are those of the takes", () => wrong().length === 0).catch((error) => {
    throw new Error(`${error.message}: ${wrong()}`);
  });
}

test(`killed at ${KILLS} moments of their lives, takes lose at most a second each`, async () => {
  const roll = rolls();
  void stage.speak(BEGINS).catch(() => {});

  // How long opening and ending take here, when as many do it at once.
  const whole = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const began = performance.now();
      const take = stage.listen("--messages");
      await recorded(take, 0.01);
      const opening = performance.now() - began;
      await recorded(take, 2);
      const ended = performance.now();
      take.child.kill("SIGINT");
      assert.equal(await take.code, 0, take.said);
      return { opening, ending: performance.now() - ended };
    }),
  );
  const lasts = (what) => Math.max(...whole.map((each) => each[what]));

  /** Lives until a moment of its opening, of what is said, or of its end; then it is killed. */
  async function live(phase) {
    const take = stage.listen("--messages");
    let id;
    if (phase === "opening") await pass(roll() * lasts("opening"));
    else {
      await recorded(take, 1 + (phase === "ending" ? 1 : 4) * roll());
      id = stage.recording(take.child.pid);
      assert.ok(id, "it writes a recording");
    }
    if (phase === "ending") {
      take.child.kill("SIGINT");
      // The last part of it is the program's own end, when all is kept.
      await pass(0.4 * roll() * lasts("ending"));
    }
    id ??= stage.recording(take.child.pid);
    take.child.kill("SIGKILL");
    await take.code;
    return { phase, id, told: told(take) };
  }

  const lives = [];
  for (let round = 0; lives.length < KILLS; round++) {
    const phases = Array.from(
      { length: AT_ONCE },
      (_, n) => ["opening", "speaking", "ending"][(round + n) % 3],
    );
    const dead = await Promise.all(phases.map(live));
    const states = stage.takes();
    lives.push(...dead.map((each) => ({ ...each, state: states[each.id] ?? "nothing" })));
    assert.match(stage.cli("doctor"), /journal +fine/);
  }
  for (const phase of ["opening", "speaking", "ending"]) {
    const in_it = lives.filter((each) => each.phase === phase).map((each) => each.state);
    console.log(`   ${in_it.length} killed ${phase}: ${count(in_it)}`);
  }
  const found = new Set(lives.map((each) => each.state));
  for (const state of ["nothing", "recording", "analysing"]) assert.ok(found.has(state), `none was ${state}`);

  // Who finishes them is killed too, a few times, each time as soon as one more is there.
  const unfinished = () => Object.values(stage.takes()).filter((state) => UNFINISHED.includes(state)).length;
  for (let times = 0; times < 3 && unfinished() > 1; times++) {
    const before = unfinished();
    await stage.launch();
    await until("one more is finished", () => unfinished() < before);
    await stage.kill();
    assert.match(stage.cli("doctor"), /journal +fine/);
  }
  await stage.launch();
  await settles(60_000 + 2_000 * KILLS);
  await stage.shut();

  const kept = new Set(listed().map((line) => line.split(" ")[0]));
  const lost = lives
    .filter((each) => each.told >= 1)
    .map((each) => {
      assert.ok(kept.has(each.id), `${JSON.stringify(each)} is not kept`);
      return each.told - seconds(each.id);
    });
  assert.ok(Math.max(...lost) <= 1, `${Math.max(...lost)} s of one are lost`);
  console.log(
    `   ${lives.length} killed, ${lost.length} of them with a second or more, all of these kept; at most ${Math.max(0, ...lost).toFixed(2)} s of one lost`,
  );
});

test("at most a second of a take killed in the window is lost, and nothing of what the speaker set", async () => {
  let window = new Window(await stage.launch());
  await window.voice(false);
  await window.go("Rehearse");
  await window.startTake();
  stage.speak(ANSWER).catch(() => {});
  await window.waitForText(".clock", /0:04/);
  await window.browser.keys("3");
  await window.browser.keys("f");
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
  assert.equal(report.flags.length, 1, JSON.stringify(report.flags));
  const own = report.arc.spans.filter((span) => span.by === "speaker");
  assert.ok(own.length > 0 && own.every((span) => span.part === "action"), JSON.stringify(own));
});

test(`nor is more of ${IN_THE_WINDOW} killed as they end; as many killed as they open leave the folder in order`, async () => {
  const roll = rolls();
  const states = [];
  let window = new Window(await stage.launch());
  await window.voice(false);
  for (let n = 0; n < 2 * IN_THE_WINDOW; n++) {
    const ends = n % 2 === 0;
    const before = stage.takes();
    await window.go("Rehearse");
    if (ends) {
      await window.startTake();
      await window.waitForText(".clock", /0:0[3-9]/);
      await window.browser.keys(" ");
    } else {
      await window.click("Start the take");
    }
    // Within what either takes on a machine with nothing else to do, more or less.
    await pass(800 * roll());
    await stage.kill();
    const [id, state] = Object.entries(stage.takes()).find(([id]) => !(id in before)) ?? [
      undefined,
      "nothing",
    ];
    states.push(`${state} as it ${ends ? "ended" : "opened"}`);
    assert.match(stage.cli("doctor"), /journal +fine/);

    window = new Window(await stage.launch());
    await settles();
    // At 0:03 at least 2.5 s had been recorded.
    if (ends) assert.ok(seconds(id) >= 1.5, `only ${seconds(id)} s were kept, ${state}`);
  }
  await stage.shut();
  console.log(`   ${states.length} killed in the window: ${count(states)}`);
});
