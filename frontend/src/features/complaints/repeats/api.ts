/** Repeated complaints as the API gives them, and the complaints that one of them sums up. */
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import type { Search } from "@/shared/lib/search";
import { listed } from "../api";

export type Repeat = Schemas["RepeatRead"];
export type RepeatItem = Schemas["RepeatItem"];

const SECOND_MS = 1000;

export const loadRepeats: Load<RepeatItem> = (query, signal) =>
  data(api.GET("/api/v1/complaint-repeats", { params: { query: query as never }, signal }));

export const readRepeat = (id: string, signal?: AbortSignal): Promise<Repeat> =>
  data(api.GET("/api/v1/complaint-repeats/{id}", { params: { path: { id } }, signal }));

export const useRepeat = (id: string) => useRead(["complaint_repeat", id], (signal) => readRepeat(id, signal));

export const sendStep = (repeat: Repeat, step: string, body: unknown, key: string): Promise<Repeat> =>
  perform<Repeat>("complaint-repeats", repeat, step, body, key);

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/complaint-repeats/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

/** The ledger's filters for what a repetition sums up: its link, from the first to the last it counted. */
export const rowsOf = (repeat: Repeat): Search => ({
  organisation_id: repeat.organisation_id,
  matter: repeat.matter,
  ...(repeat.department ? { department: repeat.department } : {}),
  received_from: repeat.first_received_at,
  received_before: new Date(Date.parse(repeat.last_received_at) + SECOND_MS).toISOString(),
});

export const useComplaintsOf = (repeat: Repeat) => {
  const rows = rowsOf(repeat);
  return useRead(["complaint", "repeated", rows], (signal) => listed({ ...rows, sort: "-received_at" }, signal));
};
