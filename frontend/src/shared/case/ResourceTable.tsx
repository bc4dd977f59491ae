/** A list of a resource: keyset paging, filters in the address, saved views, columns, bulk actions, export. */
import { useQueryClient } from "@tanstack/react-query";
import { Button, Grid, Select } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useCommon } from "@/shared/i18n/common";
import { count } from "@/shared/lib/numbers";
import { one, type Search } from "@/shared/lib/search";
import { useStored } from "@/shared/lib/stored";
import { Problem, Stale } from "@/shared/ui/faces";
import { Bulk } from "./Bulk";
import { Filters } from "./Filters";
import { Columns, Export } from "./ListTools";
import { Pager } from "./Pager";
import { Rows } from "./Rows";
import type { BulkAction, Column, Filter, Load } from "./table";
import { useRows } from "./useRows";
import { Views } from "./Views";

interface ResourceTableProps<Row extends { id: string }> {
  /** The resource as the journal calls it: live events of it refresh the list. */
  resource: string;
  /** Another name where one resource has several lists. */
  name?: string;
  load: Load<Row>;
  columns: Column<Row>[];
  filters?: Filter[];
  /** Always sent, never shown: what makes this list this list. */
  fixed?: Search;
  withText?: boolean;
  sorts?: { value: string; label: string }[];
  /** On a phone: one row as a card. */
  card: (row: Row) => ReactNode;
  bulk?: BulkAction[];
  exportPath?: string;
  /** Said when there is nothing: what to do next. */
  empty: ReactNode;
}

const NONE: Filter[] = [];

export function ResourceTable<Row extends { id: string }>(props: ResourceTableProps<Row>) {
  const { resource, name = resource, columns, filters = NONE, withText = true, sorts, bulk = [], exportPath } = props;
  const t = useCommon();
  const wide = Grid.useBreakpoint().md ?? true;
  const client = useQueryClient();
  const usual = sorts?.[0]?.value;
  const { page, rows, total, search, query, question, change, show, pager } = useRows<Row>({
    ...props,
    name,
    filters,
    usual,
  });
  const [selected, setSelected] = useState<string[]>([]);
  const [hidden, setHidden] = useStored<string[]>(
    `columns.${name}`,
    columns.filter((column) => column.hidden).map((column) => column.key),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected belongs to the question asked before
  useEffect(() => setSelected([]), [question]);
  const filtered = Object.keys(search).some((key) => key !== "sort");

  return (
    <>
      <Filters filters={filters} search={search} change={change} withText={withText} wide={wide} />
      <div className="row" style={{ marginBottom: 8 }}>
        <span className="quiet" aria-live="polite">
          {total !== null && t("total", { count: count(total) })}
        </span>
        {filtered && (
          <Button type="link" size="small" onClick={() => show(search.sort ? { sort: search.sort } : {})}>
            {t("reset")}
          </Button>
        )}
        {bulk.length > 0 && rows.length > 0 && (
          <Button type="link" size="small" onClick={() => setSelected(rows.map((row) => row.id))}>
            {t("selectPage")}
          </Button>
        )}
        <div className="row" style={{ marginInlineStart: "auto" }}>
          {sorts && (
            <Select
              aria-label={t("sort")}
              value={one(search.sort) ?? usual}
              options={sorts}
              onChange={(value) => change({ sort: value })}
              style={{ minWidth: 130 }}
            />
          )}
          <Views list={name} search={search} show={show} />
          {wide && <Columns columns={columns} hidden={hidden} hide={setHidden} />}
          {exportPath && <Export path={exportPath} query={query} />}
        </div>
      </div>
      {bulk.length > 0 && (
        <Bulk
          list={name}
          ids={selected}
          actions={bulk}
          clear={() => setSelected([])}
          onDone={() => void client.invalidateQueries({ queryKey: [resource] })}
        />
      )}
      {page.error && !page.data ? (
        <Problem error={page.error} retry={() => void page.refetch()} />
      ) : (
        <>
          <Stale of={page} />
          <div aria-busy={page.isPlaceholderData || undefined} style={{ opacity: page.isPlaceholderData ? 0.6 : 1 }}>
            <Rows<Row>
              rows={rows}
              columns={columns.filter((column) => !hidden.includes(column.key))}
              card={props.card}
              wide={wide}
              pending={page.isPending}
              selection={bulk.length > 0 ? { keys: selected, select: setSelected } : undefined}
              empty={props.empty}
            />
          </div>
        </>
      )}
      <Pager {...pager} />
    </>
  );
}
