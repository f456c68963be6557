import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { Refusal, type Ipc, type News } from "../src/lib/ipc";
import { door, report } from "./door";

afterEach(cleanup);

/** The window, and a hand that drops files on it. */
async function shown(replaced: Partial<Ipc>) {
  let tell: (news: News) => void = () => {};
  render(App, {
    door: door({
      ...replaced,
      follow: async (hear) => {
        tell = hear;
      },
    }),
  });
  await screen.findByRole("button", { name: "Start the take" });
  return (news: News) => tell(news);
}

test("a dropped recording shows how far it is and opens as a report", async () => {
  let done: (value: ReturnType<typeof report>) => void = () => {};
  const importRecording = vi.fn<Ipc["importRecording"]>((_file, _aim, hear) => {
    hear(0.42);
    return new Promise((resolve) => (done = resolve));
  });
  const tell = await shown({ importRecording });
  tell({ of: "held", over: true });
  expect(await screen.findByText("Drop recordings to make takes of them.")).toBeTruthy();
  tell({ of: "dropped", files: ["/home/me/Mémo 3.m4a"] });
  expect(await screen.findByText("Listening to “Mémo 3.m4a”")).toBeTruthy();
  expect(screen.getByRole("progressbar").getAttribute("value")).toBe("42");
  done(report());
  expect(await screen.findByText("What you said")).toBeTruthy();
});

test("one file that is refused is told and does not stop the others", async () => {
  const refusal = new Refusal({ code: "other", message: "notes.txt is no recording." });
  const importRecording = vi
    .fn<Ipc["importRecording"]>()
    .mockRejectedValueOnce(refusal)
    .mockResolvedValueOnce(report());
  const tell = await shown({ importRecording });
  tell({ of: "dropped", files: ["notes.txt", "take.wav"] });
  expect((await screen.findByRole("alert")).textContent).toContain("notes.txt is no recording");
  await waitFor(() => expect(importRecording).toHaveBeenCalledTimes(2));
  expect(await screen.findByRole("heading", { name: "Takes" })).toBeTruthy();
});

test("breaking off stops the rest, and complains of nothing", async () => {
  let refuse: (error: Error) => void = () => {};
  const importRecording = vi.fn<Ipc["importRecording"]>(() => new Promise((_, reject) => (refuse = reject)));
  const breakOffImport = vi.fn(async () => refuse(new Error("broken off")));
  const tell = await shown({ importRecording, breakOffImport });
  tell({ of: "dropped", files: ["one.wav", "two.wav"] });
  await fireEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(importRecording).toHaveBeenCalledOnce();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("who has gone on meanwhile is told of it, and what is dropped later waits", async () => {
  const done: ((value: ReturnType<typeof report>) => void)[] = [];
  const importRecording = vi.fn<Ipc["importRecording"]>(() => new Promise((resolve) => done.push(resolve)));
  const tell = await shown({ importRecording });
  tell({ of: "dropped", files: ["one.wav"] });
  await screen.findByText("Listening to “one.wav”");
  tell({ of: "dropped", files: ["two.wav"] });
  await screen.findByText(", 1 of 2", { exact: false });
  await fireEvent.click(screen.getByRole("button", { name: "Guide" }));
  done[0]?.(report());
  await screen.findByText(", 2 of 2", { exact: false });
  done[1]?.({ ...report(), id: "t2" });
  expect(await screen.findByText("2 recordings are takes now.")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Guide" })).toBeTruthy();
});
