/** The rows of a list: a table where there is room, cards on a phone; both can be selected, both have a skeleton. */
import { Checkbox, Skeleton, Table } from "antd";
import type { ReactNode } from "react";
import { useCommon } from "@/shared/i18n/common";
import type { Column } from "./table";

const SKELETON_ROWS = 8;

interface Selection {
  keys: string[];
  select: (keys: string[]) => void;
}

interface RowsProps<Row> {
  rows: Row[];
  columns: Column<Row>[];
  card: (row: Row) => ReactNode;
  wide: boolean;
  pending: boolean;
  /** Left out where nothing can be done with many at once. */
  selection?: Selection;
  empty: ReactNode;
}

export function Rows<Row extends { id: string }>(props: RowsProps<Row>) {
  if (props.pending) return props.wide ? <TableSkeleton columns={props.columns} /> : <CardsSkeleton />;
  if (props.rows.length === 0) return <div className="panel">{props.empty}</div>;
  return props.wide ? <WideRows {...props} /> : <Cards {...props} />;
}

function WideRows<Row extends { id: string }>({ rows, columns, selection }: RowsProps<Row>) {
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      dataSource={rows}
      pagination={false}
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: "max-content" }}
      rowSelection={
        selection && {
          selectedRowKeys: selection.keys,
          onChange: (keys) => selection.select(keys.map(String)),
          columnWidth: 40,
          hideSelectAll: true,
        }
      }
      columns={columns.map((column) => ({
        key: column.key,
        title: column.title,
        width: column.width,
        align: column.align,
        render: (_: unknown, row: Row) => column.render(row),
      }))}
    />
  );
}

function Cards<Row extends { id: string }>({ rows, card, selection }: RowsProps<Row>) {
  const t = useCommon();
  const toggle = ({ keys, select }: Selection, id: string) =>
    select(keys.includes(id) ? keys.filter((key) => key !== id) : [...keys, id]);
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {rows.map((row, index) => (
        <li
          key={row.id}
          className="panel row"
          style={{ marginBottom: 8, flexWrap: "nowrap", alignItems: "flex-start", gap: 12 }}
        >
          {selection && (
            <Checkbox
              checked={selection.keys.includes(row.id)}
              onChange={() => toggle(selection, row.id)}
              aria-label={t("select", { name: index + 1 })}
            />
          )}
          <div style={{ flex: 1, minWidth: 0 }}>{card(row)}</div>
        </li>
      ))}
    </ul>
  );
}

const places = Array.from({ length: SKELETON_ROWS }, (_, index) => ({ id: String(index) }));

/** The table's own head and rows of grey, so that nothing jumps when the content comes. */
function TableSkeleton<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <div aria-busy="true">
      <Table
        size="small"
        rowKey="id"
        dataSource={places}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={columns.map((column) => ({
          key: column.key,
          title: column.title,
          width: column.width,
          render: () => <Skeleton active title={false} paragraph={{ rows: 1, width: "70%" }} />,
        }))}
      />
    </div>
  );
}

const CardsSkeleton = () => (
  <div aria-busy="true">
    {places.slice(0, 4).map((place) => (
      <div key={place.id} className="panel" style={{ marginBottom: 8 }}>
        <Skeleton active title paragraph={{ rows: 2 }} />
      </div>
    ))}
  </div>
);
