import { expect, test, vi } from "vitest";
import type { Live } from "../src/lib/ipc";
import { Refusal } from "../src/lib/ipc";
import { TakeState } from "../src/lib/take.svelte";
import { aim, door, silence } from "./door";

const fine = { sentence: "", wants_a_microphone: false };
const silent = { sentence: "The microphone is silent.", wants_a_microphone: false };

const atOnce = (draw: () => void) => draw();

function speaking(frame = atOnce) {
  let hear: (live: Live) => void = () => {};
  const take = new TakeState(
    door({
      openMicrophone: async (_, listener) => {
        hear = listener;
        return "Yeti";
      },
    }),
    frame,
  );
  return { take, hear: (live: Partial<Live>) => hear({ ...silence, ...live }) };
}

test("words settle, and what may still change is replaced", async () => {
  const { take, hear } = speaking();
  await take.start(aim, "", null);
  expect(take.phase).toBe("speaking");
  expect(take.device).toBe("Yeti");
  hear({ t: 1, partial: "last ear" });
  hear({ t: 2, settled: ["last", "year"], partial: "" });
  hear({ t: 3, partial: "we" });
  expect(take.settled).toEqual(["last", "year"]);
  expect(take.partial).toBe("we");
  expect(take.seconds).toBe(3);
});

test("a message that says nothing of something leaves it as it was", async () => {
  const { take, hear } = speaking();
  await take.start(aim, "", null);
  hear({ t: 5, partial: "we", trouble: silent });
  hear({ t: 6 });
  expect(take.partial).toBe("we");
  expect(take.trouble).toEqual(silent);
  hear({ trouble: fine });
  expect(take.trouble).toEqual(fine);
  expect(take.seconds).toBe(6);
});

test("an hour of words keeps only what is shown", async () => {
  const { take, hear } = speaking();
  await take.start(aim, "", null);
  for (let t = 1; t <= 1_000; t++) hear({ t, settled: ["one", "two", String(t)] });
  expect(take.settled.length).toBeLessThanOrEqual(160);
  expect(take.settled.at(-1)).toBe("1000");
});

test("what comes between two frames is drawn together", async () => {
  const frames: (() => void)[] = [];
  const { take, hear } = speaking((draw) => frames.push(draw));
  await take.start(aim, "", null);
  hear({ t: 1, partial: "last ear", trouble: silent });
  hear({ t: 2, settled: ["last", "year"], partial: "" });
  hear({ t: 3, settled: ["we"] });
  expect(take.seconds).toBe(0);
  expect(frames.length).toBe(1);
  frames[0]?.();
  expect(take.settled).toEqual(["last", "year", "we"]);
  expect([take.seconds, take.partial, take.trouble]).toEqual([3, "", silent]);
  hear({ t: 4 });
  expect(frames.length).toBe(2);
});

test("a microphone that cannot be opened leaves one ready to try again", async () => {
  const refusal = new Refusal({ code: "microphone", message: "It is not connected." });
  const discardTake = vi.fn(async () => null);
  const take = new TakeState(door({ openMicrophone: () => Promise.reject(refusal), discardTake }));
  await expect(take.start(aim, "", null)).rejects.toBe(refusal);
  expect(take.phase).toBe("ready");
  expect(discardTake).not.toHaveBeenCalled();
});

test("a take that cannot begin closes its microphone again", async () => {
  const refusal = new Refusal({ code: "other", message: "The disk is full." });
  const discardTake = vi.fn(async () => null);
  const take = new TakeState(door({ beginTake: () => Promise.reject(refusal), discardTake }));
  await expect(take.start(aim, "", null)).rejects.toBe(refusal);
  expect(take.phase).toBe("ready");
  expect(discardTake).toHaveBeenCalledOnce();
});

test("the microphone is open while the question is asked, and the take begins after it", async () => {
  let asked = () => {};
  const beginTake = vi.fn(async () => "t1");
  const ask = () => new Promise<void>((done) => (asked = done));
  const take = new TakeState(door({ ask, beginTake, openMicrophone: async () => "Yeti" }));
  const started = take.start(aim, "alsa:1", "Tell me.");
  await vi.waitFor(() => expect(take.phase).toBe("asked"));
  expect(take.device).toBe("Yeti");
  expect(beginTake).not.toHaveBeenCalled();
  asked();
  await started;
  expect(beginTake).toHaveBeenCalledOnce();
  expect(take.phase).toBe("speaking");
});

test("going back while the question is asked records nothing", async () => {
  let asked = () => {};
  const beginTake = vi.fn(async () => "t1");
  const discardTake = vi.fn(async () => null);
  const ask = () => new Promise<void>((done) => (asked = done));
  const take = new TakeState(door({ ask, beginTake, discardTake }));
  const started = take.start(aim, "", "Tell me.");
  await vi.waitFor(() => expect(take.phase).toBe("asked"));
  await take.discard();
  asked();
  await started;
  expect(take.phase).toBe("ready");
  expect(beginTake).not.toHaveBeenCalled();
  expect(discardTake).toHaveBeenCalledOnce();
});

test("going back while the microphone opens closes it once it is open", async () => {
  let opened = (_device: string) => {};
  const discardTake = vi.fn(async () => null);
  const beginTake = vi.fn(async () => "t1");
  const openMicrophone = () => new Promise<string>((done) => (opened = done));
  const take = new TakeState(door({ openMicrophone, discardTake, beginTake }));
  const started = take.start(aim, "", null);
  expect(take.phase).toBe("opening");
  await take.discard();
  expect(take.phase).toBe("ready");
  opened("Yeti");
  await started;
  expect(discardTake).toHaveBeenCalledOnce();
  expect(beginTake).not.toHaveBeenCalled();
  expect(take.phase).toBe("ready");
});

test("a take goes on with another microphone, and starting over takes that one", async () => {
  const openMicrophone = vi.fn(async () => "Yeti");
  const take = new TakeState(door({ openMicrophone, goOn: async () => "Headset" }));
  await take.start(aim, "alsa:1", null);
  await take.goOn("alsa:2");
  expect(take.device).toBe("Headset");
  await take.restart();
  expect(openMicrophone).toHaveBeenLastCalledWith("alsa:2", expect.anything());
});

test("starting over throws the take away and begins another without asking again", async () => {
  const discardTake = vi.fn(async () => null);
  const beginTake = vi.fn(async () => "t1");
  const ask = vi.fn(async () => {});
  const take = new TakeState(door({ discardTake, beginTake, ask }));
  await take.start(aim, "", "Tell me.");
  await take.restart();
  expect(discardTake).toHaveBeenCalledOnce();
  expect(beginTake).toHaveBeenCalledTimes(2);
  expect(ask).toHaveBeenCalledOnce();
  expect(take.phase).toBe("speaking");
});

test("who goes back while the take is begun does not go on being recorded", async () => {
  const discardTake = vi.fn(async () => null);
  let begun: (id: string) => void = () => {};
  const beginTake = () => new Promise<string>((resolve) => (begun = resolve));
  const take = new TakeState(door({ beginTake, discardTake }));
  const started = take.start(aim, "", null);
  await vi.waitFor(() => expect(take.phase).toBe("opening"));
  await new Promise((resolve) => setTimeout(resolve));
  await take.discard();
  begun("01a");
  await started;
  expect(take.phase).toBe("ready");
  expect(discardTake).toHaveBeenCalledTimes(1);
});
