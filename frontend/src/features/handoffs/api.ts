/** What was referred to the police, as the API gives it and takes their answers. */
import { useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import { fetchFile, type Saved } from "@/shared/lib/download";

export type Handoff = Schemas["HandoffRead"];
export type HandoffItem = Schemas["HandoffItem"];
export type State = Schemas["HandoffState"];
export type File = Schemas["HandoffFileRead"];

export const readHandoff = (id: string, signal?: AbortSignal): Promise<Handoff> =>
  data(api.GET("/api/v1/handoffs/{id}", { params: { path: { id } }, signal }));

export const useHandoff = (id: string) => useRead(["handoff", id], (signal) => readHandoff(id, signal));

export const loadHandoffs: Load<HandoffItem> = (query, signal) =>
  data(api.GET("/api/v1/handoffs", { params: { query: query as never }, signal }));

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/handoffs/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (handoff: Handoff, step: string, body: unknown, key: string): Promise<Handoff> =>
  perform<Handoff>("handoffs", handoff, step, body, key);

export const packagePath = (id: string): string => `/api/v1/handoffs/${id}/package`;

/** One file, under the name it has in the package. */
export const fetchOne = async (file: File): Promise<Saved> => ({
  blob: (await fetchFile(`/api/v1/handoff/files/${file.sha256}`)).blob,
  name: file.path.split("/").at(-1) ?? file.path,
});

/** What came back is shown at once; what else shows it is read anew. */
export function useTaken(): (handoff: Handoff) => Handoff {
  const client = useQueryClient();
  return (handoff) => {
    client.setQueryData(["handoff", handoff.id], handoff);
    void Promise.all(
      ["handoff", "attachment", "worklist"].map((resource) => client.invalidateQueries({ queryKey: [resource] })),
    );
    return handoff;
  };
}
