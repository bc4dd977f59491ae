/** A target region by region: each with its own population, and every number opens its organisations. */
import { useRegions } from "@/shared/api/regions";
import { count, percent } from "@/shared/lib/numbers";
import { nameOf } from "@/shared/lib/regions";
import type { Coverage } from "../api";
import { targetAt } from "../figures";
import { useWords } from "../words";
import { Listed, type Opened } from "./CoverageFigures";

export function ByRegion({ coverage, open }: { coverage: Coverage; open: (rows: Opened) => void }) {
  const t = useWords();
  const regions = useRegions().data ?? [];
  const total = coverage.counted_by === "total";
  const organisations = coverage.counted_by === "reports" || coverage.counted_by === "each";
  return (
    <details>
      <summary>{t("byRegion")}</summary>
      <ul className="campaign-regions">
        {coverage.regions.map((region) => {
          const { percent: share, rows } = region;
          const code = region.region_code ?? "";
          const reached = region.reached ?? 0;
          const name = code ? nameOf(regions, code) : t("noRegion");
          const left = (region.population ?? 0) - reached;
          const got = total ? count(region.value ?? 0) : count(reached);
          return (
            <li key={code}>
              <span title={region.title ?? code}>{name}</span>
              {total ? (
                <span />
              ) : (
                <CoverageBar share={share} target={targetAt(coverage)} label={`${name} ${percent(share)}`} />
              )}
              <span className="nowrap">
                {!total && `${percent(share)} `}
                <Listed
                  text={got}
                  name={t("regionReached", { region: name, count: got })}
                  title={t(organisations ? "membersReached" : "membersCounted")}
                  query={total ? rows.value : rows.reached}
                  region={name}
                  open={open}
                />
                {!total && ` / ${count(region.population ?? 0)}`}
              </span>
              {organisations && left > 0 && (
                <Listed
                  text={t("notReached", { count: count(left) })}
                  title={t("membersNot")}
                  query={rows.missing}
                  region={name}
                  open={open}
                />
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

interface BarProps {
  share: number | null;
  target: number | null;
  label: string;
  mark?: string;
}

export function CoverageBar({ share, target, label, mark }: BarProps) {
  return (
    <div role="img" aria-label={label} style={{ position: "relative", padding: "4px 0" }}>
      <div style={{ height: 10, borderRadius: 5, background: "var(--ground-not-due)", overflow: "hidden" }}>
        <div style={{ height: 10, width: `${share ?? 0}%`, background: "var(--accent)" }} />
      </div>
      {target !== null && (
        <span
          title={mark}
          style={{
            position: "absolute",
            top: 0,
            bottom: 0,
            left: `calc(${target}% - ${target >= 99 ? 3 : 1}px)`,
            width: 3,
            background: "currentColor",
          }}
        />
      )}
    </div>
  );
}
