import { expect, test, vi } from "vitest";
import type { Aim, Live } from "../src/lib/ipc";
import { Refusal } from "../src/lib/ipc";
import { TakeState } from "../src/lib/take.svelte";
import { door, silence } from "./door";

const aim: Aim = { story: null, question: "plain", plan: "quarter", level: null, microphone: "" };

function speaking() {
  let hear: (live: Live) => void = () => {};
  const take = new TakeState(
    door({
      startTake: async (_, listener) => {
        hear = listener;
        return { id: "t1", device: "Yeti" };
      },
    }),
  );
  return { take, hear: (live: Partial<Live>) => hear({ ...silence, ...live }) };
}

test("words settle, and what may still change is replaced", async () => {
  const { take, hear } = speaking();
  await take.start(aim, false);
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
  await take.start(aim, false);
  hear({ t: 5, partial: "we", trouble: "The microphone is silent." });
  hear({ t: 6 });
  expect(take.partial).toBe("we");
  expect(take.trouble).toBe("The microphone is silent.");
  hear({ trouble: "" });
  expect(take.trouble).toBe("");
  expect(take.seconds).toBe(6);
});

test("an hour of words keeps only what is shown", async () => {
  const { take, hear } = speaking();
  await take.start(aim, false);
  for (let t = 1; t <= 1_000; t++) hear({ t, settled: ["one", "two", String(t)] });
  expect(take.settled.length).toBeLessThanOrEqual(160);
  expect(take.settled.at(-1)).toBe("1000");
});

test("a microphone that cannot be opened leaves one ready to try again", async () => {
  const refusal = new Refusal({ code: "microphone", message: "It is not connected." });
  const take = new TakeState(door({ startTake: () => Promise.reject(refusal) }));
  await expect(take.start(aim, false)).rejects.toBe(refusal);
  expect(take.phase).toBe("ready");
});

test("going back while the question is asked records nothing", async () => {
  let asked = () => {};
  const startTake = vi.fn(async () => ({ id: "t1", device: "Yeti" }));
  const take = new TakeState(door({ ask: () => new Promise<void>((done) => (asked = done)), startTake }));
  const started = take.start(aim, true);
  expect(take.phase).toBe("asked");
  await take.discard();
  asked();
  await started;
  expect(take.phase).toBe("ready");
  expect(startTake).not.toHaveBeenCalled();
});

test("starting over throws the take away and begins another without asking again", async () => {
  const discardTake = vi.fn(async () => null);
  const startTake = vi.fn(async () => ({ id: "t1", device: "Yeti" }));
  const ask = vi.fn(async () => {});
  const take = new TakeState(door({ discardTake, startTake, ask }));
  await take.start(aim, true);
  await take.restart();
  expect(discardTake).toHaveBeenCalledOnce();
  expect(startTake).toHaveBeenCalledTimes(2);
  expect(ask).toHaveBeenCalledOnce();
  expect(take.phase).toBe("speaking");
});
