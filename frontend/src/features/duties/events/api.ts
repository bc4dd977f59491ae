/** Events under a standing duty as the API gives and takes them: first, continued and final report, receipt, return. */
import { api, data, type Schemas } from "@/shared/api/client";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import { atFields, withValues } from "./figures";

export type EventState = Schemas["EventState"];
export type EventLine = Schemas["DutyEventLine"];
export type EventItem = Schemas["DutyEventItem"];
export type EventReport = Schemas["DutyEventReportRead"];
export type EventCase = Schemas["DutyEventRead"];

/** What happened last comes first unless the address asks otherwise. */
export const loadEvents: Load<EventItem> = (query, signal) =>
  data(api.GET("/api/v1/duty-events", { params: { query: query as never }, signal }));

export const readEvent = (id: string, signal?: AbortSignal): Promise<EventCase> =>
  data(api.GET("/api/v1/duty-events/{id}", { params: { path: { id } }, signal }));

/** What was done last, for whoever runs into a change he has not seen. */
export async function lastEntryOf(id: string): Promise<Schemas["HistoryEntry"] | null> {
  const found = (await data(
    api.GET("/api/v1/duty-events/{id}/history", { params: { path: { id }, query: { sort: "-id", limit: 1 } } }),
  )) as Schemas["History"];
  return found.items[0] ?? null;
}

export const sendEventStep = (event: EventCase, step: string, body: unknown, key: string): Promise<EventCase> =>
  perform<EventCase>(
    "duty-events",
    event,
    step,
    body === undefined ? undefined : withValues(body as Record<string, unknown>),
    key,
  ).catch((error: unknown) => {
    throw atFields(error);
  });
