/** What an amendment sends: only dates that were changed, beside clauses ended or brought back. */
import type { Schemas } from "@/shared/api/client";
import type { Answers, Campaign } from "../api";
import type { PlanText } from "./plan-text";

/** What is typed and not yet sent. */
export interface Kept {
  answers: Answers;
  retire: string[];
  restore: string[];
  reason: string;
}

export type Change = Omit<Schemas["AmendIn"], "preview">;

/** The answers in force, with the days that the campaign and its phases have without an answer of their own. */
export function answersNow(campaign: Campaign, plan: PlanText | undefined): Answers {
  const days: Answers = {};
  if (campaign.starts_on && campaign.ends_on) days["/period"] = { from: campaign.starts_on, to: campaign.ends_on };
  for (const [index, phase] of (plan?.phases ?? []).entries()) {
    const own = campaign.phases.find((one) => one.code === phase.code && !one.runs_throughout);
    if (own) days[`/phases/${index}/period`] = { from: own.starts_on, to: own.ends_on };
  }
  return { ...days, ...campaign.answers };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Dates that nobody touched are not sent: they would become answers of their own. None changed, none are sent. */
export function toChange(typed: Kept, campaign: Campaign, now: Answers): Change {
  const answers = Object.fromEntries(
    Object.entries(typed.answers).filter(
      ([pointer, answer]) => pointer in campaign.answers || !same(answer, now[pointer]),
    ),
  );
  return {
    answers: same(answers, campaign.answers) ? null : answers,
    retire: typed.retire,
    restore: typed.restore,
    reason: typed.reason,
  };
}
