/** What somebody typed and has not sent: kept on this machine per person and form, until it is sent or cleared. */
import { session } from "@/shared/api/session";

const PREFIX = "duban.draft";
const KEEP_MS = 14 * 86_400_000;

const whose = (): string => {
  const now = session();
  return now.kind === "signed_out" ? "" : now.username;
};
const keyOf = (name: string): string => `${PREFIX}.${whose()}.${name}`;

export function readDraft<T>(name: string): T | null {
  const text = localStorage.getItem(keyOf(name));
  if (!text) return null;
  try {
    const { at, values } = JSON.parse(text) as { at: number; values: T };
    return Date.now() - at < KEEP_MS ? values : null;
  } catch {
    return null;
  }
}

export function keepDraft(name: string, values: unknown): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // The storage is full: the form still works, it is only not kept.
  }
}

export const dropDraft = (name: string): void => localStorage.removeItem(keyOf(name));
