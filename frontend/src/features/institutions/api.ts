/** Institutions, their contacts and what is theirs, as the API gives and takes them. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import type { Load } from "@/shared/case/table";
import type { Search } from "@/shared/lib/search";

export type Institution = Schemas["InstitutionRead"];
export type InstitutionItem = Schemas["InstitutionItem"];
export type Contact = Schemas["ContactRead"];

export const loadInstitutions: Load<InstitutionItem> = (query, signal) =>
  data(api.GET("/api/v1/institutions", { params: { query: query as never }, signal }));

/** How many institutions a search finds; the page itself is not read. */
export const countOf = async (search: Search, signal: AbortSignal): Promise<number> => {
  const query = { ...search, limit: 1, count: "exact" };
  return (await data(api.GET("/api/v1/institutions", { params: { query: query as never }, signal }))).total ?? 0;
};

export const readInstitution = (id: string, signal?: AbortSignal): Promise<Institution> =>
  data(api.GET("/api/v1/institutions/{id}", { params: { path: { id } }, signal }));

export const useOverview = (id: string) =>
  useRead(["institution", id, "overview"], (signal) =>
    data(api.GET("/api/v1/institutions/{id}/overview", { params: { path: { id } }, signal })),
  );

/** The figures of the overview's parts; a part one may not read is not there. */
export interface Parts {
  duties?: { facts: Partial<Record<Schemas["Fact"], number>>; next_due_on: string | null };
  rectification?: {
    states: Partial<Record<Schemas["TaskState"], number>>;
    open: number;
    overdue: number;
    next_due_on: string | null;
  };
  disputes?: {
    states: Partial<Record<Schemas["DisputeState"], number>>;
    open: number;
    overdue: number;
    major: number;
  };
  notices?: { states: Partial<Record<Schemas["NoticeState"], number>>; open: number; overdue: number };
}

/** Sends what the body names; 412 where somebody else changed the record since it was read. */
export const amendInstitution = (institution: Institution, body: Schemas["InstitutionPatch"]): Promise<Institution> =>
  data(
    api.PATCH("/api/v1/institutions/{id}", {
      params: { path: { id: institution.id }, header: match(institution.version) },
      body,
    }),
  );

export const turnInstitution = (institution: Institution, step: string, body: unknown, key: string) =>
  perform<Institution>("institutions", institution, step, body, key);

export const readHistory = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(
    api.GET("/api/v1/institutions/{id}/history", { params: { path: { id }, query: { cursor, limit: 50 } }, signal }),
  );

export type Window = Schemas["WindowRead"];

export const readWindow = (id: string, signal?: AbortSignal): Promise<Window> =>
  data(api.GET("/api/v1/institutions/{id}/complaint-window", { params: { path: { id } }, signal }));

export const publishWindow = (id: string, window: Window, body: Schemas["WindowIn"]): Promise<Window> =>
  data(
    api.PUT("/api/v1/institutions/{id}/complaint-window", {
      params: { path: { id }, header: match(window.version) },
      body,
    }),
  );

export const readContacts = (id: string, signal?: AbortSignal) =>
  data(api.GET("/api/v1/institutions/{id}/contacts", { params: { path: { id } }, signal }));

export const addContact = (id: string, body: Schemas["ContactCreate"], key: string): Promise<Contact> =>
  data(
    api.POST("/api/v1/institutions/{id}/contacts", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body,
    }),
  );

const ofContact = (contact: Contact) => ({ id: contact.institution_id, contact_id: contact.id });

export const amendContact = (contact: Contact, body: Schemas["ContactPatch"]): Promise<Contact> =>
  data(
    api.PATCH("/api/v1/institutions/{id}/contacts/{contact_id}", {
      params: { path: ofContact(contact), header: match(contact.version) },
      body,
    }),
  );

export const endContact = (contact: Contact, body: Schemas["ContactEnd"], key: string): Promise<Contact> =>
  data(
    api.POST("/api/v1/institutions/{id}/contacts/{contact_id}/end", {
      params: { path: ofContact(contact), header: { ...match(contact.version), "Idempotency-Key": key } },
      body,
    }),
  );

/** The plain number, in the answer to this one request and nowhere else: never put it in a cache. */
export const revealPhone = (contact: Contact, reason: string, key: string): Promise<Schemas["Revealed"]> =>
  data(
    api.POST("/api/v1/institutions/{id}/contacts/{contact_id}/reveal", {
      params: { path: ofContact(contact), header: { "Idempotency-Key": key } },
      body: { reason },
    }),
  );
