/** What can be done with a case, as data: a step's form, and how a step is sent. */
import type { ReactNode } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import type { Field } from "./fields";

export type Action = Schemas["ActionRead"];

/** The form of one step. A step without one is sent with no body, after a question. */
export interface ActionForm<Body = Record<string, unknown>> {
  fields: Field<Body>[];
  /** Said above the fields: what happens, and to whom it is shown. */
  note?: string;
  /** What it is about, shown above the fields: a list of goods, say. */
  about?: ReactNode;
  danger?: boolean;
  /** Leads aside, or without result: never the one button that stands out. */
  aside?: boolean;
  initial?: Partial<Body>;
}

/** Forms by step. Bodies differ from step to step, which is why the table itself does not name them. */
// biome-ignore lint/suspicious/noExplicitAny: each entry is checked against its own body where it is written
export type ActionForms = Record<string, ActionForm<any>>;

/** `POST /api/v1/{resource}/{id}/{step}` on the record as it was read. Throws `ApiProblem`, 412 when it has changed. */
export function perform<Read>(
  resource: string,
  record: { id: string; version: number },
  step: string,
  body: unknown,
  key: string,
): Promise<Read> {
  const post = api.POST as unknown as (path: string, init: unknown) => Promise<{ data?: Read }>;
  return data(
    post(`/api/v1/${resource}/{id}/${step.replaceAll("_", "-")}`, {
      params: { path: { id: record.id }, header: { ...match(record.version), "Idempotency-Key": key } },
      ...(body === undefined ? {} : { body }),
    }),
  );
}
