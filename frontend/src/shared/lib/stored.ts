/** A small choice kept on this machine: columns, saved views, the order of a list. */
import { useCallback, useState } from "react";

export function useStored<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `duban.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? initial : (JSON.parse(text) as T);
    } catch {
      return initial;
    }
  });
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  return [value, keep];
}
