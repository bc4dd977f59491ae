/** Complaints in parts, by month or by organisation: how many, how many of them late, how many answered. */
import { useNavigate } from "@tanstack/react-router";
import { StackedBars } from "@/shared/chart/StackedBars";
import { rowsAt } from "@/shared/figures/Figures";
import { count, percent } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { parseSearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import { useFigureWords } from "./figure-words";

const queryOf = (rows: string): string => rows.split("?")[1] ?? "";

const rowsOf = rowsAt(paths.complaints);

export interface Part {
  key: string;
  name: string;
  count: number;
  late: number;
  answered: number;
  rows: string;
}

interface PartsProps {
  title: string;
  /** What one part is. */
  heading: string;
  parts: Part[];
  /** Lying bars, for names. */
  lying?: boolean;
}

export function Parts({ title, heading, parts, lying }: PartsProps) {
  const t = useFigureWords();
  const navigate = useNavigate();
  if (parts.length === 0) return null;
  const late = (rows: string) => rowsOf(`${rows}${rows.includes("?") ? "&" : "?"}overdue=true`);
  return (
    <section className="panel" aria-label={title} style={{ marginTop: 16 }}>
      <h2 className="figures-heading">{title}</h2>
      {parts.length > 1 && (
        <StackedBars
          label={t("pictureLabel", { title })}
          lying={lying}
          categories={parts.map((part) => part.name)}
          series={[
            { name: t("late"), colour: "var(--fact-missing)", values: parts.map((part) => part.late) },
            { name: t("notLate"), colour: "var(--accent)", values: parts.map((part) => part.count - part.late) },
          ]}
          onPick={(index) => {
            const rows = parts[index]?.rows;
            if (rows) void navigate({ to: paths.complaints as "/", search: parseSearch(queryOf(rows)) as never });
          }}
        />
      )}
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col">{t("complaints")}</th>
            <th scope="col">{t("late")}</th>
            <th scope="col">{t("answered")}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.key}>
              <th scope="row">{part.name}</th>
              <td>
                <Opening of={part.count} to={rowsOf(part.rows)} label={`${part.name} ${t("complaints")}`} />
              </td>
              <td>
                <Opening
                  of={part.late}
                  to={late(part.rows)}
                  label={`${part.name} ${t("late")}`}
                  className="figures-late"
                />
              </td>
              <td className="quiet">{part.count > 0 ? percent((100 * part.answered) / part.count) : "—"}</td>
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
