/** Publish a year's notice: write its runs, see which deadlines it moves, then publish. Nothing is sent unseen. */
import { Alert, Button, Drawer, Input } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { queryClient } from "@/shared/api/queries";
import { useConflict } from "@/shared/case/conflict";
import { pair, sentences } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import { NoticeRuns } from "./NoticeRuns";
import { type Draft, draftName, ready, startOf } from "./notice-draft";
import { useWords } from "./words";

type Calendar = Schemas["CalendarRead"];
type Change = Schemas["CalendarChange"];

interface NoticeProps {
  calendar: Calendar;
  onClose: () => void;
  onDone: (jobId: string | null) => void;
}

export function Notice({ calendar, onClose, onDone }: NoticeProps) {
  const t = useWords();
  const c = useCommon();
  const name = draftName(calendar);
  const [kept] = useState(() => readDraft<Draft>(name));
  const [draft, setDraft] = useState<Draft>(() => kept ?? startOf(calendar));
  const [restored, setRestored] = useState(kept !== null);
  const [seen, setSeen] = useState<Change | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const params = { path: { year: calendar.year }, query: { region: calendar.region_code || undefined } };
  const conflict = useConflict(calendar, {
    reread: () => data(api.GET("/api/v1/calendars/{year}", { params })),
    labels: {
      source: { label: t("source") },
      edition: { label: t("editions"), say: (n) => t("edition", { n: n as number }) },
      days: { label: t("runs"), say: (days) => t("daysSet", { count: (days as unknown[]).length }) },
    },
  });

  const edit = (next: Partial<Draft>) => {
    const written = { ...draft, ...next };
    setDraft(written);
    keepDraft(name, written);
    if (next.runs) setSeen(null);
  };
  const send = async (preview: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const told = await data(
        api.PUT("/api/v1/calendars/{year}", {
          params: {
            path: params.path,
            query: { ...params.query, preview },
            header: { "If-Match": `"${conflict.seen.edition}"` },
          },
          body: {
            runs: draft.runs.map(({ key: _, ...run }) => run),
            source: draft.source,
            reason: draft.reason,
            status: "published",
          },
        }),
      );
      if (preview) setSeen(told);
      else {
        dropDraft(name);
        await queryClient.invalidateQueries({ queryKey: ["calendar"] });
        onDone(told.job_id);
      }
    } catch (error) {
      const found = asProblem(error);
      // What was previewed was a change of another edition.
      if (conflict.onProblem(found)) setSeen(null);
      else setProblem(found);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer open title={`${t("publish")} ${calendar.year}`} onClose={onClose} size="large">
      <p className="quiet">{t("publishNote")}</p>
      {restored && (
        <Alert
          type="info"
          title={c("draftRestored")}
          style={{ marginBottom: 12 }}
          action={
            <Button
              size="small"
              onClick={() => {
                dropDraft(name);
                setDraft(startOf(calendar));
                setRestored(false);
                setSeen(null);
              }}
            >
              {c("draftDiscard")}
            </Button>
          }
        />
      )}
      {conflict.shown}
      <label htmlFor="notice-source">{t("source")}</label>
      <Input
        id="notice-source"
        value={draft.source}
        onChange={(event) => edit({ source: event.target.value })}
        style={{ marginBottom: 12 }}
      />
      <label htmlFor="notice-reason">{t("reason")}</label>
      <Input.TextArea
        id="notice-reason"
        value={draft.reason}
        onChange={(event) => edit({ reason: event.target.value })}
        style={{ marginBottom: 12 }}
      />
      <NoticeRuns runs={draft.runs} change={(runs) => edit({ runs })} />
      {problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 12 }}
          title={problem.offline ? c("offline") : problem.detail}
          description={sentences(...problem.errors.map((error) => error.detail))}
        />
      )}
      {seen && <Seen change={seen} />}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button loading={busy && !seen} disabled={!ready(draft)} onClick={() => void send(true)}>
          {t("preview")}
        </Button>
        <Button
          type="primary"
          loading={busy && seen !== null}
          disabled={!ready(draft) || !seen}
          onClick={() => void send(false)}
        >
          {t("apply")}
        </Button>
      </div>
    </Drawer>
  );
}

function Seen({ change }: { change: Change }) {
  const t = useWords();
  const kind = (one: Schemas["DayKind"] | null) =>
    one === null ? "—" : one === "off" ? t("legendOff") : t("legendMakeUp");
  return (
    <Alert
      type="info"
      style={{ marginBottom: 12 }}
      title={t("daysChange", { count: change.days.length })}
      description={
        <>
          {change.clocks && <p>{t("clocksForeseen", { ...change.clocks })}</p>}
          <ul style={{ maxHeight: 200, overflow: "auto", margin: 0 }}>
            {change.days.map((day) => (
              <li key={day.day}>{pair(day.day, `${kind(day.before)} → ${kind(day.after)} ${day.note ?? ""}`)}</li>
            ))}
          </ul>
        </>
      }
    />
  );
}
