import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { Ipc } from "../src/lib/ipc";
import { door } from "./door";

afterEach(cleanup);

async function settings(replaced: Partial<Ipc>) {
  const saveSettings = vi.fn<Ipc["saveSettings"]>(async () => null);
  render(App, { door: door({ saveSettings, ...replaced }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Settings" }));
  return saveSettings;
}

test("removing recordings is asked about first, and keeping them changes nothing", async () => {
  const saveSettings = await settings({ recordingsDue: async () => 3 });
  const select = (await screen.findByLabelText("Recordings are kept")) as HTMLSelectElement;
  await fireEvent.change(select, { target: { value: "7" } });
  expect((await screen.findByRole("alert")).textContent).toContain("3 recordings");
  await fireEvent.click(screen.getByRole("button", { name: "Keep them" }));
  expect(saveSettings).not.toHaveBeenCalled();
  expect(select.value).toBe("keep");

  await fireEvent.change(select, { target: { value: "never" } });
  await fireEvent.click(await screen.findByRole("button", { name: "Remove them" }));
  await waitFor(() => expect(saveSettings).toHaveBeenCalledOnce());
  expect(saveSettings.mock.calls[0]?.[0].recordings).toEqual({ how: "never" });
});

test("a model is added, used and only removed when asked twice", async () => {
  let models = [
    { name: "", is_chosen: true },
    { name: "large", is_chosen: false },
  ];
  const loadModel = vi.fn(async () => null);
  const removeModel = vi.fn(async () => {
    models = models.slice(0, 1);
    return null;
  });
  const saveSettings = await settings({ models: async () => models, loadModel, removeModel });
  await fireEvent.click(await screen.findByRole("button", { name: "Use large" }));
  await waitFor(() => expect(loadModel).toHaveBeenCalledOnce());
  expect(saveSettings.mock.calls[0]?.[0].model).toBe("large");
  await fireEvent.click(screen.getByRole("button", { name: "Remove large" }));
  expect(removeModel).not.toHaveBeenCalled();
  await fireEvent.click(screen.getByRole("button", { name: "Remove for good" }));
  await waitFor(() => expect(screen.queryByText("large")).toBeNull());
});

test("settings are saved one after the other, in order", async () => {
  const saved: string[] = [];
  const waiting: (() => void)[] = [];
  await settings({
    saveSettings: (settings) => {
      saved.push(settings.theme);
      return new Promise((resolve) => waiting.push(() => resolve(null)));
    },
  });
  const theme = await screen.findByLabelText("Light or dark");
  await fireEvent.change(theme, { target: { value: "dark" } });
  await fireEvent.change(theme, { target: { value: "system" } });
  await waitFor(() => expect(saved).toEqual(["dark"]));
  waiting[0]?.();
  await waitFor(() => expect(saved).toEqual(["dark", "system"]));
});

test("the filler words are the speaker's own, and the usual ones come back", async () => {
  const saveSettings = await settings({});
  const words = (await screen.findByLabelText(/^Words that count/)) as HTMLTextAreaElement;
  expect(words.value).toBe("like, you know");
  expect(screen.queryByRole("button", { name: "Back to the usual list" })).toBeNull();
  await fireEvent.change(words, { target: { value: " In  that sense,like,, like" } });
  await waitFor(() => expect(saveSettings).toHaveBeenCalledOnce());
  expect(saveSettings.mock.calls[0]?.[0].fillers).toEqual(["in that sense", "like"]);
  await fireEvent.click(await screen.findByRole("button", { name: "Back to the usual list" }));
  await waitFor(() => expect(saveSettings).toHaveBeenCalledTimes(2));
  expect(saveSettings.mock.calls[1]?.[0].fillers).toEqual(["like", "you know"]);
});

test("a model that is being copied shows how far it is, and can be stopped without a complaint", async () => {
  let refuse: (error: Error) => void = () => {};
  const addModel = vi.fn<Ipc["addModel"]>((_, hear) => {
    hear(0.4);
    return new Promise((_, reject) => (refuse = reject));
  });
  const breakOffModel = vi.fn(async () => refuse(new Error("not copied to its end")));
  render(App, { door: door({ pick: async () => "/models/large", addModel, breakOffModel }) });
  await fireEvent.click(await screen.findByRole("button", { name: "Settings" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Add from a folder…" }));
  expect((await screen.findByRole("progressbar", { name: "Copied" })).getAttribute("value")).toBe("0.4");
  await fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(await screen.findByRole("button", { name: "Add from a folder…" })).toBeTruthy();
  expect(breakOffModel).toHaveBeenCalledOnce();
  expect(screen.queryByRole("alert")).toBeNull();
});
