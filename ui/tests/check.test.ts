import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { MicrophoneCheck } from "../src/lib/check.svelte";
import { Refusal, type Ipc, type Live } from "../src/lib/ipc";
import { door, listed, row, silence } from "./door";

afterEach(cleanup);

function opened() {
  let hear: (live: Live) => void = () => {};
  const openMicrophone = vi.fn<Ipc["openMicrophone"]>(async (_, listener) => ((hear = listener), "Yeti"));
  const discardTake = vi.fn(async () => null);
  return {
    replaced: { openMicrophone, discardTake },
    hear: (live: Partial<Live>) => hear({ ...silence, ...live }),
  };
}

test("a voice is heard, a knock on the table is not", async () => {
  const { replaced, hear } = opened();
  const check = new MicrophoneCheck(door(replaced));
  await check.start("mic");
  hear({ dbfs: -20 });
  for (let n = 0; n < 50; n++) hear({ dbfs: -70 });
  expect([check.on, check.heard, check.dbfs]).toEqual([true, false, -70]);
  for (let n = 0; n < 10; n++) hear({ dbfs: -25 });
  expect(check.heard).toBe(true);
  await check.stop();
  expect(replaced.discardTake).toHaveBeenCalledOnce();
  hear({ dbfs: -10 });
  expect([check.on, check.dbfs]).toEqual([false, null]);
  await check.stop();
  expect(replaced.discardTake).toHaveBeenCalledOnce();
});

test("one that is stopped while it opens is closed once it is open", async () => {
  let open: (device: string) => void = () => {};
  const discardTake = vi.fn(async () => null);
  const openMicrophone = vi.fn<Ipc["openMicrophone"]>(() => new Promise((resolve) => (open = resolve)));
  const check = new MicrophoneCheck(door({ openMicrophone, discardTake }));
  const started = check.start("mic");
  await waitFor(() => expect(openMicrophone).toHaveBeenCalled());
  const stopped = check.stop();
  expect(discardTake).not.toHaveBeenCalled();
  open("Yeti");
  await Promise.all([started, stopped]);
  expect(discardTake).toHaveBeenCalledOnce();
});

test("one that cannot be opened is off again", async () => {
  const refusal = new Refusal({ code: "microphone", message: "It is not connected." });
  const check = new MicrophoneCheck(door({ openMicrophone: () => Promise.reject(refusal) }));
  await expect(check.start("mic")).rejects.toBe(refusal);
  expect(check.on).toBe(false);
});

test("the first run says what it does, checks the microphone and records thirty seconds", async () => {
  const { replaced, hear } = opened();
  const settings: Ipc["settings"] = async () => ({
    ...(await door().settings()),
    beginning: "first" as const,
  });
  const saveSettings = vi.fn(async () => null);
  const beginTake = vi.fn<Ipc["beginTake"]>(async () => "t1");
  render(App, { door: door({ ...replaced, settings, saveSettings, beginTake, takes: listed() }) });
  expect(await screen.findByText("sent to nobody", { exact: false })).toBeTruthy();
  const check = await screen.findByRole("button", { name: "Check the microphone" });
  await waitFor(() => expect((check as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(check);
  await screen.findByText("Say a sentence.");
  for (let n = 0; n < 10; n++) hear({ dbfs: -25 });
  expect(await screen.findByText("It hears you.")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Record thirty seconds" }));
  expect(await screen.findByText("of 0:30")).toBeTruthy();
  // What checked the microphone has let go of it before the take opens it.
  expect(replaced.discardTake).toHaveBeenCalledOnce();
  expect(beginTake).toHaveBeenCalledWith(expect.objectContaining({ drill: "own_it" }));
  await waitFor(() =>
    expect(saveSettings).toHaveBeenCalledWith(expect.objectContaining({ beginning: "hour" })),
  );
});

test("the first run can be left, and who has takes never sees it", async () => {
  const settings: Ipc["settings"] = async () => ({
    ...(await door().settings()),
    beginning: "first" as const,
  });
  const first = render(App, { door: door({ settings, takes: listed() }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Not now" }));
  expect(await screen.findByRole("button", { name: "Start the take" })).toBeTruthy();
  first.unmount();
  render(App, { door: door({ settings, takes: listed(row) }) });
  expect(await screen.findByRole("button", { name: "Start the take" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Not now" })).toBeNull();
});
