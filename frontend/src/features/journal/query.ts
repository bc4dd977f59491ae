/** The journal's filters in the address, and what the API is asked with them. Days are those of Asia/Shanghai. */
import { api, data, type Schemas } from "@/shared/api/client";
import { one, type Search } from "@/shared/lib/search";
import { DAY_MS, dayOf } from "@/shared/lib/time";

export type Entry = Schemas["JournalRead"];

export const FILTERS = ["from", "until", "action", "subject_type", "subject_id", "actor_id"] as const;

const LIMIT = 50;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isId = (typed: string): boolean => UUID.test(typed.trim());

const startOf = (day: string): string => `${day}T00:00:00+08:00`;
const dayAfter = (day: string): string => dayOf(new Date(Date.parse(startOf(day)) + DAY_MS));

/** "Until the 24th" holds the 24th; the API's bound is the instant at which it is over. */
export function queryOf(address: Search) {
  const from = one(address.from);
  const until = one(address.until);
  const before = Number(one(address.before));
  const subject = one(address.subject_id);
  return {
    sort: "-position" as const,
    limit: LIMIT,
    before: Number.isInteger(before) && before > 0 ? before : undefined,
    action: one(address.action),
    subject_type: one(address.subject_type),
    subject_id: subject && isId(subject) ? subject : undefined,
    actor_id: one(address.actor_id),
    at_from: from ? startOf(from) : undefined,
    at_until: until ? startOf(dayAfter(until)) : undefined,
  };
}

export const readPage = (query: ReturnType<typeof queryOf>, signal?: AbortSignal) =>
  data(api.GET("/api/v1/journal", { params: { query }, signal }));
