/** The document behind a plan, as far as the wizard shows it, laid out clause by clause beside what follows from it. */
import type { Schemas } from "@/shared/api/client";

type Obligation = Schemas["PlanClauseRead"];

export interface PlanText {
  title: string;
  based_on: { title: string; number: string | null }[];
  key_tasks: { code: string; clause: string; title: string | null; measures: string[] }[];
  phases: {
    code: string;
    clause: string;
    title: string;
    runs_throughout: boolean;
    period: { as_given: string | null };
    tasks: string[];
    deliverables: string[];
    coverage_targets: { text: string }[];
  }[];
  reporting_duties: {
    code: string;
    clause: string;
    what: string;
    frequency: string;
    due: { as_given: string | null };
  }[];
  accountability_rules: { clause: string; text: string }[];
  requirements: { clause: string; text: string }[];
}

export type PartKind = "tasks" | "deliverables" | "targets" | "reports" | "requirements" | "accountability";

export interface Part {
  clause: string;
  title: string | null;
  given: string | null;
  lines: { kind: PartKind; texts: string[] }[];
  obligations: Obligation[];
}

const NUMERALS = "一二三四五六七八九十";

/** 三(二)10 → [3, 2, 10]: the order in which the document says it. What has no number (结尾) comes last. */
export function orderOf(clause: string): number[] {
  const first = NUMERALS.indexOf(clause[0] ?? "") + 1;
  const inner = clause.match(/[(（]([一二三四五六七八九十]+)[)）]/)?.[1] ?? "";
  const second = inner.length === 2 ? 10 + NUMERALS.indexOf(inner[1] ?? "") + 1 : NUMERALS.indexOf(inner) + 1;
  const third = Number(clause.match(/(\d+)$/)?.[1] ?? 0);
  return [first || 99, inner ? second : 0, third];
}

function earlier(one: string, other: string): number {
  const [left, right] = [orderOf(one), orderOf(other)];
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Every clause of the document with its own words and the obligations read out of it. */
export function sideBySide(text: PlanText, obligations: Obligation[]): Part[] {
  const parts = new Map<string, Part>();
  const part = (clause: string): Part => {
    const held = parts.get(clause);
    if (held) return held;
    const made: Part = { clause, title: null, given: null, lines: [], obligations: [] };
    parts.set(clause, made);
    return made;
  };
  const say = (clause: string, kind: PartKind, texts: string[]) => {
    if (texts.length === 0) return;
    const held = part(clause).lines.find((line) => line.kind === kind);
    // Some documents say the same sentence of several duties.
    if (held) held.texts.push(...texts.filter((text) => !held.texts.includes(text)));
    else part(clause).lines.push({ kind, texts: [...new Set(texts)] });
  };
  for (const task of text.key_tasks) {
    part(task.clause).title = task.title;
    say(task.clause, "tasks", task.measures);
  }
  for (const phase of text.phases) {
    const held = part(phase.clause);
    held.title = phase.title;
    held.given = phase.period.as_given;
    say(phase.clause, "tasks", phase.tasks);
    say(phase.clause, "deliverables", phase.deliverables);
    say(
      phase.clause,
      "targets",
      phase.coverage_targets.map((target) => target.text),
    );
  }
  for (const duty of text.reporting_duties) {
    say(duty.clause, "reports", [duty.due.as_given ? `${duty.what}（${duty.due.as_given}）` : duty.what]);
  }
  for (const rule of text.requirements) say(rule.clause, "requirements", [rule.text]);
  for (const rule of text.accountability_rules) say(rule.clause, "accountability", [rule.text]);
  for (const obligation of obligations) part(obligation.source_clause).obligations.push(obligation);
  return [...parts.values()].sort((one, other) => earlier(one.clause, other.clause));
}
