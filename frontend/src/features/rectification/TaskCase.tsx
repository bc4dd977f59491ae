/** The case itself: how far it is, what is demanded and answered, the evidence side by side, the judgements. */
import { Alert } from "antd";
import { useMay } from "@/shared/api/me";
import { Evidence } from "@/shared/case/Evidence";
import { pair } from "@/shared/i18n";
import { named, SOURCE } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { dayInWords } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Afterwards } from "./Afterwards";
import type { Task } from "./api";
import { evidenceOpen } from "./evidence";
import { Opinions } from "./Opinions";
import { Stations } from "./Stations";
import "./task.css";
import { useWords } from "./words";

export function TaskCase({ task }: { task: Task }) {
  const t = useWords();
  const may = useMay();
  const mayAdd = may("evidence.add");
  return (
    <>
      {task.state === "returned" && task.return_reason && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("returned")}
          description={task.return_reason}
        />
      )}
      <Stations task={task} />
      <Panel title={t("problem")}>
        <p className="task-words">{task.problem}</p>
        <Facts
          items={[
            { label: t("basis"), value: task.basis, wide: true },
            { label: t("measure"), value: task.measure },
            { label: t("standard"), value: task.standard },
            { label: t("due"), value: dayInWords(task.due_on) },
            { label: t("person"), value: task.responsible_person },
            { label: t("cause"), value: task.cause },
            { label: t("issuer"), value: task.issuer_name },
            { label: t("notice"), value: task.notice_number },
            { label: t("source"), value: <Source task={task} /> },
            { label: t("weight"), value: task.weight > 1 ? String(task.weight) : "" },
          ]}
        />
      </Panel>
      <Panel title={t("sideBySide")} id="evidence">
        {task.no_before_reason && <p style={{ marginTop: 0 }}>{pair(t("noBefore"), task.no_before_reason)}</p>}
        <div className="task-sides">
          {(["before", "after"] as const).map((purpose) => (
            <Evidence
              key={purpose}
              subjectType="rectification_task"
              subjectId={task.id}
              purpose={purpose}
              open={mayAdd && evidenceOpen(purpose, task.state)}
            />
          ))}
        </div>
      </Panel>
      {(task.plan || task.measures_taken || task.objection) && (
        <Panel title={t("plan")}>
          {task.plan && <p className="task-words">{task.plan}</p>}
          <Facts
            items={[
              { label: t("planned"), value: task.planned_on && dayInWords(task.planned_on) },
              { label: t("taken"), value: task.measures_taken, wide: true },
              { label: t("objection"), value: task.objection, wide: true },
              { label: t("objectionReply"), value: task.objection_reply, wide: true },
            ]}
          />
        </Panel>
      )}
      <Opinions task={task} />
      <Afterwards task={task} />
      <Panel>
        <Evidence subjectType="rectification_task" subjectId={task.id} purpose="other" open={mayAdd} />
      </Panel>
    </>
  );
}

function Source({ task }: { task: Task }) {
  const t = useWords();
  const words = `${named(SOURCE, task.source_type)} ${task.source_label ?? ""}`;
  return (
    <>
      {words}{" "}
      {task.source_type === "self_check" && task.source_id && (
        <To to={paths.duty(task.source_id)}>{t("openSource")}</To>
      )}{" "}
      {task.source_type === "notice" && task.source_id && <To to={paths.notice(task.source_id)}>{t("openSource")}</To>}{" "}
      {task.campaign_id && <To to={paths.campaign(task.campaign_id)}>{t("campaign")}</To>}{" "}
      {task.relapse_of_id && <To to={paths.task(task.relapse_of_id)}>{t("relapseOf")}</To>}
    </>
  );
}
