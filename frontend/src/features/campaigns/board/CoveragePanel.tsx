/** Each target of the plan with its own population: how far it is reached, and whether that is enough. */
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleOutlined } from "@ant-design/icons";
import { lazy, Suspense, useState } from "react";
import { aside, useLanguage } from "@/shared/i18n";
import { dutiesWhere } from "@/shared/lib/paths";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, type Coverage, useCoverage } from "../api";
import { targetAt } from "../figures";
import { useWords } from "../words";
import { InNumbers, type Opened, Since } from "./CoverageFigures";
import { ByRegion, CoverageBar } from "./CoverageRegions";
import { coverageInWords, targetInWords, verdictOf } from "./coverage-words";
import { phaseName } from "./group-name";

const Members = lazy(() => import("./Members").then((found) => ({ default: found.Members })));

const ICON = {
  "on-time": <CheckCircleFilled />,
  missing: <CloseCircleFilled />,
  due: <ClockCircleOutlined />,
  "not-due": <MinusCircleOutlined />,
};

export function CoveragePanel({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const coverage = useCoverage(campaign.id);
  const [opened, setOpened] = useState<{ coverage: Coverage; rows: Opened } | null>(null);
  return (
    <Panel title={t("coverage")}>
      <Faces of={coverage} rows={4} isEmpty={(found) => found.length === 0} empty={<Nothing>{t("noTargets")}</Nothing>}>
        {(found) => (
          <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 16 }}>
            {found.map((one) => (
              <li key={`${one.clause_code}.${one.index}`}>
                <Target campaign={campaign} coverage={one} open={(rows) => setOpened({ coverage: one, rows })} />
              </li>
            ))}
          </ul>
        )}
      </Faces>
      <Suspense fallback={null}>
        {opened && <Members campaign={campaign} {...opened} onClose={() => setOpened(null)} />}
      </Suspense>
    </Panel>
  );
}

interface TargetProps {
  campaign: Campaign;
  coverage: Coverage;
  open: (rows: Opened) => void;
}

/** One milestone: by when, how it stood at the end of that day (until then: today), and whether that is enough. */
function Target({ campaign, coverage, open }: TargetProps) {
  const t = useWords();
  const phase = campaign.phases.find((one) => one.code === coverage.phase);
  const verdict = verdictOf(coverage);
  const codes = coverage.counted_clauses.length > 0 ? coverage.counted_clauses : [coverage.clause_code];
  const reports = new URLSearchParams({ campaign_id: campaign.id });
  for (const code of codes) reports.append("clause_code", code);
  return (
    <>
      <div className="row" style={{ gap: "2px 8px" }}>
        <strong>{coverage.text}</strong>
        <Toned tone={verdict.tone} icon={ICON[verdict.tone]}>
          {verdict.text}
        </Toned>
      </div>
      <div className="quiet">
        {t("labelled", { label: t("target"), text: targetInWords(coverage) })}
        {coverage.best_effort && aside(t("bestEffort"))}
        {` · ${t("targetDay", { day: coverage.due_on })}`}
        {phase && ` · ${phaseName(phase.code, [phase])}`}
        {coverage.counted_by && ` · ${t(coverage.past ? "asItStood" : "asOfToday", { day: coverage.as_of })}`}
        {coverage.approved_only && ` · ${t("approvedOnly")}`}
      </div>
      {coverage.counted_by === null ? (
        <div className="quiet">
          {t("uncountedWhy", { population: coverage.population_text })}{" "}
          <To className="campaign-figure" to={dutiesWhere(reports.toString())}>
            {t("clauseReports")}
          </To>
        </div>
      ) : (
        <>
          {coverage.counted_by !== "total" && (
            <CoverageBar
              share={coverage.percent}
              target={targetAt(coverage)}
              label={coverageInWords(coverage, verdict)}
              mark={t("targetMark", { target: targetInWords(coverage) })}
            />
          )}
          <InNumbers coverage={coverage} figures={coverage} open={open} />
          <Since coverage={coverage} open={open} />
          {coverage.regions.length > 1 && <ByRegion coverage={coverage} open={open} />}
        </>
      )}
    </>
  );
}
