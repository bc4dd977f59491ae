/** Webhook endpoints over the API, and what the page of one asks the journal. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import type { Load } from "@/shared/case/table";
import { refresh } from "../api";

export type Endpoint = Schemas["EndpointRead"];
export type Attempt = Schemas["AttemptRead"];

const LOOK_AGAIN_MS = 10_000;

export const loadEndpoints: Load<Endpoint> = (query, signal) =>
  data(api.GET("/api/v1/webhook-endpoints", { params: { query: query as never }, signal }));

export const readEndpoint = (id: string, signal?: AbortSignal) =>
  data(api.GET("/api/v1/webhook-endpoints/{id}", { params: { path: { id } }, signal }));

/** One endpoint, looked at again now and then: deliveries move it, and no event tells of them. */
export const useEndpoint = (id: string) =>
  useRead(["webhook_endpoint", id], (signal) => readEndpoint(id, signal), { refetchInterval: LOOK_AGAIN_MS });

/** The attempts of one endpoint. They are not counted: there may be very many. */
export const loadAttempts =
  (id: string): Load<Attempt> =>
  ({ count: _, ...query }, signal) =>
    data(
      api.GET("/api/v1/webhook-endpoints/{id}/attempts", { params: { path: { id }, query: query as never }, signal }),
    );

export const ping = (id: string, key: string) =>
  data(
    api.POST("/api/v1/webhook-endpoints/{id}/ping", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
    }),
  );

export async function create(body: Schemas["EndpointCreate"], key: string) {
  const made = await data(
    api.POST("/api/v1/webhook-endpoints", { params: { header: { "Idempotency-Key": key } }, body }),
  );
  await refresh();
  return made;
}

export async function amend(record: Endpoint, body: Schemas["EndpointPatch"]) {
  await data(
    api.PATCH("/api/v1/webhook-endpoints/{id}", {
      params: { path: { id: record.id }, header: match(record.version) },
      body,
    }),
  );
  await refresh();
}

/** Whom an endpoint may serve; the server says which of them may not follow the feed. */
export const useClients = () =>
  useRead(["api_client", "active"], (signal) =>
    data(api.GET("/api/v1/api-clients", { params: { query: { active: true, limit: 200 } }, signal })),
  );

/** Who paused it by hand, and the reason given; the journal keeps both. */
export function usePauseNote(endpoint: Endpoint) {
  const may = useMay();
  return useRead(
    ["webhook_endpoint", endpoint.id, "pause", endpoint.paused_at],
    async (signal) => {
      const query = {
        subject_type: "webhook_endpoint",
        subject_id: endpoint.id,
        action: "webhook_endpoint:pause",
        sort: "-position",
        limit: 1,
      } as const;
      return (await data(api.GET("/api/v1/journal", { params: { query }, signal }))).items[0] ?? null;
    },
    { enabled: endpoint.pause_reason === "person" && may("journal.read") },
  );
}

/** The position of the first entry at or after `moment`; null where nothing was journalled since. */
export async function positionAt(moment: string): Promise<number | null> {
  for (let after = 0; ; ) {
    const query = { at_from: moment, after, limit: 1 };
    const page = await data(api.GET("/api/v1/journal", { params: { query } }));
    const found = page.items[0];
    if (found) return found.position;
    if (!page.more) return null;
    after = page.next_position;
  }
}
