/** Where a duty comes from, in the plan's words. */
import { type CheckItem, type Duty, useClauses } from "./api";
import { say } from "./words";

/** "三（二）1 规范收费行为": the clause as the document counts it with its key task; null where nobody can say. */
export function useClauseInWords(duty: Duty, mayRead: boolean): string | null {
  const told = [duty.source_clause, duty.task_title].filter(Boolean).join(" ");
  const clauses = useClauses(mayRead && !told ? duty.campaign_id : undefined);
  if (told) return told;
  return clauses.data?.find((clause) => clause.code === duty.clause_code)?.source_clause || null;
}

/** The heading of a group of a self-check: the key task's title, else its number in the plan. */
export function taskInWords(code: string, items: CheckItem[]): string {
  const title = items.find((item) => item.task_title)?.task_title;
  if (title) return title;
  const number = /^T(\d+)$/.exec(code)?.[1];
  return number ? say("keyTask", { number }) : say("keyTaskOther");
}
