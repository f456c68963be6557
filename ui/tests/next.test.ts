import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { Ipc, Live } from "../src/lib/ipc";
import { Refusal } from "../src/lib/ipc";
import { WindowState } from "../src/lib/window.svelte";
import { TakeState } from "../src/lib/take.svelte";
import { door, listed, report, row, silence } from "./door";

afterEach(cleanup);

const asked = { ...report(), id: "t1", follow_ups: ["Who did you tell?", "When did you know?", "What now?"] };
const interview: Ipc["settings"] = async () => ({ ...(await door().settings()), mode: "interview" });

/** A window with a take, past its beginning. */
async function stage(replaced: Partial<Ipc>, chance?: () => number) {
  const win = new WindowState(door(replaced), chance);
  const take = new TakeState(win.ipc, (draw) => draw());
  await win.begin();
  return { win, take };
}

/** An interview in the window: every take that ends gives the next of these reports. */
function told() {
  const beginTake = vi.fn<Ipc["beginTake"]>(async () => "t1");
  const reports = [asked, { ...report(), id: "f1" }, { ...report(), id: "f2" }];
  const stopTake = async () => reports.shift() ?? report();
  return { beginTake, stopTake };
}

test("in an interview two follow-ups come right after the answer, and then its report", async () => {
  const { beginTake, stopTake } = told();
  render(App, { door: door({ settings: interview, beginTake, stopTake }) });
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  await screen.findByRole("button", { name: "Stop Space" });
  expect(screen.queryByText("Ownership")).toBeNull();
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByRole("heading", { name: "Who did you tell?" })).toBeTruthy();
  await screen.findByRole("button", { name: "Stop Space" });
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByRole("heading", { name: "When did you know?" })).toBeTruthy();
  await screen.findByRole("button", { name: "Stop Space" });
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByText("What you may be asked next")).toBeTruthy();
  const aims = beginTake.mock.calls.map(([aim]) => [aim.mode, aim.parent, aim.asked]);
  expect(aims).toEqual([
    ["interview", null, "Tell me about a time you failed."],
    ["interview", "t1", "Who did you tell?"],
    ["interview", "t1", "When did you know?"],
  ]);
});

test("an interview can be ended at a follow-up, and what was told is there", async () => {
  const discardTake = vi.fn(async () => null);
  render(App, { door: door({ settings: interview, ...told(), discardTake }) });
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  await screen.findByRole("button", { name: "Stop Space" });
  await fireEvent.keyDown(window, { key: " " });
  await screen.findByRole("heading", { name: "Who did you tell?" });
  await screen.findByRole("button", { name: "Stop Space" });
  await fireEvent.keyDown(window, { key: "Escape" });
  await fireEvent.click(await screen.findByRole("button", { name: "End it" }));
  expect(await screen.findByText("What you may be asked next")).toBeTruthy();
  expect(discardTake).toHaveBeenCalledOnce();
});

test("a microphone that is gone after the answer ends the interview, and says so", async () => {
  const refusal = new Refusal({ code: "microphone", message: "It is not connected." });
  const openMicrophone = vi
    .fn<Ipc["openMicrophone"]>()
    .mockResolvedValueOnce("Yeti")
    .mockRejectedValue(refusal);
  const { win, take } = await stage({ settings: interview, openMicrophone, stopTake: async () => asked });
  await win.next.start(take, "");
  const first = await take.stop();
  await win.next.spoken(first as typeof asked, take);
  expect(win.report?.id).toBe("t1");
  expect(win.trouble?.sentence).toBe("It is not connected.");
  expect([take.phase, win.next.isInterviewed, win.next.followUp]).toEqual(["ready", false, null]);
});

test("what was told again from the journal is asked as it was: a follow-up, a drill", async () => {
  const followUp = { ...row, id: "f1", parent: "t1", story_id: "s1" };
  const drilled = { ...row, id: "d1", drill: "own_it" as const };
  const { win } = await stage({ take: async (id) => (id === "f1" ? followUp : drilled) });
  win.go("takes");
  const answered = { question: "Who did you tell?", given: null, seconds: 20, what: "" };
  await win.next.retake({ ...report(), id: "f1", answered });
  expect(win.next.followUp).toEqual({ parent: "t1", question: "Who did you tell?", story: "s1" });
  win.go("takes");
  await win.next.retake({ ...report(), id: "d1" });
  expect([win.next.followUp, win.next.drill?.id]).toEqual([null, "own_it"]);
});

test("a surprise is drawn when the take begins, at the level, and asked again by starting over", async () => {
  const settings: Ipc["settings"] = async () => ({
    ...(await door().settings()),
    surprise: true,
    questions: ["What did it cost?"],
  });
  const beginTake = vi.fn<Ipc["beginTake"]>(async () => "t1");
  const { win, take } = await stage({ settings, beginTake }, () => 0.999);
  expect(win.next.asked).toBe("");
  await win.next.start(take, "");
  await take.restart();
  const aims = beginTake.mock.calls.map(([aim]) => [aim.asked, aim.question]);
  expect(aims).toEqual([
    ["What did it cost?", "plain"],
    ["What did it cost?", "plain"],
  ]);
  await take.discard();
  // Not the same twice.
  await win.next.start(take, "");
  expect(beginTake.mock.calls[2]?.[0].asked).not.toBe("What did it cost?");
});

test("a retake has the same story and question, and the one fix in sight until it is put away", async () => {
  const take = async () => ({ ...row, story_id: "s1", story: "payroll" });
  const fixed = {
    ...report(),
    headline: { strength: null, fix: { what: "Say what caused it.", quote: null } },
  };
  const stories = async () => [{ ...(await import("../src/lib/stories")).blankPage("payroll"), id: "s1" }];
  const openMicrophone: Ipc["openMicrophone"] = async (_, hear) => {
    setTimeout(() => hear({ ...silence, t: 1, partial: "we" } as Live));
    return "Yeti";
  };
  render(App, {
    door: door({ takes: listed(row), take, stories, report: async () => fixed, openMicrophone }),
  });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
  await fireEvent.click(await screen.findByRole("button", { name: "Retake" }));
  expect(await screen.findByText("This time:")).toBeTruthy();
  const story = (await screen.findByLabelText("Story")) as HTMLSelectElement;
  await waitFor(() => expect(story.value).toBe("s1"));
  const start = screen.getByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  await screen.findByRole("button", { name: "Stop Space" });
  expect(await screen.findByText("Say what caused it.")).toBeTruthy();
  await fireEvent.keyDown(window, { key: "Escape" });
  await fireEvent.click(await screen.findByRole("button", { name: "Discard" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Put this away" }));
  expect(screen.queryByText("This time:")).toBeNull();
});

test("one cue at most is shown, and goes", async () => {
  let hear: (live: Live) => void = () => {};
  const openMicrophone: Ipc["openMicrophone"] = async (_, listener) => ((hear = listener), "Yeti");
  render(App, { door: door({ openMicrophone }) });
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  expect(await screen.findByText("Take your time.", { exact: false })).toBeTruthy();
  hear({ ...silence, t: 1, partial: "we" });
  await waitFor(() => expect(screen.queryByText("Take your time.", { exact: false })).toBeNull());
  hear({ ...silence, t: 60, cue: "move on to your part in it" });
  expect(await screen.findByText("move on to your part in it")).toBeTruthy();
  hear({ ...silence, t: 70, cue: "" });
  await waitFor(() => expect(screen.queryByText("move on to your part in it")).toBeNull());
});
