/**
 * Whether a person is behind a request. A screen that nobody attends goes on asking by itself: counts are polled, live
 * events make pages read anew. Such requests say so, and the server does not take them for somebody at work: the
 * session runs into its idle time-out. What follows closely on a key, a press or a scroll is a person's.
 */

export const BACKGROUND = { "Duban-Background": "1" };

/** A press may set off a chain of reads on a bad line; after this long what is asked is asked by the page itself. */
const CLOSELY_MS = 15_000;

/** Opening the page is an act too. */
let last = Date.now();

const waiting = new Set<() => void>();

const here = () => {
  last = Date.now();
  for (const act of waiting) act();
  waiting.clear();
};

for (const act of ["pointerdown", "keydown", "input", "wheel", "touchstart"] as const) {
  globalThis.addEventListener?.(act, here, { capture: true, passive: true });
}

const attended = (): boolean => Date.now() - last <= CLOSELY_MS;

/** Call `act` now if a person is here, else once one is. Returns how to call it off. */
export function whenAttended(act: () => void): () => void {
  if (attended()) act();
  else waiting.add(act);
  return () => void waiting.delete(act);
}

/** What marks a request as the page's own; nothing where a person caused it. Writing is always a person's. */
export const byItself = (method: string): Record<string, string> => (method === "GET" && !attended() ? BACKGROUND : {});
