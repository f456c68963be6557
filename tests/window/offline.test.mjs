// Nothing is sent anywhere: a whole take where there is no network at all, not even a loopback, with every call that
// could open a connection written down. Driven by keys alone; what drives the other tests needs a loopback.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import assert from "node:assert/strict";
import { PROJECT, Stage, until } from "./stage.mjs";

const SHORT = path.join(PROJECT, "tests/fixtures/short-answer.wav");

/** Which kinds of socket were asked for, in a log of strace's, and how often. */
function sockets(log) {
  const kinds = {};
  for (const [, kind] of log.matchAll(/\bsocket(?:pair)?\((\w+)/g)) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

test("a take is told, judged and kept with no network there, and no internet socket is opened", async (t) => {
  // Where nobody is given a network of their own, what is asked of the one that is there is seen all the same.
  const apart = ["unshare", "--map-root-user", "--net"];
  const alone = spawnSync(apart[0], [...apart.slice(1), "true"]).status === 0 ? apart : [];
  if (alone.length === 0) console.log("skipped: without a network: this machine gives nobody another");
  const stage = await Stage.open({ driver: false });
  t.after(() => stage.close());
  const log = path.join(stage.home, "calls.txt");
  const watched = [
    "strace",
    "--seccomp-bpf",
    "-f",
    "-qq",
    "-e",
    "trace=socket,socketpair,connect",
    "-o",
    log,
  ];
  const ended = new Promise((resolve) => stage.byHand(...alone, ...watched).once("exit", resolve));
  const folder = path.join(stage.data, "recordings");
  const recordings = () => (existsSync(folder) ? readdirSync(folder) : []);
  // The window has no words for a key that comes too early: it is pressed until the take has begun.
  await until("Enter begins the first take", () => stage.key("Return") && recordings().length === 1);
  await stage.speak(SHORT);
  stage.key("space");
  const told = () => JSON.parse(stage.cli("export")).takes.find((take) => take.report);
  const { report } = await until("the take has its report", told);
  assert.ok(report.words.length > 10, JSON.stringify(report.words));
  await stage.shut();
  await ended;

  const kinds = sockets(readFileSync(log, "utf8"));
  assert.ok(kinds.AF_UNIX > 0, `the log has no socket at all: ${JSON.stringify(kinds)}`);
  assert.deepEqual(
    Object.keys(kinds).filter((kind) => !["AF_UNIX", "AF_NETLINK"].includes(kind)),
    [],
    JSON.stringify(kinds),
  );
});
