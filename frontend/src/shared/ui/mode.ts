/** Light or dark: what the person chose on this machine, else what the system prefers. */
import { useSyncExternalStore } from "react";
import type { Mode } from "./theme";

const STORED = "duban.mode";
const listeners = new Set<() => void>();

function current(): Mode {
  const stored = localStorage.getItem(STORED);
  if (stored === "light" || stored === "dark") return stored;
  return window.matchMedia?.("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export const useMode = (): Mode =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);

export function setMode(mode: Mode): void {
  localStorage.setItem(STORED, mode);
  for (const listener of listeners) listener();
}
