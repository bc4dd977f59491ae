/** Referrals as the API gives and takes them. */
import { useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";

export type Referral = Schemas["ReferralRead"];
export type ReferralItem = Schemas["ReferralItem"];
export type State = Schemas["ReferralState"];
export type Clue = Schemas["ClueRead"];

const RESOURCE = "referrals";

export const readReferral = (id: string, signal?: AbortSignal): Promise<Referral> =>
  data(api.GET("/api/v1/referrals/{id}", { params: { path: { id } }, signal }));

export const useReferral = (id: string) => useRead(["referral", id], (signal) => readReferral(id, signal));

export const loadReferrals: Load<ReferralItem> = (query, signal) =>
  data(api.GET("/api/v1/referrals", { params: { query: query as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/referrals/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

/** `package` is sent like a step: on the record as it was read. */
export const sendStep = (referral: Referral, step: string, body: unknown, key: string): Promise<Referral> =>
  perform<Referral>(RESOURCE, referral, step, body, key);

export const useNameTeam = (onSuccess: (referral: Referral) => void) =>
  useWrite(
    (body: Schemas["NameTeam"], key) =>
      data(api.POST("/api/v1/referrals", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["referral", "clue", "worklist"], onSuccess },
  );

/** What it began with. Not everybody who works on a referral may read the clue as a whole: then it is left out. */
export const useClue = (id: string | undefined) =>
  useRead(
    ["clue", id],
    (signal) => data(api.GET("/api/v1/clues/{id}", { params: { path: { id: id ?? "" } }, signal })),
    { enabled: Boolean(id) },
  );

export const useClues = (q: string) =>
  useRead(["clue", "to-refer", q], (signal) =>
    data(
      api.GET("/api/v1/clues", {
        params: { query: { state: ["triaging", "referred"], limit: 30, ...(q && { q }) } },
        signal,
      }),
    ),
  );

export const letterPath = (id: string, name: string): string => `/api/v1/referrals/${id}/letters/${name}`;

export const packagePath = (id: string): string => `/api/v1/referrals/${id}/package`;

/** What came back is shown at once; what else shows it is read anew. */
export function useTaken(): (referral: Referral) => Referral {
  const client = useQueryClient();
  return (referral) => {
    client.setQueryData(["referral", referral.id], referral);
    void Promise.all(
      ["referral", "clue", "worklist"].map((resource) => client.invalidateQueries({ queryKey: [resource] })),
    );
    return referral;
  };
}

const offered = (referral: Referral, step: string): boolean =>
  referral.available_actions.some((action) => action.step === step && action.open);

/** Whether the reader may fill in the papers now, and so draw the package up once they are complete. */
export const mayFill = (referral: Referral): boolean => offered(referral, "fill_papers");
export const mayDecide = (referral: Referral): boolean => offered(referral, "approve") || offered(referral, "reject");
