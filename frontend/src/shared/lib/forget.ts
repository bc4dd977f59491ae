/** What the server showed for a while only: how long is left, and its going when the time is up. */
import { useEffect, useState } from "react";

const TICK_MS = 1000;

/** Whole seconds until what was revealed must go; nothing is left once the instant has come. */
export const secondsLeft = (forgetAt: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(forgetAt) - now) / 1000));

/** Seconds left until `forgetAt`; `forget` is called when there are none. */
export function useForgetting(forgetAt: string, forget: () => void): number {
  const [left, setLeft] = useState(() => secondsLeft(forgetAt, Date.now()));
  // Looked at every second, not timed once: a laptop that slept through the instant must not wake up with it.
  useEffect(() => {
    const timer = setInterval(() => {
      const next = secondsLeft(forgetAt, Date.now());
      setLeft(next);
      if (next === 0) forget();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [forgetAt, forget]);
  return left;
}
