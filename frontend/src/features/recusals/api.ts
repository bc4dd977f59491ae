/** Recusals as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { queryClient } from "@/shared/api/queries";
import type { Load } from "@/shared/case/table";
import { say } from "./words";

export type Recusal = Schemas["RecusalRead"];

/** What is typed: an organisation is chosen, a matter is named by its number. */
export interface Typed {
  user_id?: string;
  subject_type: string;
  organisation_id?: string;
  number?: string;
  reason: string;
  starts_at?: string | null;
  ends_at?: string | null;
}

export const loadRecusals: Load<Recusal> = (query, signal) =>
  data(api.GET("/api/v1/recusals", { params: { query: query as never }, signal }));

/** What a person may see changes with it: everything that was read is read anew. */
const refresh = () => queryClient.invalidateQueries();

/** The id of the matter with this number. Throws a problem at its field where there is none that one may see. */
async function idOf(subjectType: string, number: string): Promise<string> {
  const q = number.trim();
  const params = { query: { q, limit: 20 } };
  const { items } = await data<{ items: { id: string; number: string }[] }>(
    subjectType === "duty"
      ? api.GET("/api/v1/duties", { params })
      : subjectType === "complaint"
        ? api.GET("/api/v1/complaints", { params })
        : subjectType === "dispute"
          ? api.GET("/api/v1/disputes", { params })
          : subjectType === "notice"
            ? api.GET("/api/v1/notices", { params })
            : api.GET("/api/v1/rectification-tasks", { params }),
  );
  const hit = items.find((one) => one.number === q);
  if (hit) return hit.id;
  const detail = say("notFound", { number: q });
  throw new ApiProblem({
    status: 422,
    code: "no_such_matter",
    detail,
    errors: [{ pointer: "/number", code: "no_such_matter", detail }],
  });
}

export async function declare({ organisation_id, number = "", ...typed }: Typed, key: string): Promise<void> {
  const subject_id =
    typed.subject_type === "organisation" ? (organisation_id ?? "") : await idOf(typed.subject_type, number);
  await api.POST("/api/v1/recusals", {
    params: { header: { "Idempotency-Key": key } },
    body: { ...typed, subject_id },
  });
  await refresh();
}

export const readRecusal = (id: string): Promise<Recusal> =>
  data(api.GET("/api/v1/recusals/{id}", { params: { path: { id } } }));

export async function endRecusal(recusal: Recusal, reason: string, key: string): Promise<void> {
  await api.POST("/api/v1/recusals/{id}/end", {
    params: { path: { id: recusal.id }, header: { ...match(recusal.version), "Idempotency-Key": key } },
    body: { reason },
  });
  await refresh();
}

export const standing = ({ starts_at, ends_at }: Recusal, now = new Date()): "inForce" | "toCome" | "over" => {
  if (ends_at !== null && new Date(ends_at) <= now) return "over";
  return new Date(starts_at) > now ? "toCome" : "inForce";
};
