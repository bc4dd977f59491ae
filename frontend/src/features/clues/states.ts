/** States of clues by what they mean for whoever has to do something, and the orders in which steps are looked for. */
import type { Schemas } from "@/shared/api/client";
import type { Action } from "@/shared/case/actions";
import type { State } from "./api";

/** In the order in which a clue goes through them; what is closed stands on no board. */
export const BOARD: State[] = ["registered", "triaging", "proposed", "referred", "administrative", "kept"];

export const UNDECIDED: State[] = ["registered", "triaging", "proposed"];

type Turn = "keeper" | "vice" | "chief" | "receiver" | "section" | "police" | "nobody";

/** Whose turn it is in each state. */
export const TURN: Record<State, Turn> = {
  registered: "keeper",
  triaging: "keeper",
  proposed: "vice",
  referred: "receiver",
  administrative: "section",
  kept: "keeper",
  closed: "nobody",
};

export function turnOf(clue: { state: State; open_referrals: number; open_transfers: number }): Turn {
  if (clue.state !== "referred") return TURN[clue.state];
  if (clue.open_referrals > 0) return "police";
  return clue.open_transfers > 0 ? "receiver" : "keeper";
}

export const transferTurn = (transfer: { state: Schemas["TransferState"]; receiver: Schemas["Receiver"] }): Turn => {
  if (transfer.state === "proposed") return transfer.receiver === "discipline" ? "chief" : "vice";
  if (transfer.state === "sent" || transfer.state === "signed") return "receiver";
  return transfer.state === "archived" || transfer.state === "not_approved" ? "nobody" : "keeper";
};

/** What goes on first, what leads aside last. */
const ORDER = [
  "take_up",
  "approve_keeping",
  "approve_closing",
  "assess",
  "tell",
  "propose",
  "conclude",
  "keep_on",
  "reopen",
  "penalise",
  "return_proposal",
  "link",
  "let_in",
  "let_out",
  "unlink",
  "approve",
  "send",
  "sign",
  "answer",
  "archive",
  "urge",
  "refuse",
];

/** `actions` as they are offered; what was assessed already is not the first thing to do. */
export const inOrder = (actions: Action[], assessed = false): Action[] => {
  const order = assessed ? [...ORDER.filter((step) => step !== "assess"), "assess"] : ORDER;
  const rank = ({ step }: Action) => (order.includes(step) ? order.indexOf(step) : order.length);
  return actions.toSorted((a, b) => rank(a) - rank(b));
};
