// What must never cost a take: a full disk, a comma in the locale, a sleeping source, noise.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer-begins.wav");

let stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage?.close());

/** The last take as its report tells it. */
function lastReport() {
  const [line] = stage.cli("takes").split("\n");
  return JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
}

const wordsOf = (report) => report.words.map((word) => word.text).join(" ");

test("a full disk ends the recording cleanly, and the take is kept", async (t) => {
  const small = path.join(stage.home, "small");
  mkdirSync(small);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small]).status !== 0) {
    t.skip("a file system of 4 MB cannot be mounted here; this needs root");
    return;
  }
  const data = stage.data;
  try {
    stage.data = path.join(small, "data");
    // Made first, so that what is left for the recording is known: 1.6 MB, of which one stays free.
    stage.cli("models");
    const left = () => statfsSync(small).bavail * statfsSync(small).bsize;
    writeFileSync(path.join(small, "filler"), Buffer.alloc(left() - 1_600_000));
    const take = stage.listen();
    await take.says(/Listening to “/);
    void stage.speak(SPOKEN).catch(() => {});
    await take.says(/The disk is full/);
    assert.equal(await take.code, 0);
    assert.match(take.said, /One fix:/);
    const report = lastReport();
    assert.match(wordsOf(report), /forty people were paid/);
    assert.ok(report.source.duration_s > 12, `${report.source.duration_s} s`);

    writeFileSync(path.join(small, "more"), Buffer.alloc(left()));
    const refused = stage.listen();
    assert.equal(await refused.code, 2);
    assert.match(refused.said, /retake: .*(space|full)/);
    assert.equal(refused.said.trim().split("\n").length, 1, refused.said);
  } finally {
    stage.data = data;
    spawnSync("umount", [small]);
    rmSync(small, { recursive: true, force: true });
  }
});

test("a decimal comma in the locale changes nothing", async () => {
  const known = spawnSync("locale", ["-a"], { encoding: "utf8" }).stdout;
  assert.match(known, /^de_DE\.utf8$/im);
  // The window's toolkit asks for the user's locale, and the recogniser then writes by it.
  const german = await Stage.open({ env: { LC_ALL: "de_DE.UTF-8" } });
  try {
    const window = new Window(await german.launch());
    await window.voice(false);
    await window.go("Rehearse");
    await window.startTake();
    await german.speak(SPOKEN);
    await window.browser.keys(" ");
    await window.browser.$("[data-testid=report]").waitForExist();
    const [{ report: comma }] = JSON.parse(german.cli("export")).takes;
    assert.match(wordsOf(comma), /forty people were paid/);
    const recording = path.join(german.data, "recordings", `${comma.id}.wav`);
    german.env.LC_ALL = "C";
    assert.deepEqual(JSON.parse(german.cli("analyze", recording, "--json")).words, comma.words);
  } finally {
    await german.close();
  }
});

test("a source that sleeps for a while leaves a gap that is told, and the take goes on", async () => {
  const take = stage.listen("--seconds", "26", "--json");
  await take.says(/Listening to “/);
  await stage.speak(SPOKEN);
  stage.suspend(true);
  await take.says(/has stopped delivering sound/);
  stage.suspend(false);
  await stage.speak(SPOKEN);
  assert.equal(await take.code, 0);
  const report = lastReport();
  assert.equal(report.quality.gaps.length, 1, JSON.stringify(report.quality));
  assert.match(wordsOf(report), /forty people were paid.*forty people were paid/);
});

test("silence and white noise of five levels are heard as no words", async () => {
  const rate = 16_000;
  const samples = new Int16Array(6 * 2 * rate);
  let state = 1;
  for (let n = 0; n < samples.length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Two seconds each of nothing, and of −60 to −20 dBFS.
    const level = Math.floor(n / (2 * rate));
    const amplitude = level === 0 ? 0 : 32_768 * 10 ** ((10 * level - 70) / 20) * Math.sqrt(3);
    samples[n] = Math.round((state / 2 ** 31 - 1) * amplitude);
  }
  const header = Buffer.alloc(44);
  header.write("RIFF....WAVEfmt ", "latin1");
  [36 + samples.byteLength, 16].forEach((value, n) => header.writeUInt32LE(value, [4, 16][n]));
  [1, 1].forEach((value, n) => header.writeUInt16LE(value, 20 + 2 * n));
  [rate, 2 * rate].forEach((value, n) => header.writeUInt32LE(value, 24 + 4 * n));
  [2, 16].forEach((value, n) => header.writeUInt16LE(value, 32 + 2 * n));
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.byteLength, 40);
  const noise = path.join(stage.home, "noise.wav");
  writeFileSync(noise, Buffer.concat([header, Buffer.from(samples.buffer)]));

  const take = stage.listen("--seconds", "14", "--json");
  await take.says(/Listening to “/);
  await stage.speak(noise);
  assert.equal(await take.code, 0);
  const report = lastReport();
  assert.equal(wordsOf(report), "");
  assert.deepEqual(report.composure.fillers, []);
  // It was heard, and is told apart from a voice.
  assert.ok(report.quality.noise_dbfs > -40, JSON.stringify(report.quality));
});
