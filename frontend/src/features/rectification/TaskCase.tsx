/** The case itself: how far it is, what is demanded and answered, the evidence side by side, the judgements. */
import { Alert, Steps } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { Evidence } from "@/shared/case/Evidence";
import { named, SOURCE } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { dayInWords, instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Afterwards } from "./Afterwards";
import type { Task } from "./api";
import { evidenceOpen } from "./evidence";
import { Opinions } from "./Opinions";
import { useWords } from "./words";

type State = Schemas["TaskState"];

/** How many of the six stations a state has behind it. */
const PASSED: Partial<Record<State, number>> = {
  issued: 1,
  objected: 1,
  rectifying: 2,
  returned: 2,
  submitted: 3,
  verifying: 3,
  closed: 5,
  consolidated: 6,
  relapsed: 6,
};

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
        <Facts
          items={[
            { label: t("problem"), value: task.problem, wide: true },
            { label: t("basis"), value: task.basis, wide: true },
            { label: t("cause"), value: task.cause },
            { label: t("measure"), value: task.measure },
            { label: t("standard"), value: task.standard },
            { label: t("person"), value: task.responsible_person },
            { label: t("due"), value: dayInWords(task.due_on) },
            { label: t("issuer"), value: task.issuer_name },
            { label: t("notice"), value: task.notice_number },
            { label: t("source"), value: <Source task={task} /> },
            { label: t("weight"), value: task.weight > 1 ? String(task.weight) : "" },
          ]}
        />
      </Panel>
      {(task.plan || task.measures_taken || task.objection) && (
        <Panel title={t("plan")}>
          <Facts
            items={[
              { label: t("plan"), value: task.plan, wide: true },
              { label: t("planned"), value: task.planned_on && dayInWords(task.planned_on) },
              { label: t("taken"), value: task.measures_taken, wide: true },
              { label: t("objection"), value: task.objection, wide: true },
              { label: t("objectionReply"), value: task.objection_reply, wide: true },
            ]}
          />
        </Panel>
      )}
      <Panel title={t("sideBySide")} id="evidence">
        <div
          style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(280px, 100%), 1fr))", gap: 24 }}
        >
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
      <Opinions task={task} />
      <Afterwards task={task} />
      <Panel>
        <Evidence subjectType="rectification_task" subjectId={task.id} purpose="other" open={mayAdd} />
      </Panel>
    </>
  );
}

function Stations({ task }: { task: Task }) {
  const t = useWords();
  const passed = PASSED[task.state] ?? 0;
  const verified = task.opinions.filter((opinion) => opinion.round === task.round).at(-1)?.given_at;
  const looked = task.look_backs.at(-1)?.looked_at;
  const stations = [
    [t("stepIssued"), task.issued_at],
    [t("stepAccepted"), task.accepted_at],
    [t("stepSubmitted"), task.submitted_at],
    [t("stepVerified"), verified],
    [t("stepClosed"), task.closed_at],
    [t("stepLookBack"), looked ?? task.look_back_on],
  ] as const;
  return (
    <Panel>
      <Steps
        size="small"
        current={passed}
        status={task.state === "returned" || task.state === "relapsed" ? "error" : undefined}
        responsive
        items={stations.map(([title, at], index) => ({
          title,
          content: at && (index < passed || at.length === 10) ? (at.length === 10 ? at : instant(at)) : undefined,
        }))}
      />
    </Panel>
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
      {task.campaign_id && <To to={paths.campaign(task.campaign_id)}>{t("campaign")}</To>}{" "}
      {task.relapse_of_id && <To to={paths.task(task.relapse_of_id)}>{t("relapseOf")}</To>}
    </>
  );
}
