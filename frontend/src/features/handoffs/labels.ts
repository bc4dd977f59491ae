/** The fields of a handoff by the names people know, for histories and conflicts. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, HANDOFF_STATE } from "@/shared/i18n/handoff-enums";
import { instant } from "@/shared/lib/time";
import { say } from "./words";

const at = (value: unknown) => (value ? instant(String(value)) : "—");

export const handoffLabels = (): Labels => ({
  state: { label: common("state"), say: (value) => named(HANDOFF_STATE, String(value)) },
  received_at: { label: say("received"), say: at },
  receipt_number: { label: say("receipt") },
  case_number: { label: say("caseNumber") },
  returned_papers: { label: say("refused") },
  notified_at: { label: say("notified"), say: at },
  outcome: { label: say("outcome"), say: (value) => (value ? named(CRIMINAL_OUTCOME, String(value)) : "—") },
  overdue_at: { label: say("everLate"), say: at },
});

/** Acts that are no word of the workflow have no label from the server. */
const ACT: Record<string, () => string> = {
  "handoff:overdue": () => say("tellOverdue"),
  "handoff:look": () => say("tellLook"),
  "handoff:package": () => say("tellPackage"),
};

export const inWords = (history: Schemas["History"]): Schemas["History"] => ({
  ...history,
  items: history.items.map((entry) => ({ ...entry, label: entry.label ?? ACT[entry.action]?.() ?? null })),
});
