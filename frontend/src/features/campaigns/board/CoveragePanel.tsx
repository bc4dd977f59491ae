/** Each target of the plan with its own population: how far it is reached, and whether that is enough. */
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { aside, useLanguage } from "@/shared/i18n";
import { count, percent } from "@/shared/lib/numbers";
import { dutiesWhere } from "@/shared/lib/paths";
import { today } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, type Coverage, useCoverage } from "../api";
import { targetAt } from "../figures";
import { partiesInWords } from "../owners";
import { useWords } from "../words";
import { ByRegion, CoverageBar, type Rows } from "./CoverageRegions";
import { coverageInWords, targetInWords, type Verdict, verdictOf } from "./coverage-words";
import { phaseName } from "./group-name";

const Members = lazy(() => import("./Members").then((found) => ({ default: found.Members })));

const ICON = {
  "on-time": <CheckCircleFilled />,
  missing: <CloseCircleFilled />,
  due: <ClockCircleOutlined />,
  "not-due": <MinusCircleOutlined />,
};

interface Opened extends Rows {
  coverage: Coverage;
}

export function CoveragePanel({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const coverage = useCoverage(campaign.id);
  const [opened, setOpened] = useState<Opened | null>(null);
  return (
    <Panel title={t("coverage")}>
      <Faces of={coverage} rows={4} isEmpty={(found) => found.length === 0} empty={<Nothing>{t("noTargets")}</Nothing>}>
        {(found) => (
          <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 16 }}>
            {found.map((one) => (
              <li key={`${one.clause_code}.${one.index}`}>
                <Target campaign={campaign} coverage={one} open={(rows) => setOpened({ coverage: one, ...rows })} />
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

type Dated = Coverage & { due_on?: string };

interface TargetProps {
  campaign: Campaign;
  coverage: Coverage;
  open: (rows: Rows) => void;
}

function Target({ campaign, coverage, open }: TargetProps) {
  const t = useWords();
  const phase = campaign.phases.find((one) => one.code === coverage.phase);
  // A target has a day of its own where the plan gives one.
  const { due_on: own } = coverage as Dated;
  const end = own ?? phase?.ends_on ?? campaign.ends_on;
  const verdict = verdictOf(coverage, campaign.state === "closed" || (end !== null && today() > end));
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
        {own && ` · ${t("targetDay", { day: own })}`}
        {phase && ` · ${phaseName(phase.code, [phase])}`}
      </div>
      {coverage.population === null ? (
        <div className="quiet">
          {t("uncountedWhy", { population: coverage.population_text })}{" "}
          <To
            className="campaign-figure"
            to={dutiesWhere(`campaign_id=${campaign.id}&clause_code=${coverage.clause_code}`)}
          >
            {t("clauseReports")}
          </To>
        </div>
      ) : (
        <Counted coverage={coverage} verdict={verdict} population={coverage.population} open={open} />
      )}
    </>
  );
}

interface CountedProps {
  coverage: Coverage;
  verdict: Verdict;
  population: number;
  open: (rows: Rows) => void;
}

function Counted({ coverage, verdict, population, open }: CountedProps) {
  const t = useWords();
  const reached = coverage.reached ?? 0;
  const link = { padding: 0, height: "auto" };
  return (
    <>
      <CoverageBar
        share={coverage.percent}
        target={targetAt(coverage)}
        label={coverageInWords(coverage, verdict)}
        mark={t("targetMark", { target: targetInWords(coverage) })}
      />
      <div className="row" style={{ gap: "0 12px" }}>
        <strong>{percent(coverage.percent)}</strong>
        <Button type="link" style={link} onClick={() => open({ reached: true })}>
          {t("reachedOf", {
            reached: count(reached),
            population: count(population),
            text: coverage.population_text || partiesInWords(coverage.institution_types),
          })}
        </Button>
        {reached < population && (
          <Button type="link" style={link} onClick={() => open({ reached: false })}>
            {t("notReached", { count: count(population - reached) })}
          </Button>
        )}
      </div>
      {coverage.regions.length > 1 && <ByRegion coverage={coverage} open={open} />}
    </>
  );
}
