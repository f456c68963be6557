// The five parts of the story: their names and what each asks for.

import type { Level, Part } from "./bindings";

export const STORY = ["failure", "ownership", "action", "learning", "change"] as const satisfies Part[];
export const ALL = [...STORY, "other"] as const satisfies Part[];

export const NAMES: Record<Part, string> = {
  failure: "Failure",
  ownership: "Ownership",
  action: "Action",
  learning: "Learning",
  change: "Change",
  other: "Outside the story",
};

export const ASKS: Record<(typeof STORY)[number], string> = {
  failure: "What happened, what was at stake and who felt it, in plain words.",
  ownership: "Your own decision, assumption or omission that caused it.",
  action: "What you did once you knew: whom you told, what you put right, how it ended.",
  learning: "The gap it showed you, given a name.",
  change: "What you do differently since, for good, and how you know that it stuck.",
};

export const LEVELS: Record<Level, string> = {
  ic3_4: "Early career (IC3–4)",
  ic5: "Senior (IC5)",
  ic6_7: "Staff and above (IC6–7)",
  manager: "Manager",
};
