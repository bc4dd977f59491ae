/** Disputes, and what runs beside their way, as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";

export type Dispute = Schemas["DisputeRead"];
export type DisputeItem = Schemas["DisputeItem"];
export type State = Schemas["DisputeState"];
export type Clock = Schemas["ClockRead"];
export type Create = Schemas["DisputeCreate"];

const RESOURCE = "disputes";

export const readDispute = (id: string, signal?: AbortSignal): Promise<Dispute> =>
  data(api.GET("/api/v1/disputes/{id}", { params: { path: { id } }, signal }));

export const useDispute = (id: string) => useRead(["dispute", id], (signal) => readDispute(id, signal));

export const loadDisputes: Load<DisputeItem> = (query, signal) =>
  data(api.GET("/api/v1/disputes", { params: { query: query as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/disputes/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (dispute: Dispute, step: string, body: unknown, key: string): Promise<Dispute> =>
  perform<Dispute>(RESOURCE, dispute, step, body, key);

/** Begin what runs beside the way: `seals`, `appraisals` … Answers with the whole dispute. */
export const beginPart = (dispute: Dispute, path: string, body: unknown, key: string): Promise<Dispute> =>
  perform<Dispute>(RESOURCE, dispute, path, body, key);

/** One step of a part. `version` is the dispute's: a part has none of its own. */
export const sendPartStep = (
  dispute: { id: string; version: number },
  path: string,
  partId: string,
  step: string,
  body: unknown,
  key: string,
): Promise<Dispute> => perform<Dispute>(RESOURCE, dispute, `${path}/${partId}/${step}`, body, key);

export const useRegister = (onSuccess: (dispute: Dispute) => void) =>
  useWrite(
    (body: Create, key) => data(api.POST("/api/v1/disputes", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["dispute", "complaint", "worklist"], onSuccess },
  );

export const amendDispute = (dispute: Dispute, body: Schemas["DisputePatch"]): Promise<Dispute> =>
  data(
    api.PATCH("/api/v1/disputes/{id}", {
      params: { path: { id: dispute.id }, header: match(dispute.version) },
      body,
    }),
  );

/** Whether the reader's organisation keeps the file: it is the institution, or registered the dispute for it. */
export const keepsFile = (dispute: Dispute, us: string | undefined): boolean =>
  us === dispute.organisation_id || mayWrite(dispute);

/** What is written down may be corrected exactly as long as who went to the scene may be entered. */
export const mayWrite = (dispute: Dispute): boolean =>
  dispute.available_actions.some(({ step, open }) => step === "attend" && open);

/** The plain values, in the answer to this one request and nowhere else: never put them in a cache. */
export const revealParties = (dispute: Dispute, reason: string, key: string): Promise<Schemas["PartiesRevealed"]> =>
  data(
    api.POST("/api/v1/disputes/{id}/reveal", {
      params: { path: { id: dispute.id }, header: { "Idempotency-Key": key } },
      body: { reason },
    }),
  );

/** The complaint that is to become a dispute; its persons stand here masked. */
export const useComplaintOf = (id: string | undefined) =>
  useRead(
    ["complaint", id],
    (signal) => data(api.GET("/api/v1/complaints/{id}", { params: { path: { id: id ?? "" } }, signal })),
    { enabled: Boolean(id) },
  );

export interface Limits {
  /** Above it the two sides do not negotiate among themselves. */
  negotiation: number | null;
  /** Above it the insurer takes part. */
  insurer: number | null;
  /** From it on an appraisal comes first. */
  appraisal: number | null;
}

const FEN = 100;

/** The sums that the institution's region sets, in fen; null: none. Undefined until they are known. */
export function useLimits(organisationId: string | undefined): Limits | undefined {
  const place = useRead(
    ["organisation", organisationId],
    (signal) => data(api.GET("/api/v1/organisations/{id}", { params: { path: { id: organisationId ?? "" } }, signal })),
    { enabled: Boolean(organisationId) },
  );
  const region = place.data?.region_code ?? "";
  const settings = useRead(
    ["regional_setting", region],
    (signal) => data(api.GET("/api/v1/regional-settings", { params: { query: { region } }, signal })),
    { enabled: place.isSuccess },
  );
  if (!settings.data) return undefined;
  const of = (name: string) => {
    const yuan = settings.data.items.find(({ key }) => key === `amount.dispute_${name}`)?.in_force.amount ?? 0;
    return yuan > 0 ? yuan * FEN : null;
  };
  return { negotiation: of("negotiation_limit"), insurer: of("insurer_above"), appraisal: of("appraisal_from") };
}
