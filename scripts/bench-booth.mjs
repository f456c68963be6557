// How the booth compares with plain libvosk: bench-booth.mjs RETAKE PLAIN [MINUTES-UNDER-LOAD]
//
// Both run in turn on the same speech, so that a noisy machine is noisy for both. What is live comes through the window
// tests' virtual sound card. Prints its rows of the table; ends with 1 if a figure misses its goal.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT, Stage } from "../tests/window/stage.mjs";

const [RETAKE, PLAIN, MINUTES = "10"] = process.argv.slice(2);
/** What one would take instead: Vosk's own program in Python, where there is one. */
const TRANSCRIBER = process.env.VOSK_TRANSCRIBER;
const MODEL = path.join(PROJECT, "models/speech/en-us");
const SPOKEN = path.join(PROJECT, "tests/fixtures/spoken-answer.wav");
const RATE = 16_000;
const TURNS = 5;
const TICKS = 100;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const p95 = (values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
const seconds = () => performance.now() / 1000;

function samplesOf(file) {
  const bytes = readFileSync(file);
  return new Int16Array(bytes.buffer, bytes.byteOffset + 44, (bytes.length - 44) >> 1);
}

/** A WAV that repeats another one until it is long enough. */
function repeated(file, length, to) {
  const once = samplesOf(file);
  const samples = new Int16Array(length * RATE);
  for (let n = 0; n < samples.length; n++) samples[n] = once[n % once.length];
  const header = readFileSync(file).subarray(0, 44);
  const bytes = Buffer.concat([header, Buffer.from(samples.buffer)]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(to, bytes);
  return to;
}

/** Runs a program to its end: its wall and CPU seconds, its peak of memory, what it said, and when. */
async function run(program, args, env, begun = () => {}) {
  const began = seconds();
  const child = spawn(program, args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const used = { wall: 0, cpu: 0, megabytes: 0, lines: [], complaint: "" };
  const look = () => {
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      used.cpu = Math.max(used.cpu, (Number(stat[11]) + Number(stat[12])) / TICKS);
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      if (peak) used.megabytes = Math.max(used.megabytes, Number(peak[1]) / 1024);
    } catch {
      // It has just ended.
    }
  };
  const watched = setInterval(look, 50);
  let rest = "";
  child.stdout.on("data", (data) => {
    const now = seconds();
    const lines = (rest + data).split("\n");
    rest = lines.pop();
    used.lines.push(...lines.map((text) => ({ at: now, text })));
  });
  child.stderr.on("data", (data) => {
    used.complaint += data;
    begun(used.complaint);
  });
  const [code] = await once(child, "exit");
  clearInterval(watched);
  used.wall = seconds() - began;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${used.complaint}`);
  return used;
}

/** For every word that both have: the seconds from its end in the speech to the first text it is in. */
function delays(reference, texts, zero) {
  const last = texts.at(-1).words;
  const found = [];
  let from = 0;
  reference.forEach(({ text, end }) => {
    // The two hear the same speech and differ in a word now and then: the next same word within reach is the one.
    const at = last.slice(from, from + 5).indexOf(text);
    if (at < 0) return;
    const index = from + at;
    from = index + 1;
    const shown = texts.find(({ words }) => words[index] === text);
    if (shown) found.push(shown.at - zero - end);
  });
  return found;
}

const stage = await Stage.open({ window: false });
try {
  const env = { ...process.env };
  const three = repeated(SPOKEN, 180, path.join(stage.home, "three.wav"));
  let missed = false;
  const row = (what, instead, ours, goal, fine) => {
    console.log(`| booth: ${what} | ${instead} | ${ours} | ${goal}${fine ? "" : ", missed"} |`);
    missed ||= !fine;
  };

  // --- from a recording to its report ---
  const analysed = { plain: [], ours: [], transcriber: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    analysed.plain.push(await run(PLAIN, [MODEL, three], env));
    analysed.ours.push(await run(RETAKE, ["analyze", three, "--json"], stage.env));
    if (!TRANSCRIBER) continue;
    const text = path.join(stage.home, "three.txt");
    const asked = ["--model", MODEL, "--input", three, "--output", text, "--log-level", "ERROR"];
    analysed.transcriber.push(await run(TRANSCRIBER, asked, env));
    if (readFileSync(text, "utf8").split(/\s+/).length < 100)
      throw new Error("vosk-transcriber wrote next to nothing");
  }
  const of = (key, what) => median(analysed[key].map((used) => used[what]));
  // Of neighbours in time: what else the machine does then, it does to both.
  const wall = median(analysed.ours.map((used, turn) => used.wall / analysed.plain[turn].wall));
  row(
    "3 min analysed, wall",
    `libvosk ${of("plain", "wall").toFixed(1)} s`,
    `${of("ours", "wall").toFixed(1)} s, × ${wall.toFixed(3)}`,
    "≤ × 1.10",
    wall <= 1.1,
  );
  const more = of("ours", "megabytes") - of("plain", "megabytes");
  row(
    "3 min analysed, memory",
    `libvosk ${of("plain", "megabytes").toFixed(0)} MB`,
    `${of("ours", "megabytes").toFixed(0)} MB, + ${more.toFixed(0)}`,
    "≤ + 60 MB",
    more <= 60,
  );
  if (TRANSCRIBER) {
    const beside = (what, unit, digits) => {
      const [theirs, ours] = ["transcriber", "ours"].map((key) => `${of(key, what).toFixed(digits)} ${unit}`);
      return [`vosk-transcriber ${theirs}`, ours];
    };
    row("3 min transcribed or analysed, wall", ...beside("wall", "s", 1), "", true);
    row("3 min transcribed or analysed, memory", ...beside("megabytes", "MB", 0), "", true);
  }
  const half = repeated(SPOKEN, 1_800, path.join(stage.home, "half-hour.wav"));
  const long = await run(RETAKE, ["analyze", half, "--json"], stage.env);
  const grown = long.megabytes - of("ours", "megabytes");
  row("30 min analysed, memory", "", `${long.megabytes.toFixed(0)} MB, + ${grown.toFixed(0)}`, "", true);

  // --- live ---
  const reference = JSON.parse(analysed.plain[0].lines.at(-1).text).filter((word) => word.end < 75);
  const live = { plain: [], ours: [], cpu: { plain: [], ours: [] } };
  const length = Math.ceil(samplesOf(SPOKEN).length / RATE) + 4;
  for (let turn = 0; turn < 2; turn++) {
    const plain = await run(PLAIN, [MODEL, SPOKEN, "--live"], env);
    const begin = plain.lines[0].at;
    const texts = plain.lines.slice(1, -1).map(({ at, text }) => ({ at, words: text.split(" ") }));
    live.plain.push(...delays(reference, texts, begin));
    live.cpu.plain.push(plain.cpu);

    // When the first sound is in the card is heard there, not guessed.
    const ear = spawn(
      "parec",
      ["-d", "mic", "--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=10"],
      {
        env: stage.env,
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    let zero = 0;
    const loud = (samples) => samples.findIndex((sample) => Math.abs(sample) > 1_000);
    ear.stdout.on("data", (data) => {
      if (zero > 0) return;
      const heard = new Int16Array(data.buffer.slice(data.byteOffset, data.byteOffset + (data.length & ~1)));
      const first = loud(heard);
      if (first < 0) return;
      const after = (heard.length - first) / RATE;
      zero = seconds() - after - loud(samplesOf(SPOKEN)) / RATE;
    });
    let spoken = false;
    const speak = (said) => {
      if (spoken || !said.includes("Listening")) return;
      spoken = true;
      stage.speak(SPOKEN).catch(() => {});
    };
    const ours = await run(RETAKE, ["listen", "--seconds", String(length), "--messages"], stage.env, speak);
    ear.kill();
    const settled = [];
    let partial = "";
    const shown = ours.lines.map(({ at, text }) => {
      const message = JSON.parse(text);
      settled.push(...message.settled);
      partial = message.partial ?? partial;
      return { at, words: [...settled, ...partial.split(" ").filter(Boolean)] };
    });
    live.ours.push(...delays(reference, shown, zero));
    live.cpu.ours.push(ours.cpu);
  }
  const milliseconds = (value) => `${Math.round(1000 * value)} ms`;
  row(
    "word to text, live, median",
    `libvosk ${milliseconds(median(live.plain))}`,
    milliseconds(median(live.ours)),
    "",
    true,
  );
  const late = p95(live.ours) - p95(live.plain);
  row(
    "word to text, live, p95",
    `libvosk ${milliseconds(p95(live.plain))}`,
    `${milliseconds(p95(live.ours))}, ${late >= 0 ? "+" : "−"} ${milliseconds(Math.abs(late))}`,
    "≤ + 150 ms",
    late <= 0.15,
  );
  const cpu = median(live.cpu.ours) / median(live.cpu.plain);
  row(
    `CPU of a live take of ${length} s`,
    `libvosk ${median(live.cpu.plain).toFixed(1)} s`,
    `${median(live.cpu.ours).toFixed(1)} s, × ${cpu.toFixed(2)}`,
    "≤ × 1.25",
    cpu <= 1.25,
  );

  // --- nothing lost, with the other core fully loaded ---
  const whole = 60 * Number(MINUTES);
  const speech = repeated(SPOKEN, whole, path.join(stage.home, "long.wav"));
  const load = spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" });
  let talking = false;
  const loaded = await run(RETAKE, ["listen", "--seconds", String(whole), "--json"], stage.env, (said) => {
    if (talking || !said.includes("Listening")) return;
    talking = true;
    stage.speak(speech).catch(() => {});
  });
  load.kill();
  const report = JSON.parse(loaded.lines.map(({ text }) => text).join("\n"));
  const { lost_samples, problems } = report.quality;
  row(
    `samples lost in ${MINUTES} min under load`,
    "",
    `${lost_samples} of ${Math.round(report.source.duration_s * RATE)}`,
    "0",
    lost_samples === 0 && problems.length === 0,
  );

  for (const problem of problems) console.log(`under load: ${problem}`);
  process.exitCode = missed ? 1 : 0;
} finally {
  await stage.close();
}
