// What the coach finds in the words, as it is called in the window.

import type { Dimension, Repair, Rung } from "./bindings";

export const TRAPS: Record<string, string> = {
  non_failure: "A strength in disguise",
  never_failed: "No failure named",
  blame: "Put on others",
  we_language: "All “we”",
  trivial: "Too small",
  too_big: "Too big",
  vague_learning: "A slogan for a lesson",
  no_evidence: "No proof of change",
  over_apology: "Punishing yourself",
  no_scars: "No scars left",
  ancient: "Long ago",
  long_backstory: "A long set-up",
  bystander: "Watched, not caused",
  unresolved: "Not over yet",
  near_miss: "Nothing went wrong",
};

/** The rungs of the learning ladder, and what the next one asks for. */
export const RUNGS: [Rung, string, string][] = [
  ["slogan", "Slogan", "Next: say at all what it taught you."],
  ["rule", "Rule", "Next: make it a rule that somebody could follow tomorrow."],
  ["artefact", "Something that lasts", "Next: name what carries it: a list, a step, a number, a fixed time."],
  [
    "evidence",
    "Proof that it held",
    "Next: say how you know that it held: how long, how often, in whose words.",
  ],
];

export const STEPS: [keyof Repair, string][] = [
  ["realised", "When you noticed"],
  ["contained", "How it was stopped"],
  ["told", "Whom you told"],
  ["fixed", "What was put right"],
  ["prevented", "What prevents it"],
];

export const DIMENSIONS: Record<Dimension, string> = {
  accountability: "Accountability",
  self_awareness: "Self-awareness",
  growth: "Growth",
  composure: "Composure",
};
