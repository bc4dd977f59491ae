/** The fields of clues and transfers by the names people know, for histories and conflicts. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import { list } from "@/shared/i18n";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { sum } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import * as tables from "./enums";
import { PERSON } from "./persons";
import { say } from "./words";

type Table = Record<string, readonly [string, string]>;
const one = (table: Table) => (value: unknown) => (value ? named(table, String(value)) : "—");
const all = (table: Table) => (value: unknown) =>
  list(((value as string[] | null) ?? []).map((each) => named(table, each))) || "—";
const at = (value: unknown) => (value ? instant(String(value)) : "—");
const yes = (value: unknown) => common(value ? "yes" : "no");
const money = (value: unknown) => (value === null || value === undefined ? "—" : sum(Number(value)));

/** Names of fields whose values the journal keeps back. */
const HIDDEN: Record<string, () => string> = {
  title: () => say("title"),
  facts: () => say("facts"),
  place: () => say("place"),
  ...Object.fromEntries(Object.entries(PERSON).map(([name, { label }]) => [name, label])),
};
const fields = (value: unknown) =>
  Array.isArray(value) ? list(value.map((name) => HIDDEN[name as string]?.() ?? String(name))) : "—";

export const clueLabels = (): Labels => ({
  state: { label: common("state"), say: one(tables.CLUE_STATE) },
  kind: { label: say("kind"), say: one(CLUE_KIND) },
  tout_kinds: { label: say("touts"), say: all(tables.TOUT) },
  source: { label: say("source"), say: one(tables.SOURCE) },
  source_reference: { label: say("reference") },
  secrecy: { label: say("secrecy"), say: one(tables.SECRECY) },
  title: { label: say("title") },
  facts: { label: say("facts") },
  place: { label: say("place") },
  found_at: { label: say("found"), say: at },
  received_at: { label: say("received"), say: at },
  amount_fen: { label: say("amount"), say: money },
  is_real_name: { label: say("realName"), say: yes },
  is_protected: { label: say("isProtected"), say: yes },
  persons: { label: say("persons"), say: fields },
  corrected: { label: say("corrected"), say: fields },
  receiver: { label: say("receiver"), say: one(tables.RECEIVER) },
  threshold_met: { label: say("threshold"), say: yes },
  earlier_penalties: { label: say("penalties") },
  caused_disability: { label: say("disability"), say: yes },
  epidemic_risk: { label: say("epidemic"), say: yes },
  fake_drugs: { label: say("drugs"), say: yes },
  must_refer: { label: say("mustRefer"), say: yes },
  must_refer_because: { label: say("mustReferTitle"), say: all(tables.BECAUSE) },
  proposal: { label: say("proposal"), say: one(tables.PROPOSAL) },
  closed_at: { label: say("closedAt"), say: at },
  overdue_at: { label: say("everLate"), say: at },
});

/** Acts that are no step of a workflow have no word from the server. */
const ACT: Record<string, () => string> = {
  "clue:register": () => say("tellRegister"),
  "clue:amend": () => say("tellAmend"),
  "clue:reveal": () => say("tellReveal"),
  "clue:overdue": () => say("tellOverdue"),
  "clue:transfer_over": () => say("tellTransferOver"),
  "clue:evidence": () => say("tellEvidence"),
  "clue_transfer:overdue": () => say("tellOverdue"),
  "clue_transfer:evidence": () => say("tellEvidence"),
};

export const inWords = (history: Schemas["History"]): Schemas["History"] => ({
  ...history,
  items: history.items.map((entry) => ({ ...entry, label: entry.label ?? ACT[entry.action]?.() ?? null })),
});
