/** Rectification tasks as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import type { Search } from "@/shared/lib/search";

export type Task = Schemas["TaskRead"];
export type TaskItem = Schemas["TaskItem"];

const RESOURCE = "rectification-tasks";

export const readTask = (id: string, signal?: AbortSignal): Promise<Task> =>
  data(api.GET("/api/v1/rectification-tasks/{id}", { params: { path: { id } }, signal }));

export const useTask = (id: string) => useRead(["rectification_task", id], (signal) => readTask(id, signal));

export const loadTasks: Load<TaskItem> = (query, signal) =>
  data(api.GET("/api/v1/rectification-tasks", { params: { query: query as never }, signal }));

/** How many tasks a list holds; the page itself is not read. */
export const countTasks = async (search: Search, signal: AbortSignal): Promise<number> =>
  (await loadTasks({ ...search, limit: 1, count: "exact" } as Parameters<typeof loadTasks>[0], signal)).total ?? 0;

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/rectification-tasks/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const sendStep = (task: Task, step: string, body: unknown, key: string): Promise<Task> =>
  perform<Task>(RESOURCE, task, step, body, key);

export const useDraftTask = (onSuccess: (task: Task) => void) =>
  useWrite(
    (body: Schemas["TaskCreate"], key) =>
      data(api.POST("/api/v1/rectification-tasks", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["rectification_task", "worklist"], onSuccess },
  );

export const amendTask = (task: Task, body: Schemas["TaskPatch"]): Promise<Task> =>
  data(
    api.PATCH("/api/v1/rectification-tasks/{id}", {
      params: { path: { id: task.id }, header: match(task.version) },
      body,
    }),
  );

/** What was refused names its number, or its id where it is not mine to know. */
export async function bulk(
  step: Schemas["duban__rectification__schemas__BulkStep"],
  ids: string[],
  reason: string,
  key: string,
) {
  const told = await data(
    api.POST("/api/v1/rectification-tasks/bulk", {
      params: { header: { "Idempotency-Key": key } },
      body: { step, ids, reason },
    }),
  );
  return {
    done: told.done,
    refused: told.refused,
    refusals: told.results
      .filter((row) => !row.done)
      .map((row) => ({ label: row.number ?? row.id, reason: row.problem?.detail ?? "" })),
  };
}
