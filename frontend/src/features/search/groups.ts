/** Hits by what they are, in the order in which people look for them. */
import type { Schemas } from "@/shared/api/client";

type Hit = Schemas["SearchHit"];

/** What the index holds. A kind that is not named here still shows, at the end. */
export const TYPES = [
  "rectification_task",
  "complaint",
  "dispute",
  "notice",
  "institution",
  "campaign",
  "organisation",
  "user",
] as const;

export const SHORTEST = 2;

export function grouped(hits: Hit[]): { type: string; hits: Hit[] }[] {
  const found = new Map<string, Hit[]>();
  for (const hit of hits) found.set(hit.subject_type, [...(found.get(hit.subject_type) ?? []), hit]);
  const rank = (type: string) => {
    const at = (TYPES as readonly string[]).indexOf(type);
    return at < 0 ? TYPES.length : at;
  };
  return [...found]
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([type, of]) => ({ type, hits: of }));
}
