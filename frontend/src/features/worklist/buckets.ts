/** The worklist in the order of its true due times, cut where a person's attention changes. */
import { dayOf, daysBetween } from "@/shared/lib/time";
import type { WorkItem } from "./api";

export type Bucket = "overdueGroup" | "soonGroup" | "laterGroup";

const SOON_DAYS = 3;

export function bucketOf(item: Pick<WorkItem, "late" | "due_on">, now = new Date()): Bucket {
  if (item.late) return "overdueGroup";
  return daysBetween(dayOf(now), item.due_on) <= SOON_DAYS ? "soonGroup" : "laterGroup";
}

/** Items stay in the order they came; each bucket keeps the place of its first. */
export function inBuckets(items: WorkItem[], now = new Date()): { bucket: Bucket; items: WorkItem[] }[] {
  const found: { bucket: Bucket; items: WorkItem[] }[] = [];
  for (const item of items) {
    const bucket = bucketOf(item, now);
    const last = found.find((group) => group.bucket === bucket);
    if (last) last.items.push(item);
    else found.push({ bucket, items: [item] });
  }
  return found;
}
