// The stage: a display, a sound card with a microphone and a WebDriver, none of which the machine needs to have.
// Everything lives in one temporary folder and ends with `close()`.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { remote } from "webdriverio";

export const PROJECT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(PROJECT, "target");
const PROGRAM = path.join(TARGET, "debug", "retake");
const DRIVER = path.join(PROJECT, ".tools", "bin", "tauri-driver");
export const ARTEFACTS = path.join(PROJECT, "tests", "window", "artefacts");

/** What never becomes true ends a test after this long; what takes long on a slow machine does not. */
const PATIENCE = 60_000;

/** Asks until the answer is true; what did not become true is named. */
export async function until(what, ask, timeoutMs = PATIENCE) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`timed out after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function answers(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/status`)).ok;
  } catch {
    return false;
  }
}

export class Stage {
  #folder = mkdtempSync(path.join(tmpdir(), "retake-stage-"));
  #children = [];
  #browser = null;
  #port = 0;

  #microphones = new Map();
  #program = PROGRAM;

  env = {};

  /** The home of the user on stage. */
  get home() {
    return this.#folder;
  }

  /** The folder that everything of theirs is kept in. */
  get data() {
    return this.env.RETAKE_DATA;
  }
  set data(folder) {
    this.env.RETAKE_DATA = folder;
  }

