/** 整改台账: every problem until it is struck off, what is late first to be seen. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useMay } from "@/shared/api/me";
import { DueBadge } from "@/shared/case/DueBadge";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { BulkAction, Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { MODE, named, options, RISK, SOURCE, TASK_STATE } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { useAddress } from "@/shared/lib/search";
import { Nothing } from "@/shared/ui/faces";
import { RiskMark, TaskStateMark, Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { bulk, loadTasks, type TaskItem } from "./api";
import { DraftTask } from "./DraftTask";
import { Quick, STANDING } from "./Quick";
import "./ledger.css";
import { useWords } from "./words";

/** A task whose term still runs shows how long is left; one that is done shows only its state. */
const RUNNING = new Set(STANDING);

function Due({ task }: { task: TaskItem }) {
  if (!RUNNING.has(task.state)) return <span className="quiet">{task.due_on}</span>;
  return (
    <span className="row">
      <DueBadge due={{ due_on: task.due_on, missed_at: task.overdue_at }} />
      <span className="quiet nowrap">{task.due_on}</span>
    </span>
  );
}

function Marks({ task }: { task: TaskItem }) {
  const t = useWords();
  return (
    <>
      {task.escalation_level > 0 && <Toned tone="missing">{t("escalated", { level: task.escalation_level })}</Toned>}
      {task.relapse_of_id && <Toned tone="exempt">{t("relapse")}</Toned>}
      {task.published_at && <Toned tone="zero">{t("published")}</Toned>}
    </>
  );
}

export function LedgerPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const [drafting, setDrafting] = useState(false);
  const [search, change] = useAddress();
  // Whoever asks for nothing in particular wants what is not struck off, what is late first.
  const bare = Object.keys(search).length === 0;
  useEffect(() => {
    if (bare) change({ state: STANDING }, true);
  }, [bare, change]);

  const columns = useMemo<Column<TaskItem>[]>(
    () => [
      {
        key: "title",
        title: t("title"),
        width: 290,
        render: (task) => (
          <>
            <To to={paths.task(task.id)}>{task.title}</To> <Marks task={task} />
            <div className="quiet task-small nowrap">{task.number}</div>
          </>
        ),
      },
      { key: "organisation", title: t("organisation"), width: 160, render: (task) => task.organisation_name },
      { key: "state", title: c("state"), width: 110, render: (task) => <TaskStateMark state={task.state} /> },
      { key: "due", title: t("due"), width: 185, render: (task) => <Due task={task} /> },
      { key: "risk", title: t("risk"), width: 75, render: (task) => <RiskMark risk={task.risk} /> },
      {
        key: "source",
        title: t("source"),
        width: 150,
        render: (task) => (
          <>
            {named(SOURCE, task.source_type)} <span className="quiet task-small">{task.source_label}</span>
          </>
        ),
      },
      { key: "mode", title: t("mode"), width: 100, hidden: true, render: (task) => named(MODE, task.mode) },
      { key: "person", title: t("person"), width: 120, hidden: true, render: (task) => task.responsible_person ?? "" },
      {
        key: "evidence",
        title: t("evidence"),
        width: 120,
        hidden: true,
        render: (task) => `${task.before_count} / ${task.after_count}`,
      },
    ],
    [t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(TASK_STATE) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "risk", label: t("risk"), kind: "choices", options: options(RISK) },
      { name: "source_type", label: t("sourceType"), kind: "choices", options: options(SOURCE) },
      { name: "mode", label: t("mode"), kind: "choice", options: options(MODE) },
      { name: "under", label: t("organisation"), kind: "organisation" },
      { name: "due_from", label: t("dueFrom"), kind: "date" },
      { name: "due_before", label: t("dueBefore"), kind: "date" },
      { name: "published", label: t("published"), kind: "yes_no" },
      { name: "organisation_id", label: t("organisation"), kind: "organisation", quiet: true },
      { name: "campaign_id", label: t("campaign"), kind: "text", quiet: true },
    ],
    [t, c],
  );
  const actions: (BulkAction & { needs: string })[] = [
    {
      step: "issue",
      label: t("bulkIssue"),
      needs: "task.issue",
      run: (ids, reason, key) => bulk("issue", ids, reason, key),
    },
    {
      step: "grant_extension",
      label: t("bulkExtend"),
      needs: "task.extend",
      run: (ids, reason, key) => bulk("grant_extension", ids, reason, key),
    },
    {
      step: "close",
      label: t("bulkClose"),
      needs: "task.close",
      run: (ids, reason, key) => bulk("close", ids, reason, key),
    },
    {
      step: "return",
      label: t("bulkReturn"),
      needs: "task.review",
      danger: true,
      run: (ids, reason, key) => bulk("return", ids, reason, key),
    },
  ];

  return (
    <Page
      title={t("ledger")}
      actions={
        may("task.create") && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setDrafting(true)}>
            {t("draft")}
          </Button>
        )
      }
    >
      <Quick search={search} />
      <ResourceTable<TaskItem>
        resource="rectification_task"
        load={loadTasks}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "due_on", label: t("byDue") },
          { value: "-id", label: t("newest") },
        ]}
        exportPath="/api/v1/rectification-tasks/export"
        bulk={actions.filter((action) => may(action.needs))}
        empty={<Nothing>{t("emptyLedger")}</Nothing>}
        card={(task) => (
          <>
            <To to={paths.task(task.id)}>
              <strong>{task.title}</strong>
            </To>
            <div className="quiet">
              {task.number} · {task.organisation_name}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <TaskStateMark state={task.state} />
              <Due task={task} />
              <RiskMark risk={task.risk} />
              <Marks task={task} />
            </div>
          </>
        )}
      />
      {drafting && <DraftTask onClose={() => setDrafting(false)} />}
    </Page>
  );
}
