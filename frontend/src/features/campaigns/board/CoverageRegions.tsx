/** A target region by region: each with its own population, and every number opens its organisations. */
import { Button } from "antd";
import { useRegions } from "@/shared/api/regions";
import { count, percent } from "@/shared/lib/numbers";
import { nameOf } from "@/shared/lib/regions";
import type { Coverage } from "../api";
import { targetAt } from "../figures";
import { useWords } from "../words";

/** Which organisations stand behind a number. */
export interface Rows {
  reached: boolean;
  region?: string;
}

export function ByRegion({ coverage, open }: { coverage: Coverage; open: (rows: Rows) => void }) {
  const t = useWords();
  const regions = useRegions().data ?? [];
  const link = { padding: 0, height: "auto" };
  return (
    <details>
      <summary>{t("byRegion")}</summary>
      <ul className="campaign-regions">
        {coverage.regions.map((region) => {
          const { percent: share } = region;
          const code = region.region_code ?? "";
          const population = region.population ?? 0;
          const reached = region.reached ?? 0;
          const name = code ? nameOf(regions, code) : t("noRegion");
          const left = population - reached;
          return (
            <li key={code}>
              <span title={code}>{name}</span>
              <CoverageBar share={share} target={targetAt(coverage)} label={`${name} ${percent(share)}`} />
              <span className="nowrap">
                {percent(share)}{" "}
                <Button
                  type="link"
                  style={link}
                  aria-label={t("regionReached", { region: name, count: count(reached) })}
                  onClick={() => open({ reached: true, region: code })}
                >
                  {count(reached)}
                </Button>
                {" / "}
                {count(population)}
              </span>
              {left > 0 && (
                <Button type="link" style={link} onClick={() => open({ reached: false, region: code })}>
                  {t("notReached", { count: count(left) })}
                </Button>
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
