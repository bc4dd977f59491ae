/** How the public asks the server: no token goes along, even where somebody is signed in on this machine. */
import { problemOf } from "@/shared/api/problem";
import { languageTag } from "@/shared/i18n";

const API = "/api/v1/public";

/** Throws `ApiProblem` for every refusal; what fetch throws where nobody answers passes through. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(new URL(API + path, location.origin), {
    ...init,
    headers: { ...init.headers, "Accept-Language": languageTag() },
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** What the answer says. */
export const read = async <T>(path: string, init?: RequestInit): Promise<T> =>
  (await (await ask(path, init)).json()) as T;

/** A POST of JSON. */
export const posted = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { ...headers, "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
