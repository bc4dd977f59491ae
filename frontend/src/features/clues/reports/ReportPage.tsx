/** One report: that it arrived, whom the institution still has to tell and how long it has, and what it said. */
import { CheckCircleFilled } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay, useMe } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { DueBadge } from "@/shared/case/DueBadge";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { FormModal } from "@/shared/case/FormModal";
import { list } from "@/shared/i18n";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts, Page, Panel } from "@/shared/ui/Page";
import { type Report, readReport, sendReportStep } from "../api";
import { RECIPIENT, TOUT } from "../enums";
import { Tellings } from "../Tellings";
import { tellFields } from "../tell-fields";
import { RECIPIENTS, type Recipient } from "./fields";
import "./reports.css";
import { Call110 } from "./ToTell";
import { useReportWords } from "./words";

export function ReportPage() {
  const t = useReportWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const report = useRead(["clue_report", id], (signal) => readReport(id, signal));
  return (
    <Page
      title={report.data ? named(CLUE_KIND, report.data.kind) : t("report")}
      marks={report.data && <span className="quiet nowrap">{report.data.number}</span>}
    >
      <Faces of={report}>{(found) => <One report={found} />}</Faces>
    </Page>
  );
}

function One({ report }: { report: Report }) {
  const t = useReportWords();
  const may = useMay();
  const mine = useMe().data?.organisation.id === report.organisation_id;
  const open = may("clue.report") && mine;
  return (
    <div className="report-page">
      <section className="panel report-received">
        <CheckCircleFilled aria-hidden />
        <div>
          <h2>{t("received")}</h2>
          <div>{report.authority_name}</div>
          <div className="row">
            <span className="nowrap">{t("receivedAs", { number: report.number })}</span>
            <span className="quiet nowrap">{instant(report.created_at)}</span>
          </div>
        </div>
      </section>
      <StillToTell report={report} />
      <Panel title={t("material")}>
        <EvidenceGrid
          subjectType="clue_report"
          subjectId={report.id}
          purposes={["report", "proof"]}
          titles={{ report: t("scene"), proof: t("proof") }}
          open={open}
        />
      </Panel>
      <Panel title={t("recorded")}>
        <p className="report-words">{report.facts}</p>
        <Facts
          items={[
            { label: t("foundAt"), value: instant(report.found_at) },
            { label: t("place"), value: report.place },
            { label: t("subjectName"), value: report.subject_name_masked },
            { label: t("touts"), value: list(report.tout_kinds.map((one) => named(TOUT, one))) },
            { label: t("reportedBy"), value: `${report.reported_by_name} · ${report.organisation_name}` },
          ]}
        />
      </Panel>
      <p className="quiet">{t("confidential")}</p>
    </div>
  );
}

function StillToTell({ report }: { report: Report }) {
  const t = useReportWords();
  const client = useQueryClient();
  const [telling, setTelling] = useState<Recipient | null>(null);
  const owed = RECIPIENTS.filter((who) => report[`owes_${who}`]);
  const left = owed.filter((who) => !report[`told_${who}_at`]);
  const tell = report.available_actions.find(({ step }) => step === "tell");
  if (owed.length === 0)
    return (
      <Panel>
        <p style={{ margin: 0 }}>{t("noneToTell")}</p>
      </Panel>
    );
  return (
    <Panel title={t(left.length > 0 ? "stillToTell" : "tellings")} id="tell">
      {left.map((who) => {
        const clock = report.clocks.find(({ term, state }) => term === `clue_tell_${who}` && state === "running");
        return (
          <div key={who} className="report-owed">
            <div className="row" style={{ justifyContent: "space-between" }}>
              <div>
                <strong>{named(RECIPIENT, who)}</strong>
                {clock && (
                  <div className="row">
                    <DueBadge due={clock} clockId={clock.id} />
                    <span className="nowrap">{t("by", { when: instant(clock.due_at) })}</span>
                  </div>
                )}
              </div>
              <div className="row">
                {who === "police" && <Call110 />}
                {tell?.open && (
                  <Button
                    type="primary"
                    onClick={() => setTelling(who)}
                    aria-label={t("enterToldTo", { who: named(RECIPIENT, who) })}
                  >
                    {t("enterTold")}
                  </Button>
                )}
              </div>
            </div>
          </div>
        );
      })}
      {left.length === 0 && <p style={{ marginTop: 0 }}>{t("allTold")}</p>}
      {tell && !tell.open && left.length > 0 && <p className="quiet">{tell.reason}</p>}
      <Tellings of={report.tellings} />
      {telling && (
        <FormModal<Schemas["TellIn"], Report>
          title={t("enterToldTo", { who: named(RECIPIENT, telling) })}
          submit={t("enterTold")}
          record={report}
          reread={() => readReport(report.id)}
          fields={tellFields([]).filter(({ name }) => name !== "recipient")}
          initial={{ how: t("phone") }}
          onSubmit={async (body, { record, key }) => {
            const done = await sendReportStep(record, "tell", { ...body, recipient: telling }, key);
            client.setQueryData(["clue_report", report.id], done);
            void client.invalidateQueries({ queryKey: ["clue_report"] });
            void client.invalidateQueries({ queryKey: ["worklist"] });
          }}
          onClose={() => setTelling(null)}
        />
      )}
    </Panel>
  );
}
