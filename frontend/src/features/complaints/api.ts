/** Complaints as the API gives and takes them. */
import { useEffect, useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import type { Search } from "@/shared/lib/search";

export type Complaint = Schemas["ComplaintRead"];
export type ComplaintItem = Schemas["ComplaintItem"];
export type State = Schemas["ComplaintState"];
export type Revealed = Schemas["PersonRevealed"];

const RESOURCE = "complaints";

/** Nobody has been given an answer of the complaint's own yet. */
export const OPEN: State[] = ["registered", "investigating", "concluded"];

export const readComplaint = (id: string, signal?: AbortSignal): Promise<Complaint> =>
  data(api.GET("/api/v1/complaints/{id}", { params: { path: { id } }, signal }));

export const useComplaint = (id: string | null) =>
  useRead(["complaint", id], (signal) => readComplaint(id ?? "", signal), { enabled: Boolean(id) });

export const loadComplaints: Load<ComplaintItem> = (query, signal) =>
  data(api.GET("/api/v1/complaints", { params: { query: query as never }, signal }));

/** The first of what a search finds. */
export const listed = (search: Search, signal: AbortSignal) =>
  loadComplaints({ ...search, limit: 50 } as Parameters<typeof loadComplaints>[0], signal);

/** The client's types widen the pairs of a change to lists; the contract says pairs. */
export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/complaints/{id}/history", {
      params: { path: { id }, query: { sort: "-id", cursor, limit: 50 } },
      signal,
    }),
  ) as Promise<Schemas["History"]>;

export const lastEntry = async (id: string) => (await readHistory(id, undefined)).items[0] ?? null;

export const sendStep = (complaint: Complaint, step: string, body: unknown, key: string): Promise<Complaint> =>
  perform<Complaint>(RESOURCE, complaint, step, body, key);

export const useRegister = (onSuccess: (complaint: Complaint) => void) =>
  useWrite(
    (body: Schemas["ComplaintCreate"], key) =>
      data(api.POST("/api/v1/complaints", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["complaint", "worklist"], onSuccess },
  );

export const amendComplaint = (complaint: Complaint, body: Schemas["ComplaintPatch"]): Promise<Complaint> =>
  data(
    api.PATCH("/api/v1/complaints/{id}", {
      params: { path: { id: complaint.id }, header: match(complaint.version) },
      body,
    }),
  );

/** A part of it as one of its own; returns that one. */
export const splitComplaint = (complaint: Complaint, body: Schemas["SplitIn"], key: string): Promise<Complaint> =>
  data(
    api.POST("/api/v1/complaints/{id}/split", {
      params: { path: { id: complaint.id }, header: { ...match(complaint.version), "Idempotency-Key": key } },
      body,
    }),
  );

/** The plain values, in the answer to this one request and nowhere else: never put them in a cache. */
export const revealPersons = (complaint: Complaint, reason: string, key: string): Promise<Revealed> =>
  data(
    api.POST("/api/v1/complaints/{id}/reveal", {
      params: { path: { id: complaint.id }, header: { "Idempotency-Key": key } },
      body: { reason },
    }),
  );

export type Message = Schemas["MessageRead"];

const MOST_MESSAGES = 200;

/** All of them, oldest first. */
export const readMessages = async (id: string, signal: AbortSignal): Promise<Message[]> => {
  const read: Message[] = [];
  let cursor: string | undefined;
  do {
    const page = await data(
      api.GET("/api/v1/complaints/{id}/messages", {
        params: { path: { id }, query: { limit: MOST_MESSAGES, cursor } },
        signal,
      }),
    );
    read.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return read;
};

export const writeMessage = (complaint: Complaint, text: string, key: string): Promise<Message> =>
  data(
    api.POST("/api/v1/complaints/{id}/messages", {
      params: { path: { id: complaint.id }, header: { ...match(complaint.version), "Idempotency-Key": key } },
      body: { text },
    }),
  );

export const markRead = async (id: string, upTo: string, key: string): Promise<void> => {
  await api.POST("/api/v1/complaints/{id}/messages/read", {
    params: { path: { id }, header: { "Idempotency-Key": key } },
    body: { up_to: upTo },
  });
};

const PAUSE_MS = 500;
const ENOUGH = 8;
const LEAST = 2;
const PHONE = /^\+?[0-9 ()-]{5,30}$/;

/** What may be the same as the complaint that is being written, asked for when the typing pauses. */
export function useSimilar(organisation: string | undefined, facts: string, phone: string) {
  const whole = PHONE.test(phone) ? phone : undefined;
  const enough = facts.length >= ENOUGH || (whole !== undefined && facts.length >= LEAST);
  const question = organisation && enough ? JSON.stringify([organisation, facts, whole]) : "";
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(question), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [question]);
  return useRead(
    ["complaint", "similar", asked],
    async (signal) => {
      const [organisation_id, facts, complainant_phone] = JSON.parse(asked) as [string, string, string | undefined];
      const body = { organisation_id, facts, complainant_phone: complainant_phone ?? null };
      return (await data(api.POST("/api/v1/complaints/similar", { body, signal }))).items;
    },
    // A number of a person is in the question: it is forgotten with the page.
    { enabled: asked !== "", retry: false, gcTime: 0, placeholderData: (before) => before },
  );
}
