/** Promises before the public, and what the public says of their results. */
import type { components } from "@/shared/api/schema.gen";
import { ask, posted, read } from "./ask";

type Schemas = components["schemas"];
export type Promised = Schemas["PublicPromise"];
export type Page = Schemas["PublicPage"];
export type Verdict = Schemas["Verdict"];

const PROMISES = "/rectification-promises";
const PAGE = 20;

export function readPromises(cursor: string | undefined, signal: AbortSignal): Promise<Page> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
  return read<Page>(`${PROMISES}?${query}`, { signal });
}

export async function judge(id: string, verdict: Verdict, comment: string): Promise<void> {
  await ask(`${PROMISES}/${id}/evaluations`, posted({ verdict, comment: comment.trim() || null }));
}
