/** Administration over the API: organisations, people, roles, clients, sessions, settings, jobs. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { queryClient, useRead } from "@/shared/api/queries";
import type { Load } from "@/shared/case/table";

export type Organisation = Schemas["OrganisationRead"];
export type User = Schemas["UserRead"];
export type Client = Schemas["ClientRead"];

/** A step on one record as its reader has seen it: `POST /api/v1/{resource}/{id}/{step}`, under the key given. */
export async function act<Read = unknown>(
  resource: "organisations" | "users" | "api-clients" | "jobs" | "role-grants",
  { record, key }: { record: { id: string; version: number }; key: string },
  step: string,
  body?: unknown,
): Promise<Read> {
  const post = api.POST as unknown as (path: string, init: unknown) => Promise<{ data?: Read }>;
  const done = await data(
    post(`/api/v1/${resource}/{id}/${step}`, {
      params: { path: { id: record.id }, header: { ...match(record.version), "Idempotency-Key": key } },
      ...(body === undefined ? {} : { body }),
    }),
  );
  await refresh();
  return done;
}

/** What administration shows hangs together; a change of one thing makes all of it stale. */
export const refresh = (): Promise<unknown> =>
  Promise.all(
    ["organisation", "user", "api_client", "session", "job", "role_grant", "regional_setting", "import"].map(
      (resource) => queryClient.invalidateQueries({ queryKey: [resource] }),
    ),
  );

export const readOrganisation = (id: string, signal?: AbortSignal) =>
  data(api.GET("/api/v1/organisations/{id}", { params: { path: { id } }, signal }));

export const useOrganisation = (id: string | undefined) =>
  useRead(["organisation", id, "read"], (signal) => readOrganisation(id ?? "", signal), { enabled: Boolean(id) });

export const loadUsers: Load<Schemas["UserItem"]> = (query, signal) =>
  data(api.GET("/api/v1/users", { params: { query: query as never }, signal }));

export const readUser = (id: string, signal?: AbortSignal) =>
  data(api.GET("/api/v1/users/{id}", { params: { path: { id } }, signal }));

export const useUser = (id: string) => useRead(["user", id], (signal) => readUser(id, signal));

export const useRoles = () =>
  useRead(["role", "catalogue"], (signal) => data(api.GET("/api/v1/roles", { signal })), {
    staleTime: Number.POSITIVE_INFINITY,
  });

export const loadSessions: Load<Schemas["SessionRead"]> = (query, signal) =>
  data(api.GET("/api/v1/sessions", { params: { query: query as never }, signal }));

export async function endSession(id: string, reason: string, key: string): Promise<void> {
  await api.POST("/api/v1/sessions/{id}/end", {
    params: { path: { id }, header: { "Idempotency-Key": key } },
    body: { reason },
  });
  await refresh();
}

export const loadClients: Load<Schemas["ClientItem"]> = (query, signal) =>
  data(api.GET("/api/v1/api-clients", { params: { query: query as never }, signal }));

export const readClient = (id: string) => data(api.GET("/api/v1/api-clients/{id}", { params: { path: { id } } }));

export const loadJobs: Load<Schemas["JobItem"]> = (query, signal) =>
  data(api.GET("/api/v1/jobs", { params: { query: query as never }, signal }));

export const useJob = (id: string | null | undefined) =>
  useRead(["job", id], (signal) => data(api.GET("/api/v1/jobs/{id}", { params: { path: { id: id ?? "" } }, signal })), {
    enabled: Boolean(id),
    refetchInterval: (query) => (["waiting", "running"].includes(query.state.data?.state ?? "") ? 1000 : false),
  });
