import { expect, test, vi } from "vitest";
import type { Playing } from "../src/lib/ipc";
import { PlayerState } from "../src/lib/player.svelte";
import { door } from "./door";

/** A take of ten seconds that plays as the test says. */
async function opened() {
  const heard: ((playing: Playing) => void)[] = [];
  const play = vi.fn(async (_id: string, _from: number, _speed: number, hear: (playing: Playing) => void) => {
    heard.push(hear);
    return null;
  });
  const pause = vi.fn(async () => {});
  const waveform = async () => ({ duration_s: 10, column_s: 0.1, columns: Array<number>(100).fill(7) });
  const player = new PlayerState(door({ play, pause, waveform }), "t1");
  await player.open();
  return { player, play, pause, heard };
}

test("playing follows the recording, and goes on where it was paused", async () => {
  const { player, play, heard } = await opened();
  expect(player.length).toBeCloseTo(10);
  await player.toggle();
  heard[0]?.({ at: 4.2, is_playing: true });
  expect(player.at).toBe(4.2);
  await player.toggle();
  expect(player.playing).toBe(false);
  await player.toggle();
  expect(play).toHaveBeenLastCalledWith("t1", 4.2, 1, expect.anything());
});

test("what an earlier turn still says moves nothing", async () => {
  const { player, heard } = await opened();
  await player.play(2);
  await player.play(8);
  heard[0]?.({ at: 2.1, is_playing: false });
  expect([player.at, player.playing]).toEqual([8, true]);
});

test("at its end it plays from the beginning again", async () => {
  const { player, play, heard } = await opened();
  await player.play(9);
  heard[0]?.({ at: 10, is_playing: false });
  await player.toggle();
  expect(play).toHaveBeenLastCalledWith("t1", 0, 1, expect.anything());
});

test("going elsewhere while it is silent only moves the mark, and never beyond the recording", async () => {
  const { player, play } = await opened();
  await player.seek(25);
  expect(player.at).toBeCloseTo(10);
  await player.seek(-3);
  expect(player.at).toBe(0);
  expect(play).not.toHaveBeenCalled();
});
