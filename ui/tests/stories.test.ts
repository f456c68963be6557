import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { Story } from "../src/lib/ipc";
import { blankPage, CHECKS, steps, third, whyThird } from "../src/lib/stories";
import { door, listed, report, row } from "./door";

afterEach(cleanup);

const story = (id: string, pain: number | null, more: Partial<Story> = {}): Story => ({
  ...blankPage(`story ${id}`),
  id,
  pain,
  ...more,
});
const five = [5, 4, 3, 2, 1].map((pain) => story(`s${pain}`, pain));

test("the third by pain is the one to tell, without those put away and those not ranked", () => {
  expect(third(five)?.id).toBe("s3");
  expect(third([...five].reverse())?.id).toBe("s3");
  expect(third(five.slice(0, 2))).toBeNull();
  expect(third([story("a", null), ...five.slice(0, 2)])).toBeNull();
  expect(third([story("a", 5, { archived: true }), ...five])?.id).toBe("s3");
});

test("why it is the third is said, with what is not ticked yet", () => {
  const chosen = third(five);
  if (!chosen) throw new Error("there is a third");
  expect(whyThird(five, chosen)).toMatch(
    /^Third of five:.*Not ticked yet: “It really happened”, and 6 more\.$/,
  );
  const ticked = story("s3", 3, { checks: Object.keys(CHECKS) as Story["checks"] });
  expect(whyThird([...five.slice(0, 2), ticked, ...five.slice(3)], ticked)).toContain(
    "all that a good story has",
  );
  const tied = [story("a", 4), story("b", 3), story("c", 3)];
  expect(whyThird(tied, tied[2] as Story)).toMatch(/^Third of 3 so far:.*hurts as much/);
});

test("the first hour goes on step by step", () => {
  const done = (stories: Story[], told: number) => steps(stories, told).map((step) => step.done);
  expect(done([], 0)).toEqual([false, false, false, false]);
  expect(steps(five.slice(0, 2), 0)[0]?.far).toBe("2 of 5");
  expect(done(five, 0)).toEqual([true, true, false, false]);
  const arc = { failure: "a", ownership: "b", action: "c", learning: "d", change: "e", other: "" };
  const drafted = [...five.slice(0, 2), story("s3", 3, { arc }), ...five.slice(3)];
  expect(done(drafted, 1)).toEqual([true, true, true, false]);
  expect(done(drafted, 2)).toEqual([true, true, true, true]);
});

test("the window leads from five stories to the third, its last take and Rehearse", async () => {
  const settings = async () => ({ ...(await door().settings()), beginning: "hour" as const });
  const told = { ...row, story_id: "s3", story: "story s3" };
  const beginTake = vi.fn(async () => "t1");
  const takes = listed(told);
  render(App, { door: door({ settings, stories: async () => five, takes, beginTake }) });
  expect(await screen.findByText("along its five parts", { exact: false })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "To the stories" }));
  expect(await screen.findByRole("region", { name: "story s3" })).toBeTruthy();
  expect(await screen.findByText("was not told.", { exact: false })).toBeTruthy();
  const ticks = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(ticks.some((text) => text?.includes("Tell it twice") && text.includes("1 of 2"))).toBe(true);
  await fireEvent.click(screen.getByRole("button", { name: "Rehearse it" }));
  const chosen = (await screen.findByLabelText("Story")) as HTMLSelectElement;
  expect(chosen.value).toBe("s3");
});

test("an interview's day gives a plan of takes", async () => {
  const soon = new Date(Date.now() + 5 * 86_400_000);
  const saveSettings = vi.fn(async () => null);
  render(App, { door: door({ saveSettings, stories: async () => five, takes: listed() }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Stories" }));
  const day = await screen.findByLabelText("The day of the interview");
  const value = `${soon.getFullYear()}-${String(soon.getMonth() + 1).padStart(2, "0")}-${String(soon.getDate()).padStart(2, "0")}`;
  await fireEvent.change(day, { target: { value } });
  expect(saveSettings).toHaveBeenCalledWith(expect.objectContaining({ interview: value }));
  const plan = await screen.findByRole("list", { name: "Takes until then" });
  expect(plan.textContent).toContain("Once as an interview");
  await fireEvent.click(screen.getByRole("button", { name: "Rehearse" }));
  expect(await screen.findByText("5 days until the interview.", { exact: false })).toBeTruthy();
});

test("a story's last take is looked at only when it is asked for", async () => {
  const asked = vi.fn(async () => report());
  render(App, { door: door({ stories: async () => five, report: asked, takes: listed(row) }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Stories" }));
  await screen.findByRole("region", { name: "story s3" });
  // The suggested one's is in sight.
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
});

test("what is being written stays while one looks elsewhere, and is put away only by another page", async () => {
  render(App, { door: door({ stories: async () => five }) });
  const go = async (place: string) => fireEvent.click(await screen.findByRole("button", { name: place }));
  const title = async () => (await screen.findByLabelText("In a few words")) as HTMLInputElement;
  await go("Stories");
  await fireEvent.input(await title(), { target: { value: "the payroll" } });
  await go("Guide");
  await go("Stories");
  expect((await title()).value).toBe("the payroll");
  await fireEvent.click(await screen.findByRole("button", { name: "Edit story s4" }));
  expect((await title()).value).toBe("story s4");
  await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect((await title()).value).toBe("the payroll");
});

test("a deleted story is in the trash, and can be had back from there", async () => {
  let deleted = [story("s9", 4)];
  const undeleteStory = vi.fn(async () => {
    deleted = [];
    return null;
  });
  render(App, { door: door({ storiesInTrash: async () => deleted, undeleteStory }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Takes" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Trash" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Put back the story: story s9" }));
  expect(undeleteStory).toHaveBeenCalledWith("s9");
  expect(await screen.findByText(/Nothing is in it/)).toBeTruthy();
});
