import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { Refusal, type Ipc } from "../src/lib/ipc";
import { blankPage as page } from "../src/lib/stories";
import { WindowState } from "../src/lib/window.svelte";
import { door, listed, report, row } from "./door";

afterEach(cleanup);

/** A journal of one take. */
const list = [row];

test("a take is started, spoken, stopped with the space bar and reported", async () => {
  render(App, { door: door() });
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  expect(await screen.findByText("of 2:00")).toBeTruthy();
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByText("Say what caused it.", { exact: false })).toBeTruthy();
});

test("a report names the direction of each part and where a thought broke off", async () => {
  render(App, { door: door({ takes: listed(...list) }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
  await screen.findByText("The arc");
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows.some((row) => row?.includes("Ownership") && row.includes("not told"))).toBe(true);
  expect(rows.some((row) => row?.includes("Action") && row.includes("5 s too short"))).toBe(true);
  expect(rows.some((row) => row?.includes("Learning") && row.includes("fine"))).toBe(true);
  expect(rows.some((row) => row?.includes("Change") && row.includes("8 s too long"))).toBe(true);
  expect(rows.some((row) => row?.includes("Outside"))).toBe(false);
  expect(screen.getByText("hesitation, 2.0 s")).toBeTruthy();
});

test("what a command refuses is told and stays until it is put away", async () => {
  const refusal = new Refusal({ code: "journal", message: "This journal was written by a newer Retake." });
  render(App, { door: door({ takes: () => Promise.reject(refusal) }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("newer Retake");
  await fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a view that breaks leaves a way back", async () => {
  const broken = { ...report(), words: null };
  vi.spyOn(console, "error").mockImplementation(() => {});
  render(App, { door: door({ takes: listed(...list), report: async () => broken as never }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
  await screen.findByText("This view could not be shown.");
  await fireEvent.click(screen.getByRole("button", { name: "Back to Rehearse" }));
  expect(await screen.findByRole("button", { name: "Start the take" })).toBeTruthy();
});

test("without a microphone it says so, and looks again when asked", async () => {
  const none = new Refusal({ code: "microphone", message: "No microphone was found." });
  const microphones = vi
    .fn<Ipc["microphones"]>()
    .mockRejectedValueOnce(none)
    .mockResolvedValue({ all: [{ id: "", name: "System default" }], chosen: "" });
  render(App, { door: door({ microphones }) });
  expect((await screen.findByRole("alert")).textContent).toContain("No microphone");
  const start = screen.getByRole("button", { name: "Start the take" }) as HTMLButtonElement;
  expect(start.disabled).toBe(true);
  await fireEvent.click(screen.getByRole("button", { name: "Look again" }));
  await waitFor(() => expect(start.disabled).toBe(false));
});

test("the question is asked in other words, those of one's own last", async () => {
  const usual = await door().settings();
  const settings = async () => ({ ...usual, level: "manager" as const, questions: ["What did it cost?"] });
  render(App, { door: door({ settings }) });
  const asked = async () => (await screen.findByRole("heading", { level: 1 })).textContent;
  const another = await screen.findByRole("button", { name: "Ask it another way" });
  const heard = [await asked()];
  for (let n = 0; n < 4; n += 1) {
    await fireEvent.click(another);
    heard.push(await asked());
  }
  expect(heard).toEqual([
    "Tell me about a time you failed.",
    "What did you fail at as a manager?",
    "When did something go wrong by your doing?",
    "What did it cost?",
    "Tell me about a time you failed.",
  ]);
});

test("numbers are shown from the second take of a story on", async () => {
  const graded = {
    ...report(),
    earlier_takes: 0,
    rubric: [{ dimension: "growth" as const, level: 3, because: ["There is something that lasts."] }],
  };
  const first = render(App, { door: door({ takes: listed(...list), report: async () => graded }) });
  const open = async () => {
    await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
    await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
    await screen.findByText("What interviewers look at");
  };
  await open();
  expect(screen.queryByText("of 4", { exact: false })).toBeNull();
  first.unmount();
  const again = async () => ({ ...graded, earlier_takes: 1 });
  render(App, { door: door({ takes: listed(...list), report: again }) });
  await open();
  expect(screen.getByText("of 4", { exact: false }).textContent).toBe("3 of 4");
  expect(screen.getByText("There is something that lasts.")).toBeTruthy();
});

test("two takes of a story are compared", async () => {
  const earlier = { ...list[0]!, id: "t0", opening: "we lost it" };
  const none = await door().compare("", "");
  const quote = (text: string) => ({ quote: text, start: 0, end: 1 });
  const compare = vi.fn(async () => ({
    ...none,
    moved: { ...none.moved, failure: -12, change: 9 },
    sentences: [
      { fate: "dropped" as const, part: "failure" as const, earlier: quote("it rained"), later: null },
      { fate: "added" as const, part: "change" as const, earlier: null, later: quote("i count twice") },
    ],
    over_rehearsed: "It begins to sound learnt by heart.",
  }));
  render(App, { door: door({ takes: listed(list[0]!, earlier), compare }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
  const other = await screen.findByLabelText("The other take");
  await fireEvent.change(other, { target: { value: "t0" } });
  expect(await screen.findByText("It begins to sound learnt by heart.")).toBeTruthy();
  expect(compare).toHaveBeenCalledWith("t0", "t1");
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows.some((row) => row?.includes("Failure") && row.includes("−12 s"))).toBe(true);
  expect(rows.some((row) => row?.includes("Change") && row.includes("+9 s"))).toBe(true);
  expect(screen.getByText("it rained").tagName).toBe("DEL");
  expect(screen.getByText("i count twice", { exact: false })).toBeTruthy();
});

test("a drill is begun in the Guide, asked instead of the question, and its report says how it went", async () => {
  const beginTake = vi.fn(async () => "t1");
  render(App, { door: door({ beginTake }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Guide" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Begin: Own it" }));
  expect(await screen.findByRole("heading", { name: "Say only the cause." })).toBeTruthy();
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  expect(await screen.findByText("of 0:30")).toBeTruthy();
  // The journal knows that it is a drill, and compares it with no answer.
  expect(beginTake).toHaveBeenCalledWith(
    expect.objectContaining({ drill: "own_it", asked: "Say only the cause." }),
  );
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByText("80 % of it is the cause", { exact: false })).toBeTruthy();
  // It is gone on with, until it is left.
  await fireEvent.click(screen.getByRole("button", { name: "Retake" }));
  expect(await screen.findByRole("heading", { name: "Say only the cause." })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Leave the drill" }));
  expect(await screen.findByRole("heading", { name: "Tell me about a time you failed." })).toBeTruthy();
});

test("a follow-up is a take of its own, measured by its question", async () => {
  const asked = { ...report(), follow_ups: ["Who did you tell?"] };
  const answered = {
    ...report(),
    id: "t2",
    answered: { question: "Who did you tell?", given: true, seconds: 9, what: "It is there, in 9 s." },
  };
  const beginTake = vi.fn(async () => "t2");
  const stopTake = async () => answered;
  const told = [{ ...list[0]!, story_id: "s1", story: "payroll" }];
  const stories = async () => [{ id: "s1", ...page("payroll") }];
  const take = async () => told[0]!;
  render(App, {
    door: door({ takes: listed(...told), report: async () => asked, beginTake, stopTake, stories, take }),
  });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByText("i broke it", { exact: false }));
  await fireEvent.click(await screen.findByRole("button", { name: "Answer it: Who did you tell?" }));
  expect(await screen.findByRole("heading", { name: "Who did you tell?" })).toBeTruthy();
  const start = await screen.findByRole("button", { name: "Start the take" });
  await waitFor(() => expect((start as HTMLButtonElement).disabled).toBe(false));
  await fireEvent.click(start);
  await screen.findByRole("button", { name: "Stop Space" });
  expect(beginTake).toHaveBeenCalledWith(
    expect.objectContaining({ story: "s1", parent: "t1", asked: "Who did you tell?" }),
  );
  await fireEvent.keyDown(window, { key: " " });
  expect(await screen.findByRole("heading", { name: "It is there, in 9 s." })).toBeTruthy();
  expect(screen.queryByText("The arc")).toBeNull();
});

test("a take is deleted, and had back by undo or from the trash", async () => {
  let deleted = false;
  const deleteTake = vi.fn(async () => ((deleted = true), null));
  const undeleteTake = vi.fn(async () => ((deleted = false), null));
  const takes: Ipc["takes"] = async (wanted) => (wanted?.in_trash === deleted ? list : []);
  render(App, { door: door({ takes, deleteTake, undeleteTake }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Delete: i broke it" }));
  expect(await screen.findByText("No takes yet.", { exact: false })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: "Delete: i broke it" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();

  await fireEvent.click(screen.getByRole("button", { name: "Delete: i broke it" }));
  await screen.findByText("No takes yet.", { exact: false });
  await fireEvent.click(screen.getByRole("button", { name: "Trash" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Put back: i broke it" }));
  await screen.findByText("Nothing is in it.", { exact: false });
  await fireEvent.click(screen.getByRole("button", { name: "Back to the takes" }));
  expect(await screen.findByRole("button", { name: "Delete: i broke it" })).toBeTruthy();
  expect(undeleteTake).toHaveBeenCalledTimes(2);
});

test("a journal that was damaged leaves a choice: its last copy, or a new one", async () => {
  let there = false;
  const aside = new Refusal({ code: "set_aside", message: "The journal was damaged; it is kept aside." });
  const settings = async () => {
    if (!there) throw aside;
    return door().settings();
  };
  const restoreCopy = vi.fn(async () => ((there = true), "The copy is in place."));
  render(App, { door: door({ settings, restoreCopy, takes: listed(...list) }) });
  expect((await screen.findByRole("alert")).textContent).toContain("kept aside");
  await fireEvent.click(screen.getByRole("button", { name: "Put its last copy back" }));
  expect(await screen.findByText("i broke it", { exact: false })).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("how far earlier takes are judged anew is told, and can be stopped", async () => {
  let hear: Parameters<Ipc["follow"]>[0] = () => {};
  const stopJudging = vi.fn(async () => {});
  render(App, { door: door({ follow: async (listener) => void (hear = listener), stopJudging }) });
  await screen.findByRole("button", { name: "Start the take" });
  hear({ of: "judging", done: 3, all: 40 });
  expect(await screen.findByText("3 of 40", { exact: false })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(stopJudging).toHaveBeenCalled();
  hear({ of: "judging", done: 40, all: 40 });
  await waitFor(() => expect(screen.queryByText("of 40", { exact: false })).toBeNull());
});

test("another journal brings its zoom and its model", async () => {
  const chosen = await door().settings();
  const settings = vi.fn<Ipc["settings"]>().mockResolvedValueOnce({ ...chosen, zoom: 150, model: "" });
  settings.mockResolvedValue({ ...chosen, zoom: 100, model: "big" });
  const [loadModel, zoom] = [vi.fn(async () => null), vi.fn(async () => null)];
  const win = new WindowState(door({ settings, loadModel, zoom }));
  await win.begin();
  expect(loadModel).not.toHaveBeenCalled();
  await win.beginWithAnother();
  expect(loadModel).toHaveBeenCalledOnce();
  expect(zoom.mock.calls).toEqual([[150], [100]]);
});
