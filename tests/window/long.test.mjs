// Many takes in a row, and a very long one: nothing is used up by them. RETAKE_TAKES and RETAKE_TAKE_MINUTES say how many
// and how long; a thousand are told to a recogniser that costs nothing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/spoken-answer.wav");
const TAKES = Number(process.env.RETAKE_TAKES ?? 30);
const MINUTES = Number(process.env.RETAKE_TAKE_MINUTES ?? 5);
const REAL = 20;
const RUSTC = ["--edition", "2024", "--crate-type", "cdylib", "-O"];
/** Of so many takes at the beginning nothing is measured: what is made once is made then. */
const WARM = 0.4;

/** Each thread has a heap of its own at first, which fills one after the other: with one heap for all, what stays is held. */
const ONE_HEAP = { MALLOC_ARENA_MAX: "1" };

/** A process's own memory in megabytes, its threads and its handles. */
function used(pid) {
  const megabytes =
    Number(/Private_Dirty:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]) / 1024;
  const threads = Number(/Threads:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  return { megabytes, threads, handles: readdirSync(`/proc/${pid}/fd`).length };
}

/** The least of some of what was used, so that what happens to be alive when it is looked at does not count. */
function least(uses) {
  const of = (key) => Math.min(...uses.map((each) => each[key]));
  return { megabytes: of("megabytes"), threads: of("threads"), handles: of("handles") };
}

/** Tells so many takes by the window's keys; what the program and its webview used after each. */
async function many(stage, takes) {
  const window = new Window(await stage.launch());
  await window.voice(false);
  let spoken = true;
  const speaking = (async () => {
    while (spoken) await stage.speak(SPOKEN, "stage", 50);
  })();
  const uses = { program: [], webview: [] };
  const pid = stage.pid();
  const webview = stage
    .webviews()
    .find((each) => /^WebKitWeb/.test(readFileSync(`/proc/${each}/comm`, "utf8")));
  try {
    for (let take = 1; take <= takes; take++) {
      await window.go("Rehearse");
      await window.startTake();
      await window.waitForText("[data-testid=words]", /\w/);
      await window.browser.keys(" ");
      await window.browser.$("[data-testid=report]").waitForExist();
      uses.program.push(used(pid));
      uses.webview.push(used(webview));
    }
  } finally {
    spoken = false;
  }
  assert.equal(stage.cli("takes").trim().split("\n").length, takes);
  assert.match(stage.cli("doctor"), /journal +fine/);
  await stage.quit();
  await stage.close();
  await speaking.catch(() => {});
  return uses;
}

/** What may be used at all: the webview takes its first few hundred takes to reach what it keeps. */
const AT_MOST_MEGABYTES = { program: 250, webview: 150 };

/** How much more may be used; the webview has threads that come and go. */
const ALLOWED = {
  program: { megabytes: 10, threads: 0, handles: 0 },
  webview: { megabytes: 15, threads: 4, handles: 4 },
};

/** Says how much more is used at the end than once everything was warm, and that it is next to nothing. */
function assertLittleMore(uses, takes) {
  for (const [name, all] of Object.entries(uses)) {
    const span = Math.max(5, Math.ceil(takes / 10));
    const warm = Math.floor(takes * WARM);
    const before = least(all.slice(warm, warm + span));
    const after = least(all.slice(-span));
    const told = Object.keys(before).map(
      (key) => `${key} ${before[key].toFixed(0)} → ${after[key].toFixed(0)}`,
    );
    const tenths = Array.from({ length: 10 }, (_, n) =>
      least(all.slice((n * takes) / 10, (n + 1) * (takes / 10))),
    );
    const way = tenths.map(({ megabytes }) => megabytes.toFixed(0)).join(" ");
    console.log(`   ${takes} takes, ${name}: ${told.join(", ")}; megabytes by tenths: ${way}`);
    for (const [what, more] of Object.entries(ALLOWED[name]))
      assert.ok(after[what] - before[what] <= more, `${name}: ${what} grow`);
    assert.ok(after.megabytes <= AT_MOST_MEGABYTES[name], `${name}: ${after.megabytes} MB`);
  }
}

test(`${REAL} takes in a row leave no threads, handles or memory behind`, async () => {
  assertLittleMore(await many(await Stage.open({ env: ONE_HEAP }), REAL), REAL);
});

test(`nor do ${TAKES} takes with a recogniser that costs nothing`, async () => {
  const library = mkdtempSync(path.join(tmpdir(), "retake-scripted-"));
  const built = spawnSync(
    "rustc",
    [...RUSTC, "-o", path.join(library, "libvosk.so"), "tests/scripted/lib.rs"],
    { cwd: PROJECT, encoding: "utf8" },
  );
  assert.equal(built.status, 0, built.stderr);
  const stage = await Stage.open({ env: { ...ONE_HEAP, LD_LIBRARY_PATH: library } });
  assertLittleMore(await many(stage, TAKES), TAKES);
  rmSync(library, { recursive: true });
});

test(`a recording of ${MINUTES} minutes becomes a take, and its report opens`, async () => {
  const stage = await Stage.open();
  try {
    const answer = readFileSync(SPOKEN);
    const sound = answer.subarray(44);
    const whole = MINUTES * 60 * 32_000;
    const bytes = Buffer.concat([
      answer.subarray(0, 44),
      ...Array(Math.ceil(whole / sound.length)).fill(sound),
    ]);
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.writeUInt32LE(bytes.length - 44, 40);
    const long = path.join(stage.home, "long.wav");
    writeFileSync(long, bytes);
    stage.cli("import", long);

    const window = new Window(await stage.launch());
    await window.go("Takes");
    const began = performance.now();
    await window.browser.$("main li .opening").click();
    await window.browser.$("[data-testid=report]").waitForExist();
    const took = performance.now() - began;
    const [line] = stage.cli("takes").split("\n");
    const report = JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
    const shown = await window.browser.execute(() => document.querySelectorAll("[id^=word-]").length);
    console.log(
      `   ${(report.source.duration_s / 60).toFixed(0)} minutes, ${report.words.length} words, ${shown} shown; opened in ${(took / 1000).toFixed(1)} s`,
    );
    assert.ok(report.source.duration_s >= MINUTES * 60);
    assert.ok(report.words.length >= MINUTES * 100);
    assert.equal(shown, report.words.length);
  } finally {
    await stage.close();
  }
});
