/** Publish a year's notice: write its runs, see which deadlines it moves, then publish. Nothing is sent unseen. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, Button, DatePicker, Drawer, Input, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { queryClient } from "@/shared/api/queries";
import { useWords } from "./words";
import { runsOf } from "./year";

type Calendar = Schemas["CalendarRead"];
type Change = Schemas["CalendarChange"];
type Run = Schemas["RunIn"] & { key: number };

interface NoticeProps {
  calendar: Calendar;
  onClose: () => void;
  onDone: (jobId: string | null) => void;
}

export function Notice({ calendar, onClose, onDone }: NoticeProps) {
  const t = useWords();
  const [runs, setRuns] = useState<Run[]>(() => runsOf(calendar.days).map((run, key) => ({ ...run, key })));
  const [source, setSource] = useState(calendar.source);
  const [reason, setReason] = useState("");
  const [seen, setSeen] = useState<Change | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);

  const edit = (key: number, next: Partial<Run>) => {
    setRuns(runs.map((run) => (run.key === key ? { ...run, ...next } : run)));
    setSeen(null);
  };
  const send = async (preview: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const told = await data(
        api.PUT("/api/v1/calendars/{year}", {
          params: {
            path: { year: calendar.year },
            query: { region: calendar.region_code || undefined, preview },
            header: { "If-Match": `"${calendar.edition}"` },
          },
          body: { runs: runs.map(({ key: _, ...run }) => run), source, reason, status: "published" },
        }),
      );
      if (preview) setSeen(told);
      else {
        await queryClient.invalidateQueries({ queryKey: ["calendar"] });
        onDone(told.job_id);
      }
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const ready = source.trim().length > 0 && reason.trim().length > 1 && runs.every((run) => run.first && run.last);

  return (
    <Drawer open title={`${t("publish")} ${calendar.year}`} onClose={onClose} size="large">
      <p className="quiet">{t("publishNote")}</p>
      <label htmlFor="notice-source">{t("source")}</label>
      <Input
        id="notice-source"
        value={source}
        onChange={(event) => setSource(event.target.value)}
        style={{ marginBottom: 12 }}
      />
      <label htmlFor="notice-reason">{t("reason")}</label>
      <Input.TextArea
        id="notice-reason"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        style={{ marginBottom: 12 }}
      />
      <h3 style={{ fontSize: 14 }}>{t("runs")}</h3>
      {runs.map((run) => (
        <div key={run.key} className="notice-run">
          <DatePicker
            aria-label={t("first")}
            value={run.first ? dayjs(run.first) : null}
            onChange={(day) => edit(run.key, { first: day ? day.format("YYYY-MM-DD") : "" })}
          />
          <DatePicker
            aria-label={t("last")}
            value={run.last ? dayjs(run.last) : null}
            onChange={(day) => edit(run.key, { last: day ? day.format("YYYY-MM-DD") : "" })}
          />
          <Select
            aria-label={t("kind")}
            value={run.kind}
            options={[
              { value: "off", label: t("legendOff") },
              { value: "make_up", label: t("legendMakeUp") },
            ]}
            onChange={(kind) => edit(run.key, { kind })}
            style={{ width: 120 }}
          />
          <Input
            aria-label={t("runNote")}
            value={run.note}
            onChange={(event) => edit(run.key, { note: event.target.value })}
            style={{ width: 120 }}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t("takeBack")} ${run.first}`}
            onClick={() => {
              setRuns(runs.filter((other) => other.key !== run.key));
              setSeen(null);
            }}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => setRuns([...runs, { key: Date.now(), first: "", last: "", kind: "off", note: "" }])}
        style={{ marginBottom: 16 }}
      >
        {t("addRun")}
      </Button>
      {problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 12 }}
          title={problem.detail}
          description={problem.errors.map((error) => error.detail).join("；")}
        />
      )}
      {seen && <Seen change={seen} />}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button loading={busy && !seen} disabled={!ready} onClick={() => void send(true)}>
          {t("preview")}
        </Button>
        <Button
          type="primary"
          loading={busy && seen !== null}
          disabled={!ready || !seen}
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
              <li key={day.day}>
                {day.day}：{kind(day.before)} → {kind(day.after)} {day.note}
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}
