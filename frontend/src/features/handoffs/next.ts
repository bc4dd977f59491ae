/** What is to be done or waited for in each state, as the police see it. */
import type { State } from "./api";
import { say } from "./words";

const NEXT: Record<State, Parameters<typeof say>[0] | null> = {
  sent: "nextSign",
  received: "nextDecide",
  supplementing: "nextPapers",
  forwarded: null,
  declined: null,
  filed: "nextGoods",
  handing_over: "nextConfirm",
  handed_over: "nextResult",
  refused: "nextRefused",
  reconsidering: "nextReconsider",
  upheld: "nextUpheld",
  supervised: "nextExplain",
  concluded: null,
  ended: null,
};

export const nextOf = (state: State): string | null => {
  const key = NEXT[state];
  return key && say(key);
};
