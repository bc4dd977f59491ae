/** 随时报告: each event is reported when it happens; the duty itself is closed when its period is over. */
import { App, Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Duty, reportEvent } from "../api";
import type { EventLine } from "../events/api";
import { EventDrawer } from "../events/EventDrawer";
import { EventMark } from "../events/EventMark";
import { atFields, figureFields, withValues } from "../events/figures";
import { firstFields } from "../events/forms";
import { useEventWords } from "../events/words";
import { definitionOf } from "../form/definition";
import { useSending } from "./sending";
import { useReportWords } from "./words";

export function EventReports({ duty, open }: { duty: Duty; open: boolean }) {
  const t = useReportWords();
  const e = useEventWords();
  const [shown, setShown] = useState<EventLine | null>(null);
  const events = duty.reports;
  return (
    <Panel
      title={t("events")}
      extra={
        <>
          <span className="quiet">{t("eventsCount", { count: duty.event_count })}</span>
          {events.length > 0 && <To to={`${paths.events}?duty_id=${duty.id}`}>{e("allOfDuty")}</To>}
        </>
      }
    >
      {open && (
        <>
          <p style={{ marginTop: 0 }}>{t("eventsIntro")}</p>
          {/* A new form per event: the last one's words are gone once it is told. */}
          <NewEvent key={duty.event_count} duty={duty} />
        </>
      )}
      {events.length === 0 ? (
        <p className="quiet">{t("noEvents")}</p>
      ) : (
        <ol reversed style={{ margin: 0, paddingInlineStart: 28 }}>
          {events
            .toSorted((a, b) => b.position - a.position)
            .map((event) => (
              <li key={event.position} value={event.position} style={{ marginBottom: 12 }}>
                <Line event={event} onOpen={() => setShown(event)} />
              </li>
            ))}
        </ol>
      )}
      {shown?.id && <EventDrawer id={shown.id} number={shown.number ?? ""} onClose={() => setShown(null)} />}
    </Panel>
  );
}

function Line({ event, onOpen }: { event: EventLine; onOpen: () => void }) {
  const t = useReportWords();
  const e = useEventWords();
  const who = event.registered_by_name;
  return (
    <>
      <div className="row">
        <strong>{instant(event.happened_at)}</strong>
        {event.state && <EventMark state={event.state} />}
        {event.late_at && <Toned tone="late">{e("late")}</Toned>}
        {event.reported_at && (
          <span className="quiet">{t("eventReported", { who, when: instant(event.reported_at) })}</span>
        )}
        {event.id && (
          <Button size="small" aria-label={pair(e("open"), event.number ?? "")} onClick={onOpen}>
            {e("open")}
          </Button>
        )}
      </div>
      <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{event.summary}</div>
    </>
  );
}

type Body = Record<string, unknown>;

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
          ...firstFields(duty.form === null),
          ...figureFields(definitionOf(duty.form_definition), true),
        ]}
        onSubmit={async (body) => {
          const done = await sending
            .attempt((seen, key) => reportEvent(seen, withValues(body) as Schemas["EventReportIn"], key), body)
            .catch((error: unknown) => {
              throw atFields(error);
            });
          if (!done) throw new ApiProblem({ status: 412 });
        }}
        onProblem={(problem) => problem.status === 412}
      >
        {sending.conflict && <Conflict {...sending.conflict} />}
      </ResourceForm>
    </div>
  );
}
