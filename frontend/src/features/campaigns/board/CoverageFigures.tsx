/** What counts for a target, in numbers that open the organisations behind them. */
import { Button } from "antd";
import { pair } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { count, percent } from "@/shared/lib/numbers";
import type { Coverage, Figures } from "../api";
import { partiesInWords } from "../owners";
import { TARGET_UNIT } from "../parties";
import { useWords } from "../words";

/** Which organisations stand behind a number: the API's own query of them. */
export interface Opened {
  title: string;
  query: string;
  region?: string;
}

interface FiguresProps {
  coverage: Coverage;
  figures: Figures;
  open: (rows: Opened) => void;
}

const LINK = { padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" } as const;

/** One figure with its list; as text alone where no list stands behind it. */
export function Listed({
  text,
  name,
  ...rows
}: { text: string; name?: string } & Partial<Opened> & Pick<FiguresProps, "open">) {
  const { query, title = text, region, open } = rows;
  if (query === undefined) return <span>{text}</span>;
  return (
    <Button type="link" style={LINK} aria-label={name} onClick={() => open({ title, query, region })}>
      {text}
    </Button>
  );
}

export function InNumbers({ coverage, figures, open }: FiguresProps) {
  const t = useWords();
  const { population, reached, value, owing, reported, rows } = figures;
  const whose = coverage.population_text || partiesInWords(coverage.institution_types);
  const silent = owing !== null && reported !== null ? owing - reported : 0;
  return (
    <div className="row" style={{ gap: "0 12px" }}>
      {coverage.counted_by === "total" ? (
        <Listed
          text={value === null ? "—" : `${count(value)}${named(TARGET_UNIT, coverage.unit)}`}
          title={t("membersCounted")}
          query={rows.value}
          open={open}
        />
      ) : (
        <>
          <strong>{percent(figures.percent)}</strong>
          <Listed
            text={t(
              coverage.counted_by === "share" ? "shareOf" : coverage.counted_by === "each" ? "eachOf" : "reachedOf",
              {
                reached: count(reached ?? 0),
                population: count(population ?? 0),
                text: whose,
              },
            )}
            title={coverage.counted_by === "share" ? t("membersCounted") : t("membersReached")}
            query={rows.reached}
            open={open}
          />
        </>
      )}
      {coverage.counted_by !== "share" && coverage.counted_by !== "total" && (population ?? 0) > (reached ?? 0) && (
        <Listed
          text={t("notReached", { count: count((population ?? 0) - (reached ?? 0)) })}
          title={t("membersNot")}
          query={rows.missing}
          open={open}
        />
      )}
      {coverage.counted_by !== "reports" && silent > 0 && (
        <Listed
          text={t("stillSilent", { count: count(silent), all: count(owing ?? 0) })}
          title={t("membersSilent")}
          query={rows.silent}
          open={open}
        />
      )}
    </div>
  );
}

/** After its day: where it stands today, beside how it stood on that day. */
export function Since({ coverage, open }: { coverage: Coverage; open: FiguresProps["open"] }) {
  const t = useWords();
  const { now } = coverage;
  if (!coverage.past || !now) return null;
  const said =
    coverage.counted_by === "total"
      ? `${now.value === null ? "—" : count(now.value)}${named(TARGET_UNIT, coverage.unit)}`
      : `${percent(now.percent)} · ${count(now.reached ?? 0)} / ${count(now.population ?? 0)}`;
  return (
    <div className="quiet">
      <Listed
        text={pair(t("standsNow"), said)}
        title={t("standsNow")}
        query={coverage.counted_by === "total" ? now.rows.value : now.rows.reached}
        open={open}
      />
    </div>
  );
}
