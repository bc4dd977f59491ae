/** The one door to the API: typed by its contract, signed in, and throwing `ApiProblem` for every refusal. */
import createClient, { type Middleware } from "openapi-fetch";
import { languageTag } from "@/shared/i18n";
import { actingFor } from "./acting";
import { byItself } from "./presence";
import { asProblem, problemOf } from "./problem";
import type { components, paths } from "./schema.gen";
import { accessToken, renewable, sessionEnded } from "./session";

export type Schemas = components["schemas"];
export type { paths } from "./schema.gen";

/** Send, and once more with a new access token where the old one had run out on the way. */
async function send(request: Request): Promise<Response> {
  const attempt = async (fresh: boolean): Promise<Response> => {
    const signed = new Request(request.clone());
    const token = await accessToken(fresh);
    if (token) signed.headers.set("Authorization", `Bearer ${token}`);
    try {
      return await globalThis.fetch(signed);
    } catch (error) {
      throw asProblem(error);
    }
  };
  const first = await attempt(false);
  if (first.status !== 401) return first;
  const problem = await problemOf(first.clone());
  if (renewable(problem)) return attempt(true);
  sessionEnded(problem.detail);
  return first;
}

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", languageTag());
    const organisation = actingFor();
    if (organisation) request.headers.set("Duban-Acting-For", organisation);
    for (const [name, value] of Object.entries(byItself(request.method))) request.headers.set(name, value);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemOf(response);
    return response;
  },
};

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "",
  fetch: send,
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(manners);

/** The body of a successful answer: `await data(api.GET("/api/v1/me"))`. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** `If-Match` for a record as it was read. */
export const match = (version: number): { "If-Match": string } => ({ "If-Match": `"${version}"` });
