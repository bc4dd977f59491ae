/** A number that leads to its rows, and facts as a bar and as numbers. */
import { barColour } from "@/shared/chart/colours";
import { useLanguage } from "@/shared/i18n";
import { FACT, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { dutiesWhere } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import { type Facts, PICTURED, SEVERITY, totalOf } from "../figures";
import { joined } from "../owners";
import { useWords } from "../words";

interface FigureProps {
  value: number;
  /** What is counted, for those who cannot see the column. */
  what: string;
  /** The query of the rows; null where no list holds exactly these. */
  rows: string | null;
  colour?: string;
  text?: string;
}

export function Figure({ value, what, rows, colour, text }: FigureProps) {
  const t = useWords();
  const shown = text ?? count(value);
  if (rows === null) return <span className="nowrap">{shown}</span>;
  return (
    <To
      to={dutiesWhere(rows)}
      className={value === 0 ? "campaign-figure campaign-zero nowrap" : "campaign-figure nowrap"}
      style={colour && value > 0 ? { color: colour } : undefined}
      aria-label={t("openRows", { what, count: shown })}
    >
      {shown}
    </To>
  );
}

/** Shares of the facts as one bar. The numbers stand beside it: the bar alone says nothing to a screen reader. */
export function FactBar({ facts }: { facts: Facts }) {
  useLanguage();
  const total = totalOf(facts);
  const words = joined(SEVERITY.filter((fact) => facts[fact]).map((fact) => `${named(FACT, fact)} ${facts[fact]}`));
  return (
    <div className="campaign-fact-bar" role="img" aria-label={words} title={words}>
      {PICTURED.map((fact) => {
        const share = total > 0 ? ((facts[fact] ?? 0) / total) * 100 : 0;
        return share > 0 ? <span key={fact} style={{ width: `${share}%`, background: barColour(fact) }} /> : null;
      })}
    </div>
  );
}

interface FactNumbersProps {
  facts: Facts;
  /** The query of all rows; one fact is added to it. */
  rows: string;
}

/** The facts that occur, each with its number and the way to its rows. */
export function FactNumbers({ facts, rows }: FactNumbersProps) {
  useLanguage();
  return (
    <div className="row" style={{ gap: "4px 14px" }}>
      {SEVERITY.filter((fact) => facts[fact]).map((fact) => (
        <span key={fact} className="nowrap">
          <span
            aria-hidden="true"
            style={{
              display: "inline-block",
              width: 10,
              height: 10,
              borderRadius: 2,
              marginInlineEnd: 4,
              background: barColour(fact),
            }}
          />
          {named(FACT, fact)} <Figure value={facts[fact] ?? 0} what={named(FACT, fact)} rows={`${rows}&fact=${fact}`} />
        </span>
      ))}
    </div>
  );
}
