/** What the public reads and says, without an account: no token goes along, even where somebody is signed in here. */
import { problemOf } from "@/shared/api/problem";
import type { components } from "@/shared/api/schema.gen";
import { languageTag } from "@/shared/i18n";

type Schemas = components["schemas"];
export type Promised = Schemas["PublicPromise"];
export type Page = Schemas["PublicPage"];
export type Verdict = Schemas["Verdict"];

const ADDRESS = "/api/v1/public/rectification-promises";
const PAGE = 20;

/** Throws `ApiProblem` for every refusal; what fetch throws where nobody answers passes through. */
async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(new URL(address, location.origin), {
    ...init,
    headers: { ...init.headers, "Accept-Language": languageTag() },
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

export async function readPromises(cursor: string | undefined, signal: AbortSignal): Promise<Page> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
  return (await (await ask(`${ADDRESS}?${query}`, { signal })).json()) as Page;
}

export async function judge(id: string, verdict: Verdict, comment: string): Promise<void> {
  await ask(`${ADDRESS}/${id}/evaluations`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ verdict, comment: comment.trim() || null }),
  });
}