  /**
   * A display and a sound card. `driver` is what clicks in the window; it speaks over the loopback. What is in `env` the
   * program finds in its environment.
   */
  static async open({ window = true, driver = true, screen = "1280x860", program = PROGRAM, env = {} } = {}) {
    const stage = new Stage();
    stage.#program = program;
    try {
      await stage.#build(window, driver, screen, env);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  async #build(window, driver, screen, env) {
    const run = path.join(this.#folder, "run");
    mkdirSync(run, { mode: 0o700 });
    mkdirSync(ARTEFACTS, { recursive: true });
    const alsa = path.join(this.#folder, "alsa.conf");
    const server = `unix:${path.join(run, "pulse", "native")}`;
    const pulse = `{ type pulse server "${server}" }`;
    writeFileSync(alsa, `</usr/share/alsa/alsa.conf>\npcm.!default ${pulse}\nctl.!default ${pulse}\n`);
    this.env = {
      ...process.env,
      HOME: this.#folder,
      XDG_RUNTIME_DIR: run,
      XDG_CONFIG_HOME: path.join(this.#folder, "config"),
      XDG_DATA_HOME: path.join(this.#folder, "share"),
      PULSE_SERVER: server,
      ALSA_CONFIG_PATH: alsa,
      RETAKE_DATA: path.join(this.#folder, "data"),
      NO_AT_BRIDGE: "1",
      ...env,
    };
    delete this.env.WAYLAND_DISPLAY;
    if (!window) return this.#soundCard();
    await Promise.all([this.#display(screen), this.#soundCard()]);
    if (driver) await this.#driver();
  }

  #start(program, args, options = {}) {
    const child = spawn(program, args, {
      env: this.env,
      stdio: "ignore",
      detached: true,
      ...options,
    });
    child.on("error", () => {});
    this.#children.push(child);
    return child;
  }

  async #display(screen) {
    const xvfb = this.#start(
      "Xvfb",
      ["-displayfd", "3", "-screen", "0", `${screen}x24`, "-nolisten", "tcp"],
      {
        stdio: ["ignore", "ignore", "ignore", "pipe"],
      },
    );
    let number = "";
    xvfb.stdio[3].on("data", (data) => (number += data));
    await until("Xvfb has a display", () => number.includes("\n"));
    this.env.DISPLAY = `:${number.trim()}`;
  }

  async #soundCard() {
    this.#start("pulseaudio", [
      "--daemonize=no",
      "--exit-idle-time=-1",
      "--disable-shm=yes",
      "-n",
      "-L",
      "module-native-protocol-unix",
      "-L",
      "module-null-sink sink_name=stage",
      "-L",
      "module-null-sink sink_name=booth",
    ]);
    await until("the sound server answers", () => this.pactl("info"));
    this.pluggedIn({ mic: ["Microphone", "stage"] });
    if (!this.pactl("set-default-source", "mic")) throw new Error("the sound card has no default microphone");
  }

  /**
   * Exactly these microphones are plugged in: by its id, what each is called and the sink it hears. One that stays the
   * same stays plugged in.
   */
  pluggedIn(microphones) {
    const wanted = new Map(Object.entries(microphones).map(([id, [name, sink]]) => [id, `${name}\n${sink}`]));
    for (const [id, { is, module }] of this.#microphones) {
      if (wanted.get(id) === is) continue;
      if (!this.pactl("unload-module", module)) throw new Error(`${id} cannot be unplugged`);
      this.#microphones.delete(id);
    }
    for (const [id, is] of wanted) {
      if (this.#microphones.has(id)) continue;
      const [name, sink] = is.split("\n");
      const described = `source_properties="device.description='${name}'"`;
      const args = ["module-remap-source", `source_name=${id}`, `master=${sink}.monitor`, described];
      const loaded = spawnSync("pactl", ["load-module", ...args], {
        env: this.env,
        encoding: "utf8",
      });
      if (loaded.status !== 0) throw new Error(`${id} cannot be plugged in: ${loaded.stderr}`);
      this.#microphones.set(id, { is, module: loaded.stdout.trim() });
    }
  }

  /** A microphone that hears the sink "stage" stops delivering, or goes on: both the source and what it listens to. */
  suspend(on, source = "mic") {
    for (const each of [source, "stage.monitor"]) this.pactl("suspend-source", each, on ? "1" : "0");
  }

  /** Listens to what comes out of a loudspeaker until told to stop, for so many seconds at least; then gives the file. */
  hear(sink, name) {
    const file = path.join(this.#folder, `${name}.wav`);
    const format = ["--file-format=wav", "--rate=16000", "--channels=1", "--format=s16le"];
    const recorder = this.#start("parec", ["-d", `${sink}.monitor`, ...format, file]);
    return async (seconds = 0) => {
      const enough = () => existsSync(file) && statSync(file).size >= 44 + seconds * 32_000;
      await until(`it has listened for ${seconds} s`, enough);
      const gone = once(recorder, "exit");
      recorder.kill("SIGINT");
      await gone;
      return file;
    };
  }

  pactl(...args) {
    return spawnSync("pactl", args, { env: this.env, stdio: "ignore" }).status === 0;
  }

  async #driver() {
    this.#port = await freePort();
    const native = await freePort();
    this.#start("dbus-run-session", [
      "--",
      DRIVER,
      "--port",
      String(this.#port),
      "--native-port",
      String(native),
    ]);
    await until("the driver answers", () => answers(this.#port));
  }

  /** Starts the program and gives its window; past the first steps, unless they are wanted. */
  async launch({ welcome = false } = {}) {
    this.#browser = await remote({
      hostname: "127.0.0.1",
      port: this.#port,
      logLevel: "error",
      waitforTimeout: PATIENCE,
      capabilities: {
        "wdio:enforceWebDriverClassic": true,
        "tauri:options": { application: this.#program },
      },
    });
    const shown = (skip) => {
      const main = document.querySelector("main .page");
      if (!main || main.textContent.includes("Opening the journal…")) return false;
      const later = [...main.querySelectorAll("button")].find(
        (each) => each.textContent.trim() === "Not now",
      );
      if (later && skip) later.click();
      return true;
    };
    await until("the window shows a place", () => this.#browser.execute(shown, !welcome));
    return this.#browser;
  }

  get browser() {
    return this.#browser;
  }

  /** Closes the window by its button, and waits until the program has ended. */
  async shut() {
    const [own] = this.#own();
    for (const each of this.windows()) {
      const closed = spawnSync("/usr/bin/python3", [path.join(PROJECT, "tests/window/close.py"), each], {
        env: this.env,
      });
      if (closed.status !== 0) throw new Error(`the window cannot be closed: ${closed.stderr}`);
    }
    await until("the program has ended", () => !existsSync(`/proc/${own}`));
    await this.quit().catch(() => {});
  }

  /** The ids of the windows that are called Retake. */
  windows() {
    return this.find("^Retake$");
  }

  /** The ids of the windows in sight that are called so. */
  find(name) {
    const search = ["search", "--onlyvisible", "--name", name];
    const found = spawnSync("xdotool", search, { env: this.env, encoding: "utf8" });
    return found.stdout.split("\n").filter(Boolean);
  }

  /** Types into a window of the system's and presses Enter. */
  async type(window, text) {
    this.#mouse("windowfocus", "--sync", window);
    this.#mouse("key", "ctrl+a");
    this.#mouse("type", text);
    this.#mouse("key", "Return");
    await until("it has gone", () => !this.find(".").includes(window));
  }

  press(window, key) {
    this.#mouse("windowfocus", "--sync", window, "key", key);
  }

  /** Starts the program as a user does, with nothing that drives it, by way of another command. */
  byHand(command, ...args) {
    return this.#start("dbus-run-session", ["--", command, ...args, this.#program]);
  }

  /** A key, pressed in the program's window. */
  key(key) {
    const [window] = this.windows();
    if (window) this.press(window, key);
    return window !== undefined;
  }

  /** Ends the window's session. */
  async quit() {
    const browser = this.#browser;
    this.#browser = null;
    await browser?.deleteSession();
  }

  /** Ends the program as a power cut does: no goodbye. */
  async kill() {
    const own = this.#own();
    if (own.length !== 1) throw new Error(`expected one running program, found ${own.length}`);
    process.kill(Number(own[0]), "SIGKILL");
    await until("the program has ended", () => !existsSync(`/proc/${own[0]}`));
    await this.quit().catch(() => {});
  }

  /** The running program's process. */
  pid() {
    return this.#own()[0];
  }

  #own() {
    return this.#running((program) => program === this.#program);
  }

  /** The processes of the webview; they end a little later than the program. */
  webviews() {
    return this.#running((program) => /^WebKit\w+Process$/.test(path.basename(program)));
  }

  #running(wanted) {
    return readdirSync("/proc").filter((pid) => {
      try {
        return /^\d+$/.test(pid) && wanted(readlinkSync(`/proc/${pid}/exe`)) && this.#isOurs(pid);
      } catch {
        return false;
      }
    });
  }

  #isOurs(pid) {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`RETAKE_DATA=${this.data}`);
  }

  /** Speaks a recording into the microphone; resolves when it has been said. It is heard so much later, at most. */
  async speak(wav, sink = "stage", latencyMs = 2_000) {
    const player = this.#start("paplay", ["-d", sink, `--latency-msec=${latencyMs}`, wav]);
    const [code] = await once(player, "exit");
    if (code !== 0) throw new Error(`paplay ended with ${code}`);
  }

  #mouse(...args) {
    const moved = spawnSync("xdotool", args, { env: this.env });
    if (moved.status !== 0) throw new Error(`xdotool ${args.join(" ")}: ${moved.error ?? moved.stderr}`);
  }

