/** Notices as the API gives and takes them. */
import { useQueryClient } from "@tanstack/react-query";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";

export type Notice = Schemas["NoticeRead"];
export type NoticeItem = Schemas["NoticeItem"];
export type State = Schemas["NoticeState"];

const RESOURCE = "notices";

export const OPEN: State[] = ["received", "answered"];

export const readNotice = (id: string, signal?: AbortSignal): Promise<Notice> =>
  data(api.GET("/api/v1/notices/{id}", { params: { path: { id } }, signal }));

export const useNotice = (id: string) => useRead(["notice", id], (signal) => readNotice(id, signal));

export const loadNotices: Load<NoticeItem> = (query, signal) =>
  data(api.GET("/api/v1/notices", { params: { query: query as never }, signal }));

/** What one's own organisation sent, wherever it went. */
export const loadSent: Load<NoticeItem> = (query, signal) =>
  data(api.GET("/api/v1/notices/sent", { params: { query: query as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/notices/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (notice: Notice, step: string, body: unknown, key: string): Promise<Notice> =>
  perform<Notice>(RESOURCE, notice, step, body, key);

export const useRegister = (onSuccess: (notice: Notice) => void) =>
  useWrite(
    (body: Schemas["NoticeCreate"], key) =>
      data(api.POST("/api/v1/notices", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["notice", "rectification_task", "worklist"], onSuccess },
  );

export const amendNotice = (notice: Notice, body: Schemas["NoticePatch"]): Promise<Notice> =>
  data(api.PATCH("/api/v1/notices/{id}", { params: { path: { id: notice.id }, header: match(notice.version) }, body }));

/** What a step changes beside the notice itself is read anew. */
export function useTaken() {
  const client = useQueryClient();
  return (done: Notice) => {
    client.setQueryData(["notice", done.id], done);
    for (const resource of ["notice", "rectification_task", "worklist"])
      void client.invalidateQueries({ queryKey: [resource] });
  };
}

/** The open institutions with these words in their names: published, so an organ finds them as anybody does. */
export const findInstitutions = async (q: string, signal: AbortSignal) =>
  (await data(api.GET("/api/v1/public/institutions", { params: { query: { q, limit: 20 } }, signal }))).items;
