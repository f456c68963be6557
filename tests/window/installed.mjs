// The installed package, used by an ordinary user in a root of their own: installed.mjs ROOT. Called by
// scripts/package-test.sh; driven by keys alone. Nothing is there but what the package asked for, not even a session bus.

import { chmodSync, readdirSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { PROJECT, Stage, until } from "./stage.mjs";

const [ROOT] = process.argv.slice(2);
const SHORT = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const HOME = "/home/Jürgen Żółć";
const USER = 4242;

const stage = await Stage.open({ driver: false, program: "/usr/bin/retake" });
try {
  const socket = path.join(stage.home, "sound");
  const open = ["load-module", "module-native-protocol-unix", "auth-anonymous=1", `socket=${socket}`];
  assert.ok(stage.pactl(...open), "the sound card is for this user too");
  for (const folder of [stage.home, path.dirname(socket)]) chmodSync(folder, 0o755);
  const as = [
    `--userspec=${USER}:${USER}`,
    ROOT,
    "env",
    "-i",
    `HOME=${HOME}`,
    "PATH=/usr/bin:/bin",
    "LANG=C.UTF-8",
  ];
  const seen = [...as, `DISPLAY=${stage.env.DISPLAY}`, `PULSE_SERVER=unix:${socket}`];
  const said = (...args) => {
    const run = spawnSync("chroot", [...seen, "/usr/bin/retake", ...args], { encoding: "utf8" });
    assert.equal(run.status, 0, `retake ${args.join(" ")}: ${run.stdout}${run.stderr}`);
    return run.stdout;
  };
  console.log(said("doctor"));

  stage.byHand("chroot", ...seen);
  const recordings = () =>
    readdirSync(path.join(ROOT, HOME), { recursive: true }).filter((file) =>
      /recordings\/.*\.wav/.test(file),
    );
  await until("Enter begins the first take", () => stage.key("Return") && recordings().length === 1);
  await stage.speak(SHORT);
  stage.key("space");
  const told = () => JSON.parse(said("export")).takes.find((take) => take.report);
  const { id, report } = await until("the take has its report", told);
  assert.ok(report.words.length > 10, JSON.stringify(report.words));
  console.log(said("show", id));
} finally {
  await stage.close();
}
