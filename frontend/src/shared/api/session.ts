/**
 * The session of this browser: who is signed in, with which tokens, and what happens when that ends.
 *
 * The access token lives in memory. The refresh token lives in local storage, because several tabs share one session
 * and a refresh token works only once: whoever refreshes holds a lock that all tabs respect, and reads the newest.
 */
import { useSyncExternalStore } from "react";
import { languageTag } from "@/shared/i18n";
import { actingFor } from "./acting";
import { ApiProblem, asProblem, problemOf } from "./problem";
import type { components } from "./schema.gen";

type TokenRead = components["schemas"]["TokenRead"];

/** `ended`: it was there and is over (`why` says so); what was being typed stays on the page behind the sign-in. */
export type SessionState =
  | { kind: "signed_out" }
  | { kind: "signed_in"; username: string }
  | { kind: "ended"; username: string; why: string };

const REFRESH = "duban.refresh";
const USER = "duban.user";
const LOCK = "duban-refresh";
/** Fetch a new access token this long before the old one ends. */
const EARLY_MS = 30_000;

let access: { token: string; until: number } | null = null;
let state: SessionState = localStorage.getItem(REFRESH)
  ? { kind: "signed_in", username: localStorage.getItem(USER) ?? "" }
  : { kind: "signed_out" };
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Called whenever somebody signs in or out, or the session ends; returns what stops it. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): SessionState => useSyncExternalStore(onSession, () => state);

export const session = (): SessionState => state;

/** Called when another tab signs in or out. */
function followOtherTabs(event: StorageEvent): void {
  if (event.key !== REFRESH) return;
  access = null;
  if (event.newValue === null) become({ kind: "signed_out" });
  else if (event.oldValue === null) become({ kind: "signed_in", username: localStorage.getItem(USER) ?? "" });
}
window.addEventListener("storage", followOtherTabs);

async function askForToken(form: Record<string, string>): Promise<TokenRead> {
  let response: Response;
  try {
    response = await fetch("/api/v1/auth/token", {
      method: "POST",
      headers: { "Accept-Language": languageTag() },
      body: new URLSearchParams(form),
    });
  } catch (error) {
    throw asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as TokenRead;
}

function keep(tokens: TokenRead, username: string): void {
  access = { token: tokens.access_token, until: Date.now() + tokens.expires_in * 1000 };
  localStorage.setItem(USER, username);
  if (tokens.refresh_token) localStorage.setItem(REFRESH, tokens.refresh_token);
}

export interface SignIn {
  username: string;
  password: string;
  otp?: string;
  recovery_code?: string;
}

/** Sign in. Throws the problem: `invalid_credentials`, `second_factor_required`, `locked`, … */
export async function signIn(given: SignIn): Promise<void> {
  const form: Record<string, string> = { grant_type: "password", username: given.username, password: given.password };
  if (given.otp) form.otp = given.otp;
  if (given.recovery_code) form.recovery_code = given.recovery_code;
  keep(await askForToken(form), given.username);
  become({ kind: "signed_in", username: given.username });
}

export async function signOut(): Promise<void> {
  const token = access?.token;
  access = null;
  localStorage.removeItem(REFRESH);
  localStorage.removeItem(USER);
  become({ kind: "signed_out" });
  if (token) {
    await fetch("/api/v1/auth/logout", { method: "POST", headers: { Authorization: `Bearer ${token}` } }).catch(() => {
      // The session runs out by itself; nothing is left on this machine.
    });
  }
}

/** The server no longer takes us: show the sign-in over the page, with the reason. */
export function sessionEnded(why: string): void {
  access = null;
  localStorage.removeItem(REFRESH);
  if (state.kind === "signed_in") become({ kind: "ended", username: state.username, why });
}

async function locked<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

let refreshing: Promise<string | null> | null = null;

async function refresh(): Promise<string | null> {
  return locked(async () => {
    const token = localStorage.getItem(REFRESH);
    if (!token) return null;
    try {
      keep(await askForToken({ grant_type: "refresh_token", refresh_token: token }), localStorage.getItem(USER) ?? "");
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 400 || problem.status === 401) {
        sessionEnded(problem.detail);
        return null;
      }
      throw problem;
    }
    return access?.token ?? null;
  });
}

/** A token that still lasts a while; null when nobody is signed in. `fresh` asks for a new one in any case. */
export async function accessToken(fresh = false): Promise<string | null> {
  if (!fresh && access && access.until - Date.now() > EARLY_MS) return access.token;
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Codes of 401 that a new access token mends. */
const RENEWABLE = new Set(["token_expired", "token_invalid", "unauthenticated"]);

/** Whether the same request may succeed with a new access token. Any other 401 means that the session is over. */
export const renewable = (problem: ApiProblem): boolean => problem.status === 401 && RENEWABLE.has(problem.code);

/**
 * The headers of requests outside the typed client (upload, download, the event stream): who asks, for which
 * organisation, in which language. `fresh` asks for a new access token in any case.
 */
export async function authorisation(fresh = false): Promise<Record<string, string>> {
  const token = await accessToken(fresh);
  if (!token) throw new ApiProblem({ status: 401, code: "unauthenticated" });
  const organisation = actingFor();
  return {
    Authorization: `Bearer ${token}`,
    "Accept-Language": languageTag(),
    ...(organisation ? { "Duban-Acting-For": organisation } : {}),
  };
}

/**
 * Send with these headers, and once more with a new access token where the old one had run out on the way. What is
 * refused is thrown; a 401 that no token mends ends the session.
 */
export async function signed(send: (headers: Record<string, string>) => Promise<Response>): Promise<Response> {
  let answer = await send(await authorisation());
  if (answer.ok) return answer;
  let problem = await problemOf(answer);
  if (renewable(problem)) {
    answer = await send(await authorisation(true));
    if (answer.ok) return answer;
    problem = await problemOf(answer);
  }
  if (problem.status === 401) sessionEnded(problem.detail);
  throw problem;
}
