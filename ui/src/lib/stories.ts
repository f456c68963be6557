// Stories: a page with nothing on it yet.

import type { StoryDraft } from "./bindings";

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