  /** Drags files from another program onto the window and drops them there; `held` runs while they are held over it. */
  async drop(files, held = async () => {}) {
    const hand = this.#start("/usr/bin/python3", [path.join(PROJECT, "tests/window/drag.py"), ...files], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(hand.stdout, "data");
    this.#mouse("mousemove", "1220", "815", "mousedown", "1");
    // A drag begins with a movement, and a window notices it with the next.
    for (let step = 1; step <= 20; step++) {
      this.#mouse("mousemove", String(1220 - 30 * step), String(815 - 20 * step));
    }
    // A hand lets go when it sees that what it holds is wanted.
    const isWanted = () => document.body.innerText.includes("Drop recordings");
    let at = 405;
    await until("the window says that files may be dropped", () => {
      at = 815 - at;
      this.#mouse("mousemove", "610", String(at));
      return this.#browser.execute(isWanted);
    });
    await held();
    this.#mouse("mouseup", "1");
    // The hand stays until its files have been taken, which it is told late: `close` takes it away.
  }

  /** Begins `retake listen`; what it says is collected, and can be waited for. */
  listen(...args) {
    const child = this.#start(this.#program, ["listen", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = {
      child,
      said: "",
      code: once(child, "exit").then(([code]) => code),
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (take.said += data));
    take.says = (wanted) =>
      until(`it says ${wanted}`, () => wanted.test(take.said)).catch((error) => {
        throw new Error(`${error.message}; it says: ${take.said}`);
      });
    return take;
  }

  /** Runs a verb of the program's command line on the same data. */
  cli(...args) {
    const run = spawnSync(this.#program, args, { env: this.env, encoding: "utf8", maxBuffer: Infinity });
    if (run.status !== 0) throw new Error(`retake ${args.join(" ")} ended with ${run.status}: ${run.stderr}`);
    return run.stdout;
  }

  /** The take that a running program records, by the file it writes. */
  recording(pid) {
    const open = `/proc/${pid}/fd`;
    for (const handle of existsSync(open) ? readdirSync(open) : []) {
      try {
        const { dir, name } = path.parse(readlinkSync(path.join(open, handle)));
        if (dir === path.join(this.data, "recordings")) return name;
      } catch {
        // Closed meanwhile.
      }
    }
    return undefined;
  }

  /** The state of every take in the journal, by its id: what no verb tells of a take that is not finished. */
  takes() {
    const states = `import json, sqlite3, sys
journal = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", timeout=60, uri=True)
print(json.dumps(dict(journal.execute("SELECT id, state FROM takes"))))`;
    const asked = spawnSync("/usr/bin/python3", ["-c", states, path.join(this.data, "journal.db")], {
      encoding: "utf8",
      maxBuffer: Infinity,
    });
    if (asked.status !== 0) throw new Error(`the journal cannot be read: ${asked.stderr}`);
    return JSON.parse(asked.stdout);
  }

  /** Every file in the user's home, by its path in it. */
  files() {
    return readdirSync(this.#folder, { recursive: true }).filter((file) => !file.startsWith("run"));
  }

  async close() {
    await this.quit().catch(() => {});
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.pid === undefined) continue;
      const gone = once(child, "exit");
      try {
        process.kill(-child.pid, "SIGTERM");
      } catch {
        continue;
      }
      const slow = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 3_000);
      await gone;
      clearTimeout(slow);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
