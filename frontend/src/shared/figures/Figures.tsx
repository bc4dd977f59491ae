/** Parts of a page of figures: over which time, what should be 100 %, and how many of each. Every number opens its rows. */
import { Segmented } from "antd";
import type { Schemas } from "@/shared/api/client";
import { StackedBars } from "@/shared/chart/StackedBars";
import { count, percent } from "@/shared/lib/numbers";
import { one, useAddress } from "@/shared/lib/search";
import { To, useGo } from "@/shared/ui/To";
import { SPANS, type Span } from "./spans";
import "./figures.css";
import { useFigureWords } from "./words";

/** The list's own page for the API's query of its rows. */
export const rowsAt =
  (path: string) =>
  (query: string): string =>
    `${path}${query.includes("?") ? `?${query.split("?")[1]}` : ""}`;

type Rows = ReturnType<typeof rowsAt>;

/** The span that the address asks for: this quarter where it names none. */
export const spanOf = (search: ReturnType<typeof useAddress>[0]): Span =>
  SPANS.find((known) => known === one(search.span)) ?? "quarter";

export function Spans() {
  const t = useFigureWords();
  const [search, change] = useAddress();
  return (
    <Segmented<Span>
      value={spanOf(search)}
      options={SPANS.map((value) => ({ value, label: t(value) }))}
      onChange={(value) => change({ span: value }, true)}
      aria-label={t("span")}
      style={{ marginBottom: 16 }}
    />
  );
}

interface SharesProps {
  shares: Schemas["ShareRead"][];
  rowsOf: Rows;
  /** How those that are missing are called; `complete` where there are none. */
  missing: (count: string) => string;
  complete: string;
}

export function Shares({ shares, rowsOf, missing, complete }: SharesProps) {
  const t = useFigureWords();
  return (
    <ul className="figures-shares">
      {shares.map((share) => {
        const left = share.of - share.done;
        return (
          <li key={share.key} className="panel figures-share">
            <div className="quiet">{share.title}</div>
            <strong className="figures-number">{share.of === 0 ? "—" : percent((100 * share.done) / share.of)}</strong>
            <div className="quiet">{t("doneOf", { done: count(share.done), of: count(share.of) })}</div>
            {left > 0 ? (
              <To to={rowsOf(share.missing_rows)} aria-label={`${share.title} ${missing(count(left))}`}>
                {missing(count(left))}
              </To>
            ) : (
              <span className="quiet">{share.of === 0 ? t("nothingYet") : complete}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface GroupsProps {
  title: string;
  groups: Schemas["GroupRead"][];
  total: number;
  rowsOf: Rows;
}

export function Groups({ title, groups, total, rowsOf }: GroupsProps) {
  const t = useFigureWords();
  const go = useGo();
  return (
    <section className="panel" aria-label={title} style={{ marginTop: 16 }}>
      <h2 className="figures-heading">{title}</h2>
      {groups.length > 1 && (
        <StackedBars
          label={t("pictureLabel", { title })}
          lying
          categories={groups.map((group) => group.title)}
          series={[{ name: t("cases"), colour: "var(--accent)", values: groups.map((group) => group.count) }]}
          onPick={(index) => {
            const group = groups[index];
            if (group) go(rowsOf(group.rows));
          }}
        />
      )}
      <table className="figures-table">
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">{group.title}</th>
              <td>
                <To to={rowsOf(group.rows)}>{count(group.count)}</To>
              </td>
              <td className="quiet">{percent((100 * group.count) / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
