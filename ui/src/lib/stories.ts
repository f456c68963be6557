// Stories: a page with nothing on it yet, which one to tell, and what comes next on the way to telling it.

import type { Check, Story, StoryDraft } from "./bindings";
import { STORY } from "./parts";

/** So many on paper, of which the third is told. */
export const WANTED = 5;
/** So often it is told in the first hour. */
export const TWICE = 2;

export const CHECKS: Record<Check, string> = {
  real: "It really happened",
  mine: "I caused it",
  meaningful: "It cost something",
  not_disqualifying: "It does not rule me out for this role",
  concluded: "It is over",
  recent: "It is one to four years ago",
  level: "It fits the level",
};

export const blankPage = (title = ""): StoryDraft => ({
  title,
  notes: "",
  pain: null,
  arc: { failure: "", ownership: "", action: "", learning: "", change: "", other: "" },
  outline: [],
  level: null,
  role: "",
  core_skills: [],
  happened: "",
  shape: null,
  checks: [],
  archived: false,
});

/** Those that may be told and are ranked, the most painful first. */
function ranked(stories: Story[]): Story[] {
  return stories
    .filter((story) => !story.archived && story.pain !== null)
    .sort((a, b) => (b.pain ?? 0) - (a.pain ?? 0));
}

/** The third of those that are ranked; with fewer than three there is none. */
export function third(stories: Story[]): Story | null {
  return ranked(stories)[2] ?? null;
}

/** Why it is this one, and what is still to be looked at. */
export function whyThird(stories: Story[], story: Story): string {
  const all = ranked(stories);
  const tied = all.filter((each) => each.pain === story.pain).length > 1;
  const place = `${all.length >= WANTED ? "Third of five" : `Third of ${all.length} so far`}: it hurts enough to be believed, and is far enough away to be told calmly.`;
  const open = (Object.keys(CHECKS) as Check[]).filter((check) => !story.checks.includes(check));
  const unlike = tied ? " Another one hurts as much: take the one you would rather be asked about." : "";
  if (open.length === 0) return `${place}${unlike} It has all that a good story has.`;
  const first = CHECKS[open[0] ?? "real"];
  const more = open.length > 1 ? `, and ${open.length - 1} more` : "";
  return `${place}${unlike} Not ticked yet: “${first}”${more}.`;
}

export interface Step {
  id: "write" | "rank" | "draft" | "rehearse";
  what: string;
  done: boolean;
  /** How far, where that can be counted. */
  far: string;
}

/** The way through the first hour; `told` is how often the third was told. */
export function steps(stories: Story[], told: number): Step[] {
  const page = third(stories);
  const drafted = page ? STORY.filter((part) => page.arc[part].trim() !== "").length : 0;
  const rankedCount = ranked(stories).length;
  return [
    {
      id: "write",
      what: "Write down five real failures, a line or two each",
      done: stories.length >= WANTED,
      far: `${Math.min(stories.length, WANTED)} of ${WANTED}`,
    },
    {
      id: "rank",
      what: "Rank them by how much they still hurt; the third is the one to tell",
      done: rankedCount >= Math.min(WANTED, Math.max(3, stories.length)),
      far: `${Math.min(rankedCount, WANTED)} of ${WANTED}`,
    },
    {
      id: "draft",
      what: page ? `Draft “${page.title}” along its five parts` : "Draft it along its five parts",
      done: drafted === STORY.length,
      far: `${drafted} of ${STORY.length}`,
    },
    {
      id: "rehearse",
      what: "Tell it twice, out loud",
      done: told >= TWICE,
      far: `${Math.min(told, TWICE)} of ${TWICE}`,
    },
  ];
}
