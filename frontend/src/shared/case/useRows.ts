/** A list as it is asked for: what the address says, page by page along the cursor, counted once. */
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useRead } from "@/shared/api/queries";
import { type Search, useAddress } from "@/shared/lib/search";
import type { Filter, Load } from "./table";

const LIMIT = 50;

interface Asked<Row> {
  resource: string;
  name: string;
  load: Load<Row>;
  filters: Filter[];
  fixed?: Search;
  /** The order where the address names none. */
  usual?: string;
}

export function useRows<Row>({ resource, name, load, filters, fixed, usual }: Asked<Row>) {
  const [address, change] = useAddress();
  const known = useMemo(() => new Set(["q", "sort", ...filters.map((filter) => filter.name)]), [filters]);
  const search = useMemo(
    () => Object.fromEntries(Object.entries(address).filter(([key]) => known.has(key))) as Search,
    [address, known],
  );
  const query = useMemo(() => ({ ...(usual ? { sort: usual } : {}), ...search, ...fixed }), [usual, search, fixed]);
  const question = JSON.stringify(query);
  const [cursors, setCursors] = useState<string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts again at its first page
  useEffect(() => setCursors([]), [question]);

  const cursor = cursors.at(-1);
  const page = useRead(
    [resource, "list", name, query, cursor ?? ""],
    (signal) =>
      load(
        { ...query, limit: LIMIT, ...(cursor ? { cursor } : { count: "exact" }) } as Parameters<Load<Row>>[0],
        signal,
      ),
    { placeholderData: keepPreviousData },
  );
  const [total, setTotal] = useState<number | null>(null);
  useEffect(() => {
    if (typeof page.data?.total === "number") setTotal(page.data.total);
  }, [page.data]);
  const next = page.data?.next_cursor;

  return {
    page,
    rows: page.data?.items ?? [],
    total,
    search,
    query,
    question,
    change,
    /** Take every filter off, or put these on instead. */
    show: (view: Search) => change({ ...Object.fromEntries([...known].map((key) => [key, undefined])), ...view }),
    pager: {
      number: cursors.length + 1,
      back: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined,
      forth: next && !page.isPlaceholderData ? () => setCursors([...cursors, next]) : undefined,
      more: Boolean(next),
    },
  };
}
