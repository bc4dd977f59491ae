/** A small choice somebody made: columns, saved views, the order of a list. Kept on this machine, for him alone. */
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useMe } from "@/shared/api/me";

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Office machines are shared: the key holds the id of who is signed in. Until that is known, nothing is kept. */
export function useStored<T>(name: string, initial: T): [T, (value: T) => void] {
  const owner = useMe().data?.id;
  const key = owner ? `duban.${owner}.${name}` : null;
  const text = useSyncExternalStore(subscribe, () => (key === null ? null : localStorage.getItem(key)));
  const found = useMemo<{ value: T } | null>(() => {
    try {
      return text === null ? null : { value: JSON.parse(text) as T };
    } catch {
      return null;
    }
  }, [text]);
  const keep = useCallback(
    (next: T) => {
      if (key === null) return;
      localStorage.setItem(key, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [found ? found.value : initial, keep];
}
