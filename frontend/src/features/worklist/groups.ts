/** The worklist in groups: by when, cut where a person's attention changes; or by kind of work, overdue first. */
import { dayOf, daysBetween } from "@/shared/lib/time";
import type { WorkItem } from "./api";

export type Grouping = "due" | "kind";
export type Bucket = "overdueGroup" | "soonGroup" | "laterGroup";

export interface Group {
  key: string;
  /** By when: its bucket. By kind: what the items have in common. */
  bucket?: Bucket;
  kind?: { subjectType: string; permission: string };
  /** What one may do and need not: it is marked apart, last. */
  optional?: boolean;
  items: WorkItem[];
}

const SOON_DAYS = 3;

/** Terms within which one may act and need not: letting them pass is no omission. RULES machine 3. */
const OPTIONAL = new Set(["rectification_objection"]);

export const isOptional = (item: Pick<WorkItem, "term">): boolean => OPTIONAL.has(item.term);

export function bucketOf(item: Pick<WorkItem, "late" | "due_on">, now = new Date()): Bucket {
  if (item.late) return "overdueGroup";
  return daysBetween(dayOf(now), item.due_on) <= SOON_DAYS ? "soonGroup" : "laterGroup";
}

const groupOf = (item: WorkItem, by: Grouping, now: Date): Omit<Group, "items"> => {
  if (isOptional(item)) return { key: "optional", optional: true };
  if (by === "due") {
    const bucket = bucketOf(item, now);
    return { key: bucket, bucket };
  }
  const kind = { subjectType: item.subject_type, permission: item.permission };
  return { key: `${kind.subjectType}.${kind.permission}`, kind };
};

/** Groups in the order of their first item; within one, overdue first, else the order in which the API gave them. */
export function inGroups(items: WorkItem[], by: Grouping, now = new Date()): Group[] {
  const found = new Map<string, Group>();
  for (const item of items) {
    const group = groupOf(item, by, now);
    const known = found.get(group.key);
    if (known) known.items.push(item);
    else found.set(group.key, { ...group, items: [item] });
  }
  return [...found.values()]
    .map((group) => ({ ...group, items: group.items.toSorted((a, b) => Number(b.late) - Number(a.late)) }))
    .sort((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false));
}
