/** A list of a resource: keyset paging, filters in the address, saved views, columns, bulk actions, export. */
import { DownloadOutlined, LeftOutlined, RightOutlined, SettingOutlined } from "@ant-design/icons";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Dropdown, Grid, Popover, Select, Table } from "antd";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { useRead } from "@/shared/api/queries";
import { useCommon } from "@/shared/i18n/common";
import { download } from "@/shared/lib/download";
import { count } from "@/shared/lib/numbers";
import { one, type Search, stringifySearch, useAddress } from "@/shared/lib/search";
import { useStored } from "@/shared/lib/stored";
import { Problem } from "@/shared/ui/faces";
import { Bulk } from "./Bulk";
import { Filters } from "./Filters";
import type { BulkAction, Column, Filter, Load } from "./table";
import { Views } from "./Views";

const LIMIT = 50;
const FORMATS = ["xlsx", "csv", "ndjson"] as const;

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

export function ResourceTable<Row extends { id: string }>(props: ResourceTableProps<Row>) {
  const {
    resource,
    name = resource,
    load,
    columns,
    filters = [],
    fixed,
    withText = true,
    sorts,
    card,
    bulk,
    exportPath,
  } = props;
  const t = useCommon();
  const wide = Grid.useBreakpoint().md ?? true;
  const client = useQueryClient();
  const [address, change] = useAddress();
  const known = useMemo(() => new Set(["q", "sort", ...filters.map((filter) => filter.name)]), [filters]);
  const search = useMemo(
    () => Object.fromEntries(Object.entries(address).filter(([key]) => known.has(key))) as Search,
    [address, known],
  );
  const usual = sorts?.[0]?.value;
  const query = useMemo(() => ({ ...(usual ? { sort: usual } : {}), ...search, ...fixed }), [usual, search, fixed]);
  const [cursors, setCursors] = useState<string[]>([]);
  const [selected, setSelected] = useState<string[]>([]);
  const [hidden, setHidden] = useStored<string[]>(
    `columns.${name}`,
    columns.filter((column) => column.hidden).map((column) => column.key),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts again at its first page
  useEffect(() => {
    setCursors([]);
    setSelected([]);
  }, [JSON.stringify(query)]);

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

  const rows = page.data?.items ?? [];
  const next = page.data?.next_cursor;
  const filtered = Object.keys(search).some((key) => key !== "sort");

  return (
    <>
      <Filters filters={filters} search={search} change={change} withText={withText} />
      <div className="row" style={{ marginBottom: 8 }}>
        <span className="quiet" aria-live="polite">
          {total !== null && t("total", { count: count(total) })}
        </span>
        {filtered && (
          <Button
            type="link"
            size="small"
            onClick={() => change(Object.fromEntries(Object.keys(search).map((key) => [key, undefined])))}
          >
            {t("reset")}
          </Button>
        )}
        {bulk && bulk.length > 0 && wide && rows.length > 0 && (
          <Button type="link" size="small" onClick={() => setSelected(rows.map((row) => row.id))}>
            {t("selectPage")}
          </Button>
        )}
        <div className="row" style={{ marginInlineStart: "auto" }}>
          {sorts && (
            <Select
              aria-label={t("more")}
              value={one(search.sort) ?? usual}
              options={sorts}
              onChange={(value) => change({ sort: value })}
              style={{ minWidth: 130 }}
            />
          )}
          <Views
            list={name}
            search={search}
            show={(view) => change({ ...Object.fromEntries([...known].map((key) => [key, undefined])), ...view })}
          />
          {wide && <Columns columns={columns} hidden={hidden} hide={setHidden} />}
          {exportPath && <Export path={exportPath} query={query} />}
        </div>
      </div>
      {bulk && (
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
      ) : wide ? (
        <Table<Row>
          size="small"
          rowKey="id"
          loading={page.isFetching && !page.isRefetching}
          dataSource={rows}
          pagination={false}
          sticky={{ offsetHeader: 56 }}
          scroll={{ x: "max-content" }}
          locale={{ emptyText: page.isPending ? t("loading") : props.empty }}
          rowSelection={
            bulk && bulk.length > 0
              ? {
                  selectedRowKeys: selected,
                  onChange: (keys) => setSelected(keys.map(String)),
                  columnWidth: 40,
                  hideSelectAll: true,
                }
              : undefined
          }
          columns={columns
            .filter((column) => !hidden.includes(column.key))
            .map((column) => ({
              key: column.key,
              title: column.title,
              width: column.width,
              align: column.align,
              render: (_: unknown, row: Row) => column.render(row),
            }))}
        />
      ) : (
        <Cards rows={rows} card={card} empty={props.empty} pending={page.isPending} />
      )}
      {(cursors.length > 0 || next) && (
        <nav
          className="row"
          style={{ justifyContent: "flex-end", marginTop: 12 }}
          aria-label={t("page", { page: cursors.length + 1 })}
        >
          <Button
            icon={<LeftOutlined />}
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t("previousPage")}
          </Button>
          <span className="quiet">{t("page", { page: cursors.length + 1 })}</span>
          <Button
            icon={<RightOutlined />}
            iconPlacement="end"
            disabled={!next || page.isPlaceholderData}
            onClick={() => next && setCursors([...cursors, next])}
          >
            {t("nextPage")}
          </Button>
        </nav>
      )}
    </>
  );
}

function Cards<Row extends { id: string }>(props: {
  rows: Row[];
  card: (row: Row) => ReactNode;
  empty: ReactNode;
  pending: boolean;
}) {
  const t = useCommon();
  if (props.pending) return <p aria-busy="true">{t("loading")}</p>;
  if (props.rows.length === 0) return <div className="panel">{props.empty}</div>;
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {props.rows.map((row) => (
        <li key={row.id} className="panel" style={{ marginBottom: 8 }}>
          {props.card(row)}
        </li>
      ))}
    </ul>
  );
}

function Columns<Row>({
  columns,
  hidden,
  hide,
}: {
  columns: Column<Row>[];
  hidden: string[];
  hide: (keys: string[]) => void;
}) {
  const t = useCommon();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Checkbox.Group
          style={{ display: "grid", gap: 4 }}
          options={columns.map((column) => ({ value: column.key, label: column.title || column.key }))}
          value={columns.map((column) => column.key).filter((key) => !hidden.includes(key))}
          onChange={(shown) => hide(columns.map((column) => column.key).filter((key) => !shown.includes(key)))}
        />
      }
    >
      <Button icon={<SettingOutlined />}>{t("columns")}</Button>
    </Popover>
  );
}

function Export({ path, query }: { path: string; query: Search }) {
  const t = useCommon();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (format: string) => {
    setBusy(true);
    try {
      await download(`${path}${stringifySearch({ ...query, format })}`);
    } catch (error) {
      void message.error(asProblem(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: FORMATS.map((format) => ({ key: format, label: t("exportAs", { format: format.toUpperCase() }) })),
        onClick: ({ key }) => void run(key),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={busy}>
        {t("export")}
      </Button>
    </Dropdown>
  );
}
