// What the window's commands make of payloads that no window of ours would send: each is answered or refused, none ends
// the program or leaves a promise open; what the user did not choose is not read. RETAKE_PAYLOADS says how many for each
// command.

import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PROJECT, Stage } from "./stage.mjs";

const EACH = Number(process.env.RETAKE_PAYLOADS ?? 40);
/** Asked at once: some take their time. */
const AT_ONCE = 20;
const SHORT = path.join(PROJECT, "tests/fixtures/short-answer.wav");
const MODEL = path.join(PROJECT, "models/speech/en-us");
/** These open the system's own dialog when they understand what is asked: they are asked what nobody can understand. */
const ASKING = { pick: "what", export: "what", keep_picture: "png", back_up: "withRecordings" };
/** What these are about has to be there each time they are asked. */
const LIVE = ["begin_take", "mark_part", "go_on"];
/** Even what is sound is refused: nobody chose the file, and there is no such model. */
const REFUSING = ["import_recording", "add_model", "remove_model"];

let stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

/** The commands that take something, by name; in what they take, a sound payload. */
function commands(id, story) {
  const bindings = readFileSync(path.join(PROJECT, "ui/src/lib/bindings.ts"), "utf8");
  const taking = [...bindings.matchAll(/__TAURI_INVOKE(?:<[^(]*>)?\("(\w+)", \{/g)].map(([, name]) => name);
  const aim = {
    story: null,
    question: "plain",
    asked: null,
    plan: "quarter",
    level: null,
    mode: "practice",
    drill: null,
    parent: null,
  };
  const draft = {
    title: "The list",
    notes: "",
    pain: 3,
    arc: { failure: "", ownership: "", action: "", learning: "", change: "", other: "" },
    outline: ["the list"],
    level: "ic5",
    role: "",
    core_skills: [],
    happened: "",
    shape: null,
    checks: ["real"],
    archived: false,
  };
  const wanted = {
    story: null,
    question: null,
    plan: null,
    parent: null,
    text: "",
    order: "newest",
    in_trash: false,
  };
  const channel = "__CHANNEL__:4242";
  const sound = {
    ask: { question: "Tell me about a time you failed." },
    open_microphone: { microphone: "", live: channel },
    begin_take: { aim },
    mark_part: { part: "failure" },
    go_on: { microphone: "" },
    takes: { wanted, skip: 0 },
    take: { id },
    delete_take: { id },
    undelete_take: { id },
    trend: { story: null, stretch: "whole" },
    bands: { plan: "quarter" },
    first_against_last: { story: "" },
    report: { id },
    mark_take: { id, marks: [{ part: "change", start: 1, end: 2 }] },
    compare_takes: { earlier: id, later: id },
    drill_outcome: { drill: "own_it", asked: "", id },
    waveform: { id },
    play: { id, from: 0, speed: 1, playing: channel },
    set_speed: { speed: 1 },
    follow: { news: channel },
    import_recording: { file: SHORT, aim, progress: channel },
    add_model: { from: MODEL, progress: channel },
    remove_model: { name: "../recordings" },
    add_story: { draft },
    change_story: { id: story, draft },
    delete_story: { id: story },
    undelete_story: { id: story },
    save_settings: { settings: {} },
    zoom: { percent: 100 },
    recordings_due: { retention: { how: "days", days: 30 } },
  };
  const known = [...Object.keys(sound), ...Object.keys(ASKING)];
  assert.deepEqual(
    taking.filter((name) => !known.includes(name)),
    [],
    "commands without a payload here",
  );
  return sound;
}

/** What lies in a folder, if there is one. */
const readable = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** Sends each command so many payloads, made of a sound one by changing what is in it; says how many were answered. */
function assail({ sound, asking, live, each, atOnce, seed }, done) {
  let state = seed;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const ODD = [
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 32,
    65536,
    "",
    " ",
    "\0",
    "..",
    "../../../etc/passwd",
    "/",
    "/etc/passwd",
    "a".repeat(70_000),
    "\u202e🎤\ud800",
    "'; drop table takes; --",
    "%s%n",
    "NaN",
    "quarter",
    "failure",
    "all",
    [],
    {},
    [[[[]]]],
    [null, 1, "a"],
    { id: null },
    Array.from({ length: 2_000 }, (_, n) => n),
  ];
  const NAMES = [
    "id",
    "title",
    "text",
    "order",
    "story",
    "plan",
    "plans",
    "shares",
    "seconds",
    "start",
    "end",
    "skip",
    "__proto__",
  ];
  const any = () => ODD[random(ODD.length)];
  const changed = (value) => {
    if (value === null || typeof value !== "object" || random(4) === 0) return any();
    const copy = Array.isArray(value) ? [...value] : { ...value };
    const keys = Object.keys(copy);
    const key = keys[random(keys.length)];
    const what = random(6);
    // Defined, not assigned: "__proto__" is a name among others here.
    const own = (value) => ({ value, writable: true, enumerable: true, configurable: true });
    if (what === 0 || key === undefined) Object.defineProperty(copy, NAMES[random(NAMES.length)], own(any()));
    else if (what === 1) delete copy[key];
    else copy[key] = changed(copy[key]);
    return copy;
  };
  const told = { answered: 0, refused: 0, open: [], unsound: [], never: [] };
  const invoke = window.__TAURI_INTERNALS__.invoke;
  setInterval(() => invoke("hush"), 5);
  const answered = new Set();
  const ask = (command, payload, whole) =>
    Promise.race([
      invoke(command, payload).then(
        () => {
          told.answered += 1;
          answered.add(command);
        },
        (error) => {
          told.refused += 1;
          // What Tauri itself refuses is text; the commands' own refusals have a code.
          if (payload === whole && typeof error === "string")
            told.unsound.push(`${command} ${JSON.stringify(payload)}: ${error}`);
        },
      ),
      new Promise((resolve) => setTimeout(resolve, 20_000, null)).then(() => "open"),
    ]).then((how) => how === "open" && told.open.push([command, JSON.stringify(payload).slice(0, 300)]));
  // A function of its own, not the body of the loop over the commands: closures made there were given the variables of the
  // command before by the web view's optimising compiler, after some ten thousand turns.
  const askOften = async (command, whole) => {
    // The first is sound: what the others are changed from is what the command takes.
    const odd = (n) => {
      let payload = whole;
      for (let k = n === 0 ? 0 : 1 + random(3); k > 0; k--) payload = changed(payload);
      return payload === null || typeof payload !== "object" || Array.isArray(payload)
        ? { payload }
        : payload;
    };
    for (let n = 0; n < each; n += atOnce) {
      const payloads = Array.from({ length: Math.min(atOnce, each - n) }, (_, k) => odd(n + k));
      if (live.includes(command)) {
        await invoke("open_microphone", sound.open_microphone);
        if (command !== "begin_take") await invoke("begin_take", sound.begin_take);
      }
      await Promise.all(payloads.map((payload) => ask(command, payload, whole)));
      // What was begun is not what is tried next.
      if (live.includes(command) || command === "open_microphone")
        await invoke("discard_take").catch(() => {});
    }
    if (!answered.has(command)) told.never.push(command);
  };
  (async () => {
    const settings = await invoke("settings");
    for (const [command, from] of Object.entries(sound))
      await askOften(command, command === "save_settings" ? { settings } : from);
    for (const [command, name] of Object.entries(asking))
      for (let n = 0; n < each; n++) {
        const value = any();
        await ask(command, { [name]: value === true ? [value] : value });
        if (answered.has(command)) throw new Error(`${command} has understood ${JSON.stringify(value)}`);
      }
    return told;
  })().then(done, (error) => done({ broke: String(error) }));
}

test("only a take's recording is played, wherever else an id may lead", async () => {
  const { play } = commands("", "");
  const outside = path.join(stage.data, "outside");
  const browser = await stage.launch();
  copyFileSync(SHORT, `${outside}.wav`);
  for (const id of ["../outside", outside, "../recordings/../outside", "outside", ""]) {
    const refused = await browser.executeAsync(
      (payload, done) =>
        window.__TAURI_INTERNALS__.invoke("play", payload).then(
          () => done("played"),
          (error) => done(error.message),
        ),
      { ...play, id },
    );
    assert.match(refused, /there is no take/i, id);
  }
  await stage.quit();
});

test("a sound recording and a sound model are refused unless the user chose them", async () => {
  const browser = await stage.launch();
  const { import_recording, add_model } = commands("", "");
  const ask = (command, payload) =>
    browser.executeAsync(
      (command, payload, done) =>
        window.__TAURI_INTERNALS__.invoke(command, payload).then(
          () => done("answered"),
          (error) => done(error.message ?? error),
        ),
      command,
      payload,
    );
  for (const refused of [await ask("import_recording", import_recording), await ask("add_model", add_model)])
    assert.match(refused, /not chosen in a dialog, nor dropped/);
  // There is nothing else wrong with it: the same recording, once it is dropped, becomes a take.
  await stage.drop([SHORT]);
  await browser.$("[data-testid=report]").waitForExist();
  await stage.quit();
  stage.cli("delete-everything", "--yes");
});

test(`${EACH} odd payloads for each command: all are answered or refused, and the program goes on`, async () => {
  stage.cli("import", SHORT);
  const { id } = JSON.parse(stage.cli("export")).takes[0];
  const browser = await stage.launch();
  const story = await browser.execute(
    async (payload) => (await window.__TAURI_INTERNALS__.invoke("add_story", payload)).id,
    commands(id, "").add_story,
  );
  const sound = commands(id, story);
  const seed = Math.floor(Math.random() * 2 ** 32);
  await browser.execute(
    `window.told = undefined; (${assail})(arguments[0], (told) => (window.told = told))`,
    { sound, asking: ASKING, live: LIVE, each: EACH, atOnce: AT_ONCE, seed },
  );
  let told;
  while (!told) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    told = await browser.execute(() => window.told);
  }
  console.log(`   seed ${seed}: ${JSON.stringify(told)}`);
  assert.equal(told.broke, undefined);
  assert.deepEqual(told.open, []);
  assert.deepEqual(told.unsound, [], "payloads that were meant to be sound");
  assert.deepEqual(told.never, REFUSING, "commands that answered none");
  const count = Object.keys(sound).length + Object.keys(ASKING).length;
  assert.equal(told.answered + told.refused, count * EACH);
  const logs = path.join(stage.data, "logs");
  const log = readable(logs)
    .map((file) => readFileSync(path.join(logs, file), "utf8"))
    .join("");
  assert.doesNotMatch(log, /panicked/);
  // The journal is sound. Nobody chose the recording or the model that were asked for, so none came of them: what takes were
  // begun by chance heard nobody.
  const { takes } = JSON.parse(stage.cli("export"));
  const spoken = takes.filter((take) => take.report?.words.length > 0);
  assert.ok(
    spoken.every((take) => take.id === id),
    JSON.stringify(
      spoken.map((take) => [
        take.id,
        take.started_ms,
        take.report.source,
        take.report.words
          .map((word) => word.text)
          .join(" ")
          .slice(0, 80),
      ]),
    ),
  );
  assert.deepEqual(readable(path.join(stage.data, "models")), []);
});
