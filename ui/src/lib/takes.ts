// What can be said of a take by its row.

import type { TakeRow } from "./ipc";

/** Whether it has a report; one that a crash had cut off does, too. */
export const isFinished = (take: TakeRow) => take.state === "done" || take.state === "recovered";

/** Whether it tells the whole story: a drill or a follow-up tells something else. */
export const isAnswer = (take: TakeRow) => isFinished(take) && !take.drill && !take.parent;
