// A door to no rooms: each command answers with a plain value, and tests replace the ones they are about.
import type { Ipc, Live, Plan, Report } from "../src/lib/ipc";

export const quarter: Plan = {
  id: "quarter",
  idea: "a quarter on the failure, the majority on what you learned and changed",
  seconds: 120,
  shares: { failure: 0.25, ownership: 0.13, action: 0.1, learning: 0.2, change: 0.32, other: 0 },
};

export const silence: Live = { t: null, dbfs: null, settled: [], partial: null, told: null, trouble: null };

export function door(replaced: Partial<Ipc> = {}): Ipc {
  return {
    rehearsal: async () => ({
      questions: [{ id: "plain", text: "Tell me about a time you failed." }],
      plans: [quarter],
      levels: ["ic5"],
      has_voice: false,
      fillers: ["like", "you know"],
    }),
    modelStatus: async () => ({ state: "ready", name: "en-us" }),
    microphones: async () => ({ all: [{ id: "", name: "System default" }], chosen: "" }),
    pluggedIn: async () => [],
    ask: async () => {},
    hush: async () => {},
    openMicrophone: async () => "System default",
    beginTake: async () => "t1",
    goOn: async () => "System default",
    stopTake: async () => report(),
    discardTake: async () => null,
    takes: async () => [],
    report: async () => report(),
    waveform: async () => null,
    play: async () => null,
    setSpeed: async () => {},
    pause: async () => {},
    follow: async () => {},
    pick: async () => null,
    importRecording: async () => report(),
    breakOffImport: async () => {},
    models: async () => [{ name: "", is_chosen: true }],
    addModel: async () => "large",
    removeModel: async () => null,
    loadModel: async () => null,
    recordingsDue: async () => 0,
    stories: async () => [],
    addStory: async (draft) => ({ id: "s1", ...draft }),
    changeStory: async () => null,
    removeStory: async () => null,
    settings: async () => ({
      theme: "light",
      plan: "quarter",
      level: null,
      question: "plain",
      microphone: "",
      microphone_name: "System default",
      voice: false,
      model: "",
      recordings: { how: "keep" as const },
      fillers: ["like", "you know"],
    }),
    saveSettings: async () => null,
    doctor: async () => [],
    about: async () => ({ version: "0.0.0", data_folder: "somewhere" }),
    ...replaced,
  };
}

/** A report of three words in two parts. */
export function report(): Report {
  const part = (seconds: number) => ({
    seconds,
    share: seconds / 4,
    target: 0.25,
    band: [0.125, 0.4375] as [number, number],
    verdict: "in_band" as const,
    off_by_seconds: 0,
  });
  const nothing = {
    seconds: 0,
    wpm: null,
    fillers_per_min: null,
    restarts_per_min: null,
    hesitations_per_min: null,
  };
  const span = { certainty: 0.8, by: "coach" as const };
  return {
    schema: 1,
    id: "t1",
    kind: "failure_answer",
    plan: "quarter",
    level: null,
    question: "plain",
    source: { kind: "audio", duration_s: 4, model: "en-us" },
    words: [
      { text: "i", start: 0, end: 0.2, conf: 1 },
      { text: "broke", start: 0.2, end: 1, conf: 1 },
      { text: "it", start: 3, end: 4, conf: 1 },
    ],
    quality: { level_dbfs: -20, noise_dbfs: -60, clipped_share: 0, lost_samples: 0, gaps: [], problems: [] },
    arc: {
      plan: "quarter",
      spans: [
        { part: "failure", start: 0, end: 1, first_word: 0, last_word: 1, ...span },
        { part: "change", start: 1, end: 4, first_word: 2, last_word: 2, ...span },
      ],
      parts: {
        failure: part(1),
        ownership: { ...part(0), verdict: "missing", off_by_seconds: -0.5 },
        action: { ...part(0), verdict: "under", off_by_seconds: -5.2 },
        learning: { ...part(0), verdict: "under", off_by_seconds: -0.3 },
        change: { ...part(3), verdict: "over", off_by_seconds: 7.6 },
        other: { ...part(0), target: null, band: null, verdict: null, off_by_seconds: null },
      },
      failure_share: 0.25,
      learning_change_share: 0.75,
      learning_change_floor: 0.364,
      seconds_to_failure: 0.2,
      backstory_words: 0,
      missing: ["ownership"],
      weakest: "ownership",
    },
    ownership: { sentence: null, first_person_share: null, outward_share: null },
    learning: { rung: null, quote: null, missing_rung: null },
    composure: {
      fillers: [],
      restarts: [],
      pauses: [{ kind: "hesitation", start: 1, end: 3, part: "change" }],
      pace: { wpm: 45, articulation_wpm: 90, timeline: [] },
      by_part: {
        failure: nothing,
        ownership: nothing,
        action: nothing,
        learning: nothing,
        change: nothing,
        other: nothing,
      },
      owning_vs_rest: { owning: nothing, rest: nothing, enough: false },
    },
    findings: [],
    fit: { level: null, shape: null, recency: null },
    repair: { realised: null, contained: null, told: null, fixed: null, prevented: null },
    hedges: [],
    favourites: [],
    flags: [],
    outline: [],
    own_median: null,
    rubric: [],
    headline: { strength: null, fix: { what: "Say what caused it.", quote: null } },
    follow_ups: [],
    not_judged: ["findings"],
  };
}
