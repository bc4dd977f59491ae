/** 随时报告: each event is reported when it happens; the duty itself is closed when its period is over. */
import { App } from "antd";
import type { Schemas } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft } from "@/shared/lib/drafts";
import { instant } from "@/shared/lib/time";
import { Panel } from "@/shared/ui/Page";
import { type Duty, reportEvent } from "../api";
import { useSending } from "./sending";
import { useReportWords } from "./words";

export function EventReports({ duty, open }: { duty: Duty; open: boolean }) {
  const t = useReportWords();
  return (
    <Panel
      title={t("events")}
      extra={<span className="quiet">{t("eventsCount", { count: duty.reports.length })}</span>}
    >
      {open && (
        <>
          <p style={{ marginTop: 0 }}>{t("eventsIntro")}</p>
          {/* A new form per event: the last one's words are gone once it is told. */}
          <NewEvent key={duty.reports.length} duty={duty} />
        </>
      )}
      {duty.reports.length === 0 ? (
        <p className="quiet">{t("noEvents")}</p>
      ) : (
        <ol reversed style={{ margin: 0, paddingInlineStart: 28 }}>
          {duty.reports
            .toSorted((a, b) => b.position - a.position)
            .map((report) => (
              <li key={report.position} value={report.position} style={{ marginBottom: 12 }}>
                <div>
                  <strong>{instant(report.happened_at)}</strong>{" "}
                  <span className="quiet">
                    {t("eventReported", { who: report.reported_by_name, when: instant(report.reported_at) })}
                  </span>
                </div>
                <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{report.summary}</div>
              </li>
            ))}
        </ol>
      )}
    </Panel>
  );
}

type Body = Pick<Schemas["EventReportIn"], "happened_at" | "summary">;

function NewEvent({ duty }: { duty: Duty }) {
  const t = useReportWords();
  const c = useCommon();
  const { message } = App.useApp();
  const name = `duty.${duty.id}.event`;
  const sending = useSending(duty, () => {
    dropDraft(name);
    void message.success(t("eventDone"));
  });
  return (
    <div style={{ borderBottom: "1px solid var(--line)", marginBottom: 16, paddingBottom: 16 }}>
      <ResourceForm<Body>
        draft={name}
        submit={sending.conflict ? c("redo") : t("eventSend")}
        fields={[
          { name: "happened_at", label: t("happenedAt"), kind: "instant", required: true },
          {
            name: "summary",
            label: t("summary"),
            kind: "long",
            required: true,
            max: 5000,
            placeholder: t("summaryHint"),
          },
        ]}
        onSubmit={async (body) => {
          const done = await sending.attempt((seen, key) => reportEvent(seen, { ...body, values: {} }, key), body);
          if (!done) throw new ApiProblem({ status: 412 });
        }}
        onProblem={(problem) => problem.status === 412}
      >
        {sending.conflict && <Conflict {...sending.conflict} />}
      </ResourceForm>
    </div>
  );
}
