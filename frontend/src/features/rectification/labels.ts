/** The fields of a task by the names people know, for histories and conflicts. */
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { EXTENSION_STATE, MODE, named, RISK, SOURCE, TASK_STATE } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { say } from "./words";

type Table = Record<string, readonly [string, string]>;
const one = (table: Table) => (value: unknown) => named(table, String(value));
const at = (value: unknown) => (value ? instant(String(value)) : "—");

export const taskLabels = (): Labels => ({
  state: { label: common("state"), say: one(TASK_STATE) },
  title: { label: say("title") },
  problem: { label: say("problem") },
  cause: { label: say("cause") },
  basis: { label: say("basis") },
  measure: { label: say("measure") },
  standard: { label: say("standard") },
  responsible_person: { label: say("person") },
  mode: { label: say("mode"), say: one(MODE) },
  risk: { label: say("risk"), say: one(RISK) },
  source_type: { label: say("sourceType"), say: one(SOURCE) },
  weight: { label: say("weight") },
  due_on: { label: say("due") },
  notice_number: { label: say("notice") },
  plan: { label: say("plan") },
  planned_on: { label: say("planned") },
  objection: { label: say("objection") },
  objection_reply: { label: say("objectionReply") },
  measures_taken: { label: say("taken") },
  return_reason: { label: say("returned") },
  look_back_on: { label: say("lookBackDay") },
  extended_at: { label: say("extensions"), say: at },
  extension_state: { label: say("extensions"), say: one(EXTENSION_STATE) },
  before_count: { label: say("before") },
  after_count: { label: say("after") },
  accepting_opinions: { label: say("accepts") },
  rejecting_opinions: { label: say("rejects") },
  no_before_reason: { label: say("noBefore") },
  public_problem: { label: say("publicProblem") },
  public_promise: { label: say("promise") },
  public_result: { label: say("result") },
});
