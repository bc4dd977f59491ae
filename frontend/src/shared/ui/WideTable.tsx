/** A table that may be wider than the page: it scrolls by itself, and the keyboard can scroll it. */
import { Table, type TableProps } from "antd";

export function WideTable<Row extends object>({ label, ...rest }: TableProps<Row> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section className="wide-table" tabIndex={0} aria-label={label}>
      <Table<Row> size="small" pagination={false} {...rest} />
    </section>
  );
}
