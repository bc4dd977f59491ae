/** One event from its first report to its end: what was told when, who signed for it, and what comes next. */
import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useMay, useMe } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { ActionBar } from "@/shared/case/ActionBar";
import { Deadlines } from "@/shared/case/Deadlines";
import { DueBadges } from "@/shared/case/DueBadge";
import { Evidence } from "@/shared/case/Evidence";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts } from "@/shared/ui/Page";
import { TOUCHED } from "../api";
import type { FormDefinition } from "../form/definition";
import { type EventCase, type EventReport, lastEntryOf, readEvent, sendEventStep } from "./api";
import { EventMark } from "./EventMark";
import { figuresOf, useForm } from "./figures";
import { eventForms } from "./forms";
import { useEventWords } from "./words";

const KIND = { first: "first", continued: "continuedReport", final: "final" } as const;

export function EventDrawer({ id, number, onClose }: { id: string; number: string; onClose: () => void }) {
  const event = useRead(["duty_event", id], (signal) => readEvent(id, signal));
  return (
    <Drawer open size="large" title={number} onClose={onClose}>
      <Faces of={event} rows={8}>
        {(found) => <EventCaseView event={found} />}
      </Faces>
    </Drawer>
  );
}

export function EventCaseView({ event }: { event: EventCase }) {
  const t = useEventWords();
  const client = useQueryClient();
  const form = useForm(event.form);
  return (
    <>
      <div className="row" style={{ marginBottom: 12 }}>
        <EventMark state={event.state} />
        <DueBadges clocks={event.clocks} />
      </div>
      <div className="row" style={{ marginBottom: 16 }}>
        <ActionBar
          record={event}
          forms={eventForms(event, form.data)}
          labels={{ summary: { label: t("summary") }, measures: { label: t("measures") } }}
          send={sendEventStep}
          reread={() => readEvent(event.id)}
          lastEntry={() => lastEntryOf(event.id)}
          onDone={(done) => {
            client.setQueryData(["duty_event", event.id], done);
            void Promise.all(TOUCHED.map((queryKey) => client.invalidateQueries({ queryKey })));
          }}
        />
      </div>
      <p style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{event.summary}</p>
      <Facts
        items={[
          { label: t("happenedAt"), value: instant(event.happened_at) },
          { label: t("place"), value: event.place },
          { label: t("receiver"), value: event.receiver_name },
          { label: t("phonedAt"), value: event.phoned_at && `${instant(event.phoned_at)} ${event.phoned_to ?? ""}` },
          { label: t("lateAt"), value: event.late_at && instant(event.late_at) },
          { label: t("finishedAt"), value: event.finished_at && instant(event.finished_at) },
          { label: t("lateReason"), value: event.late_reason, wide: true },
        ]}
      />
      <h3 className="duty-heading">{t("reports")}</h3>
      {event.reports.length === 0 && <p className="quiet">{t("noReports")}</p>}
      {event.reports.toReversed().map((report) => (
        <Report key={report.position} report={report} form={form.data} />
      ))}
      <Files event={event} />
      <h3 className="duty-heading">{t("deadlines")}</h3>
      <Deadlines clocks={event.clocks} />
    </>
  );
}

/** The report on paper is its owner's; what was found at the scene may come from anybody who was there. */
function Files({ event }: { event: EventCase }) {
  const may = useMay();
  const me = useMe();
  const open = may("evidence.add") && event.state !== "finished";
  const owner = me.data?.organisation?.id === event.organisation_id;
  return (
    <div className="event-files">
      <Evidence subjectType="duty_event" subjectId={event.id} purpose="report" open={open && owner} />
      <Evidence subjectType="duty_event" subjectId={event.id} purpose="scene" open={open} />
    </div>
  );
}

function Report({ report, form }: { report: EventReport; form: FormDefinition | null | undefined }) {
  const t = useEventWords();
  return (
    <section style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}>
      <div className="row">
        <strong>{t(KIND[report.kind])}</strong>
        <span className="quiet">
          {t("reportedBy", { who: report.reported_by_name, when: instant(report.reported_at) })}
          {" · "}
          {report.received_at
            ? t("receivedBy", { who: report.received_by_name ?? "", when: instant(report.received_at) })
            : t("notReceived")}
        </span>
      </div>
      {report.returned_at && (
        <p className="said worth">
          {t("returnedBy", { when: instant(report.returned_at), why: report.returned_reason ?? "" })}
        </p>
      )}
      <Facts
        items={[
          { label: t(report.kind === "first" ? "summary" : "development"), value: report.account, wide: true },
          { label: t("place"), value: report.place },
          { label: t("harm"), value: report.harm, wide: true },
          { label: t("measures"), value: report.measures, wide: true },
          ...figuresOf(form, report.values),
          { label: t("cause"), value: report.cause, wide: true },
          { label: t("liability"), value: report.liability, wide: true },
          { label: t("handling"), value: report.handling, wide: true },
          { label: t("improvement"), value: report.improvement, wide: true },
        ]}
      />
    </section>
  );
}
