/** What was late about an event, and for how long. */
import type { Schemas } from "@/shared/api/client";
import type { Due } from "@/shared/case/DueBadge";
import { dayOf } from "@/shared/lib/time";

type Told = Pick<Schemas["DutyEventLine"], "reported_at" | "late_at">;

/** Which report was late first: the one that opens the telling, or one that had to follow it. */
export const firstWasLate = ({ reported_at, late_at }: Told): boolean =>
  late_at !== null && (reported_at === null || reported_at >= late_at);

const HOURS_UNTIL_MS = 48 * 3_600_000;

/** How long a first report has been owed: in hours at first, then in days. */
export function lateSince(lateAt: string, now = Date.now()): Due {
  const hours = now - Date.parse(lateAt) < HOURS_UNTIL_MS;
  return { due_on: dayOf(lateAt), due_at: lateAt, missed_at: lateAt, unit: hours ? "hours" : "calendar_days" };
}
