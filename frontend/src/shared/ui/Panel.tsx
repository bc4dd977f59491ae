/** A framed part of a page, and named values in it. Knows no router: pages without one use it too. */
import type { ReactNode } from "react";

export function Panel({
  title,
  extra,
  children,
  id,
}: {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="panel" id={id}>
      {title && (
        <div className="row" style={{ justifyContent: "space-between", marginBottom: 12 }}>
          <h2 style={{ margin: 0, fontSize: 15, lineHeight: "24px" }}>{title}</h2>
          {extra && <div className="row">{extra}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** A list of named values; what is empty is left out unless `keep`. */
export function Facts({ items }: { items: { label: ReactNode; value: ReactNode; keep?: boolean; wide?: boolean }[] }) {
  return (
    <dl className="facts">
      {items
        .filter((item) => item.keep || (item.value !== null && item.value !== undefined && item.value !== ""))
        .map((item, index) => (
          <div
            key={typeof item.label === "string" ? item.label : index}
            style={item.wide ? { gridColumn: "1 / -1" } : undefined}
          >
            <dt>{item.label}</dt>
            <dd>{item.value || "—"}</dd>
          </div>
        ))}
    </dl>
  );
}
