/** A table that may be wider than the page: it scrolls by itself, or on a phone becomes cards. */
import { Grid, Table, type TableProps } from "antd";
import type { Key, ReactNode } from "react";

interface WideTableProps<Row> extends TableProps<Row> {
  label: string;
  rowKey: (keyof Row & string) | ((row: Row) => Key);
  /** One row on a phone. Without it the table scrolls there too. */
  card?: (row: Row) => ReactNode;
}

export function WideTable<Row extends object>({ label, card, ...rest }: WideTableProps<Row>) {
  const wide = Grid.useBreakpoint().md ?? true;
  if (card && !wide) {
    const keyOf = (row: Row) => (typeof rest.rowKey === "function" ? rest.rowKey(row) : String(row[rest.rowKey]));
    return (
      <ul aria-label={label} style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {(rest.dataSource ?? []).map((row) => (
          <li key={keyOf(row)} style={{ borderTop: "1px solid var(--line)", padding: "10px 0" }}>
            {card(row)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section className="wide-table" tabIndex={0} aria-label={label}>
      <Table<Row> size="small" pagination={false} {...rest} />
    </section>
  );
}
