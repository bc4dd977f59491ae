/** What runs in the background: how far it is, why it failed, and running it again. */
import { App, Button, Progress } from "antd";
import { useRef } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { asProblem } from "@/shared/api/problem";
import { Keys } from "@/shared/api/queries";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { JOB_STATE, named, options } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { type Tone, Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { act, loadJobs } from "./api";
import { Separation } from "./Separation";
import { useWords } from "./words";

type Item = Schemas["JobItem"];

const TONE: Record<Schemas["JobState"], Tone> = {
  waiting: "not-due",
  running: "due",
  done: "on-time",
  dead: "missing",
  cancelled: "not-due",
};

function Share({ job }: { job: Item }) {
  const percent = job.total ? Math.round((job.done / job.total) * 100) : job.state === "done" ? 100 : 0;
  return (
    <Progress
      percent={percent}
      size="small"
      status={job.state === "dead" ? "exception" : job.state === "running" ? "active" : undefined}
      aria-label={job.title_en}
      style={{ minWidth: 120, maxWidth: 200 }}
    />
  );
}

export function JobsPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const language = useLanguage();
  const { message } = App.useApp();
  const keys = useRef(new Keys());
  const title = (job: Item) => (language === "en" ? job.title_en : job.title_zh);
  const told = (job: Item) => job.error ?? (language === "en" ? job.message_en : job.message_zh);
  const run = async (job: Item, step: "restart" | "cancel") => {
    try {
      const record = await data(api.GET("/api/v1/jobs/{id}", { params: { path: { id: job.id } } }));
      await act("jobs", { record, key: keys.current.for([record.id, record.version, step]) }, step);
    } catch (error) {
      void message.error(asProblem(error).detail);
    }
  };
  const buttons = (job: Item) =>
    may("job.manage") && (
      <span className="row">
        {["dead", "cancelled"].includes(job.state) && (
          <Button size="small" onClick={() => void run(job, "restart")}>
            {t("restart")}
          </Button>
        )}
        {["waiting", "running"].includes(job.state) && (
          <Button size="small" onClick={() => void run(job, "cancel")}>
            {t("cancelJob")}
          </Button>
        )}
      </span>
    );
  return (
    <Page title={t("jobs")}>
      <Separation />
      <ResourceTable<Item>
        resource="job"
        load={loadJobs}
        withText={false}
        filters={[{ name: "state", label: c("state"), kind: "choices", options: options(JOB_STATE) }]}
        columns={[
          { key: "title", title: t("job"), width: 220, render: title },
          {
            key: "state",
            title: c("state"),
            width: 100,
            render: (job) => <Toned tone={TONE[job.state]}>{named(JOB_STATE, job.state)}</Toned>,
          },
          { key: "progress", title: t("progress"), width: 200, render: (job) => <Share job={job} /> },
          { key: "told", title: t("error"), width: 260, render: told },
          { key: "attempts", title: t("attempts"), width: 80, render: (job) => `${job.attempts}/${job.max_attempts}` },
          { key: "created", title: t("created"), width: 150, render: (job) => instant(job.created_at) },
          { key: "act", title: "", width: 130, render: buttons },
        ]}
        empty={<Nothing>{t("noJobs")}</Nothing>}
        card={(job) => (
          <>
            <div className="row">
              <strong>{title(job)}</strong>
              <Toned tone={TONE[job.state]}>{named(JOB_STATE, job.state)}</Toned>
            </div>
            <Share job={job} />
            <div className="quiet">{told(job)}</div>
            {buttons(job)}
          </>
        )}
      />
    </Page>
  );
}
