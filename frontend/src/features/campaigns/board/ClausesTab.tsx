/** The clauses of the plan in its order: who owes what, how often, with which proof; retired ones are marked. */
import { Grid, Table } from "antd";
import { aside, language, useLanguage } from "@/shared/i18n";
import { named, PROOF, RHYTHM } from "@/shared/i18n/enums";
import { dutiesWhere } from "@/shared/lib/paths";
import { dayOf } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, type Clause, useClauses, useForms } from "../api";
import { joined, ownersInWords, partiesInWords } from "../owners";
import { useWords } from "../words";
import { targetInWords } from "./coverage-words";

/** Shape of a clause's target, which the contract leaves open. */
interface Target {
  text: string;
  op: string;
  value: unknown;
  unit: string;
  best_effort: boolean;
}

export function ClausesTab({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const wide = Grid.useBreakpoint().lg ?? true;
  const clauses = useClauses(campaign.id);
  const forms = useForms();
  const formName = (code: string | null): string => {
    const form = forms.data?.find((one) => one.code === code);
    return form ? (language() === "en" ? form.title_en : form.title_zh) : (code ?? "");
  };
  return (
    <Panel>
      <Faces of={clauses} rows={10} isEmpty={(found) => found.length === 0} empty={<Nothing>{t("noClauses")}</Nothing>}>
        {(found) =>
          wide ? (
            <Table<Clause>
              size="small"
              rowKey="id"
              pagination={false}
              scroll={{ x: "max-content" }}
              dataSource={found}
              expandable={{
                expandedRowRender: (clause) => <More clause={clause} />,
                rowExpandable: (clause) => clause.detail.length + clause.targets.length > 0,
              }}
              columns={[
                { key: "no", title: t("clauseNo"), width: 80, render: (_, clause) => clause.source_clause },
                {
                  key: "content",
                  title: t("content"),
                  width: 300,
                  render: (_, clause) => <Content campaign={campaign} clause={clause} />,
                },
                { key: "owners", title: t("owners"), width: 180, render: (_, clause) => ownersInWords(clause.owners) },
                {
                  key: "lead",
                  title: t("lead"),
                  width: 110,
                  render: (_, clause) => partiesInWords(clause.lead) || "—",
                },
                {
                  key: "proof",
                  title: t("proof"),
                  width: 140,
                  render: (_, clause) => `${named(PROOF, clause.proof)} · ${named(RHYTHM, clause.rhythm)}`,
                },
                { key: "form", title: t("form"), width: 160, render: (_, clause) => formName(clause.form) || "—" },
                {
                  key: "recipients",
                  title: t("recipients"),
                  width: 130,
                  render: (_, clause) => joined(clause.recipients) || "—",
                },
              ]}
            />
          ) : (
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {found.map((clause) => (
                <li key={clause.id} style={{ borderTop: "1px solid var(--line)", padding: "12px 0" }}>
                  <div className="quiet">{clause.source_clause}</div>
                  <Content campaign={campaign} clause={clause} />
                  <Facts
                    items={[
                      { label: t("owners"), value: ownersInWords(clause.owners) },
                      { label: t("lead"), value: partiesInWords(clause.lead) },
                      { label: t("proof"), value: `${named(PROOF, clause.proof)} · ${named(RHYTHM, clause.rhythm)}` },
                      { label: t("form"), value: formName(clause.form) },
                      { label: t("recipients"), value: joined(clause.recipients) },
                    ]}
                  />
                  {clause.detail.length + clause.targets.length > 0 && (
                    <details>
                      <summary>{t("detail")}</summary>
                      <More clause={clause} />
                    </details>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Faces>
    </Panel>
  );
}

function Content({ campaign, clause }: { campaign: Campaign; clause: Clause }) {
  const t = useWords();
  return (
    <>
      <To to={dutiesWhere(`campaign_id=${campaign.id}&clause_code=${encodeURIComponent(clause.code)}`)}>
        {clause.title}
      </To>
      <div className="row" style={{ gap: 6 }}>
        {clause.zero_allowed && <span className="quiet">{t("zeroAllowed")}</span>}
        {clause.retired_at && <Toned tone="exempt">{t("retiredOn", { day: dayOf(clause.retired_at) })}</Toned>}
      </div>
    </>
  );
}

function More({ clause }: { clause: Clause }) {
  const t = useWords();
  const targets = clause.targets as unknown as Target[];
  return (
    <>
      {clause.detail.length > 0 && (
        <ul style={{ margin: "4px 0", paddingInlineStart: 20 }}>
          {clause.detail.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {targets.map((target) => (
        <div key={target.text}>
          {t("labelled", { label: t("target"), text: target.text })}
          {aside(
            [
              targetInWords({ operator: target.op, target: target.value, unit: target.unit }),
              target.best_effort ? t("bestEffort") : "",
            ]
              .filter(Boolean)
              .join(" · "),
          )}
        </div>
      ))}
    </>
  );
}
