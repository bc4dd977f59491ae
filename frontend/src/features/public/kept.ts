/**
 * What somebody of the public typed or was told, for this tab alone: it survives a reload and goes with the tab. Phones
 * are lent and counters are shared, so nothing of it lies in the storage that stays.
 */
import { useCallback, useState } from "react";

const PREFIX = "duban.public.";

function stored<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null || value === "") sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // No storage in this browser: the page works, it only forgets on a reload.
  }
}

/** Everything, as if nobody had been here. */
export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => stored<T>(name) ?? initial);
  const change = useCallback(
    (next: T) => {
      setValue(next);
      keep(name, next);
    },
    [name],
  );
  return [value, change];
}
