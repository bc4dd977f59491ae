/** Cases divided by month or by organisation: how many, how many of them late, how many done. Every number opens its rows. */
import { StackedBars } from "@/shared/chart/StackedBars";
import { aside } from "@/shared/i18n";
import { count, percent } from "@/shared/lib/numbers";
import { To, useGo } from "@/shared/ui/To";
import { rowsAt } from "./Figures";
import { useFigureWords } from "./words";
import "./figures.css";

interface Line {
  count: number;
  rows: string;
  late: number;
  late_rows: string;
}

interface Month extends Line {
  month: string;
}

interface Unit extends Line {
  id: string;
  name: string;
}

/** How many of a line are done, and the query of those. */
interface Done {
  done: number;
  done_rows: string;
}

interface DivisionsProps<M extends Month, U extends Unit> {
  /** The list's own page. */
  path: string;
  months: M[];
  units: U[];
  /** Every ledger has a name of its own for what is done. */
  done: (line: M | U) => Done;
  doneTitle: string;
}

export function Divisions<M extends Month, U extends Unit>(props: DivisionsProps<M, U>) {
  const { path, months, units, done, doneTitle } = props;
  const t = useFigureWords();
  return (
    <>
      <Division
        title={t("byMonth")}
        heading={t("monthOf")}
        lines={months.map((line) => ({ ...line, ...done(line), key: line.month, name: line.month }))}
        {...{ path, doneTitle }}
      />
      <Division
        title={t("byUnit")}
        heading={t("unit")}
        lying
        lines={units.map((line) => ({ ...line, ...done(line), key: line.id }))}
        {...{ path, doneTitle }}
      />
    </>
  );
}

interface DivisionProps {
  path: string;
  title: string;
  /** What one line is. */
  heading: string;
  doneTitle: string;
  lines: (Line & Done & { key: string; name: string })[];
  /** Lying bars, for names. */
  lying?: boolean;
}

function Division({ path, title, heading, doneTitle, lines, lying }: DivisionProps) {
  const t = useFigureWords();
  const go = useGo();
  if (lines.length === 0) return null;
  const rowsOf = rowsAt(path);
  return (
    <section className="panel" aria-label={title} style={{ marginTop: 16 }}>
      <h2 className="figures-heading">{title}</h2>
      {lines.length > 1 && (
        <StackedBars
          label={t("pictureLabel", { title })}
          lying={lying}
          categories={lines.map((line) => line.name)}
          series={[
            { name: t("late"), colour: "var(--fact-missing)", values: lines.map((line) => line.late) },
            { name: t("notLate"), colour: "var(--accent)", values: lines.map((line) => line.count - line.late) },
          ]}
          onPick={(index, series) => {
            const line = lines[index];
            if (line) go(rowsOf(series === 0 ? line.late_rows : line.rows));
          }}
        />
      )}
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col">{t("cases")}</th>
            <th scope="col">{t("late")}</th>
            <th scope="col">{doneTitle}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.name}</th>
              <td>
                <Opening of={line.count} to={rowsOf(line.rows)} label={`${line.name} ${t("cases")}`} />
              </td>
              <td>
                <Opening
                  of={line.late}
                  to={rowsOf(line.late_rows)}
                  label={`${line.name} ${t("late")}`}
                  className="figures-late"
                />
              </td>
              <td>
                {line.count === 0 ? (
                  "—"
                ) : (
                  <>
                    <Opening of={line.done} to={rowsOf(line.done_rows)} label={`${line.name} ${doneTitle}`} />
                    <span className="quiet">{aside(percent((100 * line.done) / line.count))}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface OpeningProps {
  of: number;
  to: string;
  label: string;
  className?: string;
}

/** A number that opens its rows; of none there is nothing to open. */
function Opening({ of, to, label, className }: OpeningProps) {
  if (of === 0) return 0;
  return (
    <To to={to} className={className} aria-label={`${label} ${count(of)}`}>
      {count(of)}
    </To>
  );
}
