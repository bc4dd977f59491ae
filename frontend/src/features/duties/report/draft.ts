/** What somebody is filling in, kept across reloads, and the body that it becomes. */
import { useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { newKey } from "@/shared/api/queries";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import type { Duty, Submission } from "../api";
import { definitionOf, type TypedValues, typedFrom, valuesToSend } from "../form/definition";
import { blankRecord, type RecordDraft, recordsBody, recordsOf } from "./records";

export type { RecordDraft } from "./records";

export interface ProblemDraft {
  /** Its own name on this page: places in the list move, refusals must not. */
  id: string;
  /** The task that it has from an earlier version; a problem of its own opens one. */
  task_id: string | null;
  item: string | null;
  problem: string;
  cause: string;
  measure: string;
  standard: string;
  person: string;
  due_on: string | null;
  immediate: boolean;
}

export type Judgement = "clear" | "found";

export interface ReportDraft {
  values: TypedValues;
  judged: Record<string, Judgement>;
  problems: ProblemDraft[];
  /** What took place. A draft kept from before this was asked has none. */
  records?: RecordDraft[];
  note: string;
  reason: string;
}

export type Step = "submit" | "correct";

export const draftName = (dutyId: string): string => `duty.${dutyId}.report`;

export const blankProblem = (item: string | null): ProblemDraft => ({
  id: newKey(),
  task_id: null,
  item,
  problem: "",
  cause: "",
  measure: "",
  standard: "",
  person: "",
  due_on: null,
  immediate: false,
});

/** Whether anything was typed into it, so that nobody loses it unasked. */
export const isBlank = ({ id: _, item: __, immediate: ___, ...typed }: ProblemDraft): boolean =>
  Object.values(typed).every((value) => !value?.trim());

const told = ({ task_number: _, ...problem }: Submission["problems"][number]): ProblemDraft => ({
  ...problem,
  id: problem.task_id,
  cause: problem.cause ?? "",
  measure: problem.measure ?? "",
  standard: problem.standard ?? "",
  person: problem.person ?? "",
});

/** A returned or corrected report starts from its last version; its problems come along with the tasks they have. */
export function startOf(duty: Duty): ReportDraft {
  const last = duty.submissions.findLast((submission) => !submission.zero);
  const form = definitionOf(duty.form_definition);
  const problems = (duty.submissions.at(-1)?.problems ?? []).map(told);
  return {
    // What the registry knows of beds and staff need not be typed; it is a start, to be corrected.
    values: form ? typedFrom(form, last?.values ?? duty.registry_values ?? {}) : {},
    judged: Object.fromEntries(problems.flatMap(({ item }) => (item ? [[item, "found" as const]] : []))),
    problems,
    ...(duty.proof === "record" && !duty.standing ? { records: startRecords(last) } : {}),
    note: duty.submissions.at(-1)?.note ?? "",
    reason: "",
  };
}

function startRecords(last: Submission | undefined): RecordDraft[] {
  const told = recordsOf(last);
  return told.length > 0 ? told : [blankRecord()];
}

/** Where an item of a self-check stands on the page. */
export const itemId = (code: string): string => `item-${code}`;

/** Whether somebody went through every item. A plan that lists none leaves nothing to go through. */
export const allJudged = (duty: Duty, draft: ReportDraft): boolean =>
  duty.check_items.every((item) => draft.judged[item.code] !== undefined);

/** The order in which problems are sent: by item as the list has them, then those outside it. */
export function inOrder(problems: ProblemDraft[], items: Duty["check_items"]): ProblemDraft[] {
  const place = new Map(items.map((item, index) => [item.code, index]));
  const of = (problem: ProblemDraft) => place.get(problem.item ?? "") ?? items.length;
  return problems.toSorted((a, b) => of(a) - of(b));
}

const text = (typed: string): string | null => typed.trim() || null;

function problemBody(problem: ProblemDraft): Schemas["ProblemIn"] {
  return {
    ...(problem.task_id ? { task_id: problem.task_id } : {}),
    item: problem.item,
    problem: problem.problem.trim(),
    cause: text(problem.cause),
    measure: text(problem.measure),
    standard: text(problem.standard),
    person: text(problem.person),
    due_on: problem.immediate ? null : problem.due_on,
    immediate: problem.immediate,
  };
}

export type Body = Schemas["SubmitIn"] | Schemas["CorrectIn"];

const withReason = (body: Schemas["SubmitIn"], step: Step, draft: ReportDraft): Body =>
  step === "correct" ? { ...body, reason: draft.reason.trim() } : body;

export function contentBody(duty: Duty, draft: ReportDraft, step: Step): Body {
  const form = definitionOf(duty.form_definition);
  const body: Schemas["SubmitIn"] = { kind: "content", confirm_zero: false, note: text(draft.note) };
  if (duty.proof === "form" && form) body.values = valuesToSend(form, draft.values);
  if (duty.proof === "self_check") body.problems = inOrder(draft.problems, duty.check_items).map(problemBody);
  if (duty.proof === "record") body.records = recordsBody(draft.records ?? []);
  return withReason(body, step, draft);
}

export const zeroBody = (draft: ReportDraft, step: Step, note: string): Body =>
  withReason({ kind: "zero", confirm_zero: true, note: text(note) }, step, draft);

export function useReportDraft(duty: Duty) {
  const name = draftName(duty.id);
  const [kept] = useState(() => readDraft<ReportDraft>(name));
  const [draft, setDraft] = useState<ReportDraft>(() => kept ?? startOf(duty));
  const [restored, setRestored] = useState(kept !== null);
  const newest = useRef(draft);

  const put = (next: ReportDraft) => {
    newest.current = next;
    setDraft(next);
  };
  const change = (next: Partial<ReportDraft>) => {
    put({ ...newest.current, ...next });
    keepDraft(name, newest.current);
  };
  const clear = () => {
    dropDraft(name);
    setRestored(false);
    put(startOf(duty));
  };
  return { draft, change, clear, restored };
}
