// The plan a take was measured by, whatever became of that since.

import type { Plan, Report } from "./bindings";
import { ALL } from "./parts";

export function planOf(report: Report): Plan {
  return {
    id: report.plan,
    idea: "",
    seconds: report.arc.plan_seconds ?? 0,
    shares: Object.fromEntries(
      ALL.map((part) => [part, report.arc.parts[part].target ?? 0]),
    ) as Plan["shares"],
  };
}
