/** Events under a standing duty as the API gives and takes them: first, continued and final report, receipt, return. */
import { api, data, type Schemas } from "@/shared/api/client";
import { perform } from "@/shared/case/actions";
import type { Duty } from "../api";

export type EventState = "registered" | "reported" | "continued" | "concluded" | "returned" | "finished";
export type ReportKind = "first" | "continued" | "final";

/** An event on its duty. Without an id it is a plain note of what happened, with no case of its own. */
export interface EventLine {
  id?: string;
  number?: string;
  position: number;
  state?: EventState;
  happened_at: string;
  summary: string;
  place?: string | null;
  reported_at: string | null;
  reported_by_name?: string;
  registered_by_name?: string;
  received_at?: string | null;
  finished_at?: string | null;
  late_at?: string | null;
}

export interface EventReport {
  position: number;
  kind: ReportKind;
  account: string | null;
  place: string | null;
  harm: string | null;
  measures: string | null;
  cause: string | null;
  liability: string | null;
  handling: string | null;
  improvement: string | null;
  reported_at: string;
  reported_by_name: string;
  received_at: string | null;
  received_by_name: string | null;
  returned_at: string | null;
  returned_reason: string | null;
}

export interface EventCase extends EventLine {
  id: string;
  version: number;
  number: string;
  state: EventState;
  receiver_name: string;
  /** The form whose figures a report may carry; null: its words say it all. */
  form: string | null;
  harm: string | null;
  measures: string | null;
  phoned_at: string | null;
  phoned_to: string | null;
  late_reason: string | null;
  reports: EventReport[];
  clocks: Schemas["ClockRead"][];
  available_actions: Schemas["ActionRead"][];
}

export const eventsOf = (duty: Duty): EventLine[] => duty.reports as unknown as EventLine[];

/** Whether this duty's events are cases with reports of their own. */
export const hasCases = (duty: Duty): boolean => "standing" in duty;

export function readEvent(id: string, signal?: AbortSignal): Promise<EventCase> {
  const get = api.GET as unknown as (path: string, init: unknown) => Promise<{ data?: EventCase }>;
  return data(get("/api/v1/duty-events/{id}", { params: { path: { id } }, signal }));
}

export const sendEventStep = (event: EventCase, step: string, body: unknown, key: string): Promise<EventCase> =>
  perform<EventCase>("duty-events", event, step, body, key);
