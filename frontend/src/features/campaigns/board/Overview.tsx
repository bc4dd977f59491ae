/** Where a campaign stands at a glance: how much came, who is behind, its targets; then its time. */
import { Alert } from "antd";
import { useLanguage } from "@/shared/i18n";
import { percent } from "@/shared/lib/numbers";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { type Campaign, useClauses, useProgress } from "../api";
import { sumOf, totalOf } from "../figures";
import { partiesInWords } from "../owners";
import { useWords } from "../words";
import { Behind } from "./Behind";
import { CoveragePanel } from "./CoveragePanel";
import { FactBar, FactNumbers, Figure } from "./Figure";
import { Phases } from "./Phases";
import { ProgressTable } from "./ProgressTable";

export function Overview({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  return (
    <>
      <div className="campaign-front">
        <div className="overall">
          <Overall campaign={campaign} />
        </div>
        <div className="behind">
          <Behind campaign={campaign} />
        </div>
        <div className="coverage">
          <CoveragePanel campaign={campaign} />
        </div>
      </div>
      <Unmatched campaign={campaign} />
      <Panel title={t("phases")}>
        <Phases campaign={campaign} />
        <ByPhase campaign={campaign} />
      </Panel>
    </>
  );
}

/** Shape of one entry of `unmatched`, which the contract leaves open. */
interface Unmet {
  clause: string;
  codes: string[];
}

function Unmatched({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const clauses = useClauses(campaign.id);
  const unmatched = campaign.unmatched as unknown as Unmet[];
  if (unmatched.length === 0) return null;
  const name = (code: string) => {
    const clause = clauses.data?.find((one) => one.code === code);
    return clause ? `${clause.source_clause} ${clause.title}` : t("clauseOther");
  };
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t("unmatchedTitle", { count: unmatched.length })}
      description={
        <details>
          <summary>{t("clauses")}</summary>
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {unmatched.map((one) => (
              <li key={one.clause}>{t("labelled", { label: name(one.clause), text: partiesInWords(one.codes) })}</li>
            ))}
          </ul>
        </details>
      }
    />
  );
}

function Overall({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  const phases = useProgress(campaign.id, "phase");
  const base = `campaign_id=${campaign.id}`;
  return (
    <Panel title={t("overall")}>
      <Faces
        of={phases}
        rows={4}
        isEmpty={(found) => found.groups.length === 0}
        empty={<Nothing>{t("noProgress")}</Nothing>}
      >
        {({ groups }) => {
          const facts = sumOf(groups.map((group) => group.facts));
          const expected = groups.reduce((sum, group) => sum + group.expected, 0);
          const actual = groups.reduce((sum, group) => sum + group.actual, 0);
          const came = "&fact=on_time&fact=zero&fact=late";
          return (
            <>
              <div className="row" style={{ gap: "4px 24px", marginBottom: 8 }}>
                <strong style={{ fontSize: 28, lineHeight: "36px" }}>
                  {percent(expected > 0 ? (actual / expected) * 100 : null)}
                </strong>
                <span>
                  {t("actual")} <Figure value={actual} what={t("actual")} rows={`${base}${came}`} />
                  {" ／ "}
                  {t("expected")}{" "}
                  <Figure value={expected} what={t("expected")} rows={`${base}${came}&fact=due&fact=missing`} />
                  {" · "}
                  {t("all")} <Figure value={totalOf(facts)} what={t("all")} rows={base} />
                </span>
              </div>
              <FactBar facts={facts} />
              <div style={{ marginTop: 8 }} title={t("rateNote")}>
                <FactNumbers facts={facts} rows={base} />
              </div>
            </>
          );
        }}
      </Faces>
    </Panel>
  );
}

function ByPhase({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  const phases = useProgress(campaign.id, "phase");
  if (!phases.data || phases.data.groups.length === 0) return null;
  return (
    <>
      <ProgressTable campaign={campaign} by="phase" groups={phases.data.groups} brief />
      <p className="quiet" style={{ margin: "8px 0 0" }}>
        {t("rateNote")}
      </p>
    </>
  );
}
