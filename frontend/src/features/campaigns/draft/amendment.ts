/** What an amendment sends: only what was changed, beside clauses ended or brought back. */
import type { Schemas } from "@/shared/api/client";
import { type ApiProblem, type FieldProblem, pointerPath } from "@/shared/api/problem";
import type { Answers, Campaign } from "../api";
import { type Place, problemsByPlace } from "./answers";
import { named, type Owners } from "./OwnersFields";
import type { PlanFile } from "./PlanFile";
import type { PlanText } from "./plan-text";

/** What stands in the form. */
export interface Typed {
  answers: Answers;
  retire: string[];
  restore: string[];
  owners: Owners;
  institution_types: string[];
  file: PlanFile | null;
  reason: string;
}

/** What is typed and not yet sent, as it survives a reload: what differs from what is in force. */
export type Kept = Partial<Omit<Typed, "file">> & {
  /** Without its text where that was too large to be kept. */
  file?: { name: string; text?: string } | null;
};

export type Change = Omit<Schemas["AmendIn"], "preview">;

/** The storage of a browser holds a few megabytes for everything. */
const KEEP_BYTES = 200_000;

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

/** As JSON with sorted keys: a mapping that comes back from storage may have another order. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    held && typeof held === "object" && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1)))
      : held,
  );
export const same = (one: unknown, other: unknown): boolean => plain(one) === plain(other);

/** The order in which types and organisations were chosen means nothing. */
const sameTypes = (one: string[], other: string[]): boolean => same(one.toSorted(), other.toSorted());
const sorted = (owners: Owners): Owners =>
  Object.fromEntries(Object.entries(named(owners)).map(([code, ids]) => [code, ids.toSorted()]));
const sameOwners = (one: Owners, other: Owners): boolean => same(sorted(one), sorted(other));

/** Dates that nobody touched are not sent: they would become answers of their own. None changed, none are sent. */
function changedAnswers(typed: Answers, campaign: Campaign, now: Answers): Answers | null {
  const answers = Object.fromEntries(
    Object.entries(typed).filter(([pointer, answer]) => pointer in campaign.answers || !same(answer, now[pointer])),
  );
  return same(answers, campaign.answers) ? null : answers;
}

/** Answers, owners and types replace all that were set, so each is sent whole or not at all. */
export function toChange(typed: Typed, campaign: Campaign, now: Answers): Change {
  const answers = changedAnswers(typed.answers, campaign, now);
  return {
    ...(answers ? { answers } : {}),
    ...(typed.retire.length > 0 ? { retire: typed.retire } : {}),
    ...(typed.restore.length > 0 ? { restore: typed.restore } : {}),
    ...(sameOwners(typed.owners, campaign.owners as Owners) ? {} : { owners: named(typed.owners) }),
    ...(sameTypes(typed.institution_types, campaign.institution_types)
      ? {}
      : { institution_types: typed.institution_types }),
    ...(typed.file ? { plan_yaml: typed.file.text, plan_file: typed.file.name } : {}),
    reason: typed.reason,
  };
}

export function toKept(typed: Typed, campaign: Campaign, now: Answers): Kept {
  const { answers, owners, institution_types, file, ...rest } = typed;
  return {
    ...rest,
    answers: Object.fromEntries(Object.entries(answers).filter(([pointer, answer]) => !same(answer, now[pointer]))),
    // A clause just put on the list, still without anybody, is kept there.
    ...(same(owners, campaign.owners) ? {} : { owners }),
    ...(sameTypes(institution_types, campaign.institution_types) ? {} : { institution_types }),
    ...(file ? { file: new Blob([file.text]).size < KEEP_BYTES ? file : { name: file.name } } : {}),
  };
}

export type Section = "dates" | "clauses" | "owners" | "scope" | "plan";

/** A refusal laid out over the sections of the form. `rest` belongs to none of them. */
export interface Refusals {
  dates: Map<string, string[]>;
  clauses: string[];
  owners: Map<string, string[]>;
  scope: string[];
  plan: FieldProblem[];
  /** Those of the plan are blanks that it leaves open, not faults. */
  open: boolean;
  rest: FieldProblem[];
}

export function refusalsOf(problem: ApiProblem | null, places: Place[], withFile: boolean): Refusals {
  const found: Refusals = {
    dates: new Map(),
    clauses: [],
    owners: new Map(),
    scope: [],
    plan: [],
    open: false,
    rest: [],
  };
  // A document's faults point into the document, and so do the blanks that a new one leaves open.
  if (problem?.code === "document_invalid") return { ...found, plan: problem.errors };
  const others: FieldProblem[] = [];
  for (const error of problem?.errors ?? []) {
    const [where, which] = pointerPath(error.pointer);
    if (where === "owners") {
      const code = String(which);
      found.owners.set(code, [...new Set([...(found.owners.get(code) ?? []), error.detail])]);
    } else if (where === "institution_types") found.scope.push(error.detail);
    else if (where === "retire" || where === "restore") found.clauses.push(error.detail);
    else if (where === "plan_yaml" || where === "plan_file") found.plan.push(error);
    else others.push(error);
  }
  const placed = problemsByPlace(places, others);
  const open = withFile && problem?.code === "plan_not_filled" && placed.rest.length > 0;
  return {
    ...found,
    dates: placed.found,
    plan: open ? [...found.plan, ...placed.rest] : found.plan,
    open,
    rest: open ? [] : placed.rest,
  };
}

export const sectionsOf = (found: Refusals): Section[] => {
  const wrong: Record<Section, number> = {
    dates: found.dates.size,
    clauses: found.clauses.length,
    owners: found.owners.size,
    scope: found.scope.length,
    plan: found.plan.length,
  };
  return (Object.keys(wrong) as Section[]).filter((one) => wrong[one] > 0);
};
