/** Clues, reports of clues and their transfers as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";

export type Clue = Schemas["ClueRead"];
export type ClueItem = Schemas["ClueItem"];
export type State = Schemas["ClueState"];
export type Kind = Schemas["ClueKind"];
export type Revealed = Schemas["CluePersonsRevealed"];
export type Transfer = Schemas["TransferRead"];
export type TransferItem = Schemas["TransferItem"];
export type Report = Schemas["ReportRead"];
export type ReportItem = Schemas["ReportItem"];
export type ReportBody = Schemas["ReportCreate"];

/** What a clue, its report or its transfer has made stale. */
export const TOUCHED = ["clue", "clue_transfer", "worklist"];

export const readClue = (id: string, signal?: AbortSignal): Promise<Clue> =>
  data(api.GET("/api/v1/clues/{id}", { params: { path: { id } }, signal }));

export const useClue = (id: string) => useRead(["clue", id], (signal) => readClue(id, signal));

export const loadClues: Load<ClueItem> = (query, signal) =>
  data(api.GET("/api/v1/clues", { params: { query: query as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/clues/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (clue: Clue, step: string, body: unknown, key: string): Promise<Clue> =>
  perform<Clue>("clues", clue, step, body, key);

export const useRegister = (onSuccess: (clue: Clue) => void) =>
  useWrite(
    (body: Schemas["ClueCreate"], key) =>
      data(api.POST("/api/v1/clues", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: TOUCHED, onSuccess },
  );

export const registerSecret = (body: Schemas["SecretClueCreate"], key: string): Promise<Clue> =>
  data(api.POST("/api/v1/clues/secret", { params: { header: { "Idempotency-Key": key } }, body }));

export const amendClue = (clue: Clue, body: Schemas["CluePatch"]): Promise<Clue> =>
  data(api.PATCH("/api/v1/clues/{id}", { params: { path: { id: clue.id }, header: match(clue.version) }, body }));

/** The plain values, in the answer to this one request and nowhere else: never put them in a cache. */
export const revealPersons = (clue: Clue, reason: string, key: string): Promise<Revealed> =>
  data(
    api.POST("/api/v1/clues/{id}/reveal", {
      params: { path: { id: clue.id }, header: { "Idempotency-Key": key } },
      body: { reason },
    }),
  );

/** What each kind asks for, with the terms of the region where one works. */
export function useKinds() {
  const region = useMe().data?.organisation.region_code ?? "";
  return useRead(
    ["clue", "kinds", region],
    (signal) => data(api.GET("/api/v1/clue-kinds", { params: { query: region ? { region } : {} }, signal })),
    { staleTime: 600_000 },
  );
}

/** Whom one may let in. */
export const loadColleagues = (name: string, signal: AbortSignal) =>
  data(api.GET("/api/v1/clues/colleagues", { params: { query: { limit: 50, ...(name && { name }) } }, signal }));

export const readTransfer = (id: string, signal?: AbortSignal): Promise<Transfer> =>
  data(api.GET("/api/v1/clue-transfers/{id}", { params: { path: { id } }, signal }));

export const loadTransfers: Load<TransferItem> = (query, signal) =>
  data(api.GET("/api/v1/clue-transfers", { params: { query: query as never }, signal }));

export const readTransferHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/clue-transfers/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastTransferEntry = async (id: string) => (await readTransferHistory(id, undefined)).items[0] ?? null;

export const sendTransferStep = (transfer: Transfer, step: string, body: unknown, key: string): Promise<Transfer> =>
  perform<Transfer>("clue-transfers", transfer, step, body, key);

export const proposeTransfer = (body: Schemas["TransferCreate"], key: string): Promise<Transfer> =>
  data(api.POST("/api/v1/clue-transfers", { params: { header: { "Idempotency-Key": key } }, body }));

export const readReport = (id: string, signal?: AbortSignal): Promise<Report> =>
  data(api.GET("/api/v1/clue-reports/{id}", { params: { path: { id } }, signal }));

export const loadReports: Load<ReportItem> = (query, signal) =>
  data(api.GET("/api/v1/clue-reports", { params: { query: query as never }, signal }));

export const sendReportStep = (report: Report, step: string, body: unknown, key: string): Promise<Report> =>
  perform<Report>("clue-reports", report, step, body, key);

export const useReport = (onSuccess: (report: Report) => void) =>
  useWrite(
    (body: ReportBody, key) =>
      data(api.POST("/api/v1/clue-reports", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["clue_report", "worklist"], onSuccess },
  );
