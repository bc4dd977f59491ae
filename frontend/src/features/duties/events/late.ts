/** How long a first report has been owed: in hours at first, then in days. */
import type { Due } from "@/shared/case/DueBadge";
import { dayOf } from "@/shared/lib/time";

const HOURS_UNTIL_MS = 48 * 3_600_000;

export function lateSince(lateAt: string, now = Date.now()): Due {
  const hours = now - Date.parse(lateAt) < HOURS_UNTIL_MS;
  return { due_on: dayOf(lateAt), due_at: lateAt, missed_at: lateAt, unit: hours ? "hours" : "calendar_days" };
}
