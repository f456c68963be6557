// `retake listen` and what can happen to a microphone, through the virtual card and without a window.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROJECT, Stage, until } from "./stage.mjs";

const SPOKEN = path.join(PROJECT, "tests/fixtures/short-answer.wav");

let stage;
before(async () => {
  stage = await Stage.open({ window: false });
});
after(() => stage?.close());

/** Listens to the whole answer, and ends by Ctrl-C. */
async function told(...args) {
  const take = stage.listen(...args);
  await take.says(/Listening to “/);
  const spoken = stage.speak(SPOKEN);
  await take.says(/forty people were paid/);
  await spoken;
  take.child.kill("SIGINT");
  assert.equal(await take.code, 0);
  return take;
}

test("a take is heard without a window, and Ctrl-C ends it with its report", async () => {
  const take = await told();
  assert.match(take.said, /One fix:/);
  assert.match(take.said, /ownership/);
  assert.match(stage.cli("takes"), /last year/);
});

test("the fillers that count can be named for one take", async () => {
  await told("--fillers", "forty people");
  const [line] = stage.cli("takes").split("\n");
  const { fillers } = JSON.parse(stage.cli("show", line.split(" ")[0], "--json")).composure;
  const words = fillers.filter((filler) => filler.kind !== "filled_pause").map((filler) => filler.text);
  assert.deepEqual(words, ["forty people"]);
});

test("it ends by itself after so many seconds, and a muted microphone is named meanwhile", async () => {
  stage.pactl("set-source-mute", "mic", "1");
  const take = stage.listen("--seconds", "6");
  await take.says(/is silent: it is muted/);
  assert.equal(await take.code, 0);
  assert.match(take.said, /No voice was heard/);
  stage.pactl("set-source-mute", "mic", "0");
});

test("a microphone that is unplugged is named, and the take so far is kept", async () => {
  const take = stage.listen();
  await take.says(/Listening to “/);
  const spoken = stage.speak(SPOKEN);
  await take.says(/forty people were paid/);
  stage.pluggedIn({});
  await take.says(/was unplugged/);
  take.child.kill("SIGINT");
  assert.equal(await take.code, 0);
  const [line] = stage.cli("takes").split("\n");
  const report = JSON.parse(stage.cli("show", line.split(" ")[0], "--json"));
  assert.match(report.words.map((word) => word.text).join(" "), /forty people were paid/);
  await spoken;
});

test("where no sound server is found, ALSA is asked", async () => {
  const { PULSE_SERVER: server, XDG_RUNTIME_DIR: run } = stage.env;
  stage.pluggedIn({ mic: ["Microphone", "stage"] });
  stage.pactl("set-default-source", "mic");
  assert.match(stage.cli("devices"), /\tpulse:mic\n/);
  // ALSA's own configuration knows the way to the card; the program is not told of it.
  stage.env.PULSE_SERVER = "";
  stage.env.XDG_RUNTIME_DIR = stage.home;
  try {
    assert.doesNotMatch(stage.cli("devices"), /pulse:/);
    const take = stage.listen();
    await take.says(/Listening to “System default”/);
    stage.env.PULSE_SERVER = server;
    void stage.speak(SPOKEN).catch(() => {});
    await take.says(/forty people were paid/);
    take.child.kill("SIGINT");
    assert.equal(await take.code, 0);
  } finally {
    Object.assign(stage.env, { PULSE_SERVER: server, XDG_RUNTIME_DIR: run });
  }
});
