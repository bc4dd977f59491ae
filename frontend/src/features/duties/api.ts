/** Duties as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { BulkOutcome, Load } from "@/shared/case/table";

export type CheckItem = Schemas["CheckItemRead"];
export type Duty = Schemas["DutyRead"];
export type DutyItem = Schemas["DutyItem"];
export type Submission = Schemas["SubmissionRead"];

/** What a self-check found, and the task that it became. */
export type SentProblem = Schemas["FoundProblemRead"];

export const problemsOf = (submission: Submission): SentProblem[] => submission.problems;

/** Once something was sent the fact says more than the state: in time, late, or nothing to report. */
export const JUDGED = new Set<Duty["state"]>(["submitted", "returned", "approved"]);

/** Everything that a report or a review of a duty, or a step of an event, may change elsewhere. */
export const TOUCHED = [["duty"], ["worklist"], ["rectification_task"], ["campaign"], ["duty_event", "list"]];

export const dutyKey = (id: string) => ["duty", id] as const;

export const readDuty = (id: string, signal?: AbortSignal): Promise<Duty> =>
  data(api.GET("/api/v1/duties/{id}", { params: { path: { id } }, signal }));

export const useDuty = (id: string) => useRead(dutyKey(id), (signal) => readDuty(id, signal));

/** Nearest due day first unless the address asks otherwise. */
export const loadDuties: Load<DutyItem> = (query, signal) =>
  data(api.GET("/api/v1/duties", { params: { query: { sort: "due_on", ...query } as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/duties/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

/** What was done last, for whoever runs into a change he has not seen. */
export const lastEntryOf = async (id: string): Promise<Schemas["HistoryEntry"] | null> =>
  (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (duty: Duty, step: string, body: unknown, key: string): Promise<Duty> =>
  perform<Duty>("duties", duty, step, body, key);

export const reportEvent = (duty: Duty, body: Schemas["EventReportIn"], key: string): Promise<Duty> =>
  data(
    api.POST("/api/v1/duties/{id}/report", {
      params: { path: { id: duty.id }, header: { ...match(duty.version), "Idempotency-Key": key } },
      body,
    }),
  );

export type BulkStep = Schemas["duban__campaigns__duty_schemas__BulkStep"];

/** The API names a refused duty by its id; `numbers` are those that the list has shown. */
export async function bulk(
  step: BulkStep,
  ids: string[],
  reason: string,
  key: string,
  numbers: ReadonlyMap<string, string>,
): Promise<BulkOutcome> {
  const told = await data(
    api.POST("/api/v1/duties/bulk", { params: { header: { "Idempotency-Key": key } }, body: { step, ids, reason } }),
  );
  return {
    done: told.done,
    refused: told.refused,
    refusals: told.items
      .filter((row) => !row.done)
      .map((row) => ({ label: numbers.get(row.id) ?? row.id, reason: row.reason ?? "" })),
  };
}

/** The campaigns one may see, by id: lists and cases name theirs. An institution sees none, and no link either. */
export const useCampaigns = () =>
  useRead(
    ["campaign", "names"],
    async (signal) => {
      const page = await data(api.GET("/api/v1/campaigns", { params: { query: { limit: 200 } }, signal }));
      return new Map(page.items.map((campaign) => [campaign.id, campaign]));
    },
    { staleTime: 300_000 },
  );

export const useClauses = (campaignId: string | undefined) =>
  useRead(
    ["campaign", campaignId, "clauses"],
    (signal) => data(api.GET("/api/v1/campaigns/{id}/clauses", { params: { path: { id: campaignId ?? "" } }, signal })),
    { enabled: Boolean(campaignId), staleTime: 300_000 },
  );

export const useOrganisationName = (id: string, enabled: boolean) =>
  useRead(
    ["organisation", id],
    (signal) => data(api.GET("/api/v1/organisations/{id}", { params: { path: { id } }, signal })),
    { enabled, staleTime: 300_000 },
  );
