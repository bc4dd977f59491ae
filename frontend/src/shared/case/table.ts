/** What a `ResourceTable` is told: columns, filters and bulk actions, as data. */
import type { ReactNode } from "react";
import type { Search } from "@/shared/lib/search";

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  width?: number;
  /** Not shown until somebody asks for it. */
  hidden?: boolean;
  align?: "right" | "center";
}

export interface Filter {
  /** The API's own parameter, which is also the one in the address. */
  name: string;
  label: string;
  /** `midnight`: a day in the calendar, and in the address the instant at which it begins. */
  kind: "choice" | "choices" | "tags" | "date" | "midnight" | "organisation" | "yes_no" | "text";
  options?: { value: string; label: string }[];
  /** Shown when somebody asks for more, or while it is set. */
  seldom?: boolean;
  /** Shown only while it is set: one comes to it by a link, and may take it off. */
  quiet?: boolean;
}

export interface BulkOutcome {
  done: number;
  refused: number;
  /** One line per row that was refused: which, and why. */
  refusals: { label: string; reason: string }[];
}

export interface BulkAction {
  step: string;
  label: string;
  danger?: boolean;
  run: (ids: string[], reason: string, key: string) => Promise<BulkOutcome>;
}

export interface Rows<Row> {
  items: Row[];
  next_cursor?: string | null;
  total?: number | null;
}

export type Load<Row> = (
  query: Search & { cursor?: string; limit: number; count?: "exact" },
  signal: AbortSignal,
) => Promise<Rows<Row>>;
