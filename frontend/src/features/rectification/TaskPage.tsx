/** One task from the problem to the look-back: what is demanded, what was done, who judged it, what comes next. */
import { EditOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { RiskMark, TaskStateMark } from "@/shared/ui/marks";
import { readHistory, readTask, sendStep, type Task, useTask } from "./api";
import { AmendTask } from "./DraftTask";
import { taskLabels } from "./labels";
import { taskForms } from "./steps";
import { TaskCase } from "./TaskCase";
import { useWords } from "./words";

export function TaskPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const task = useTask(id);
  return <Faces of={task}>{(found) => <One task={found} />}</Faces>;
}

function One({ task }: { task: Task }) {
  const t = useWords();
  const c = useCommon();
  useLanguage();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [address, change] = useAddress();
  const [amending, setAmending] = useState(false);
  const labels = taskLabels();
  const key = ["rectification_task", task.id] as const;

  return (
    <>
      <CasePage
        number={task.number}
        title={task.title}
        owner={task.organisation_name}
        clocks={task.clocks}
        state={
          <>
            <TaskStateMark state={task.state} />
            <RiskMark risk={task.risk} />
          </>
        }
        actions={
          <>
            <ActionBar
              record={task}
              forms={taskForms(task)}
              labels={labels}
              send={sendStep}
              reread={() => readTask(task.id)}
              lastEntry={async () => (await readHistory(task.id, undefined)).items[0] ?? null}
              onDone={(done) => {
                client.setQueryData(key, done);
                void Promise.all(
                  ["rectification_task", "worklist"].map((resource) =>
                    client.invalidateQueries({ queryKey: [resource] }),
                  ),
                );
              }}
            />
            {task.state === "draft" && may("task.create") && (
              <Button icon={<EditOutlined />} onClick={() => setAmending(true)}>
                {t("amend")}
              </Button>
            )}
            <Button icon={<PrinterOutlined />} onClick={() => void navigate({ to: paths.taskPrint(task.id) as "/" })}>
              {c("print")}
            </Button>
          </>
        }
        tab={one(address.tab) ?? "case"}
        onTab={(tab) => change({ tab: tab === "case" ? undefined : tab }, true)}
        tabs={[
          { key: "case", label: t("case"), children: <TaskCase task={task} /> },
          { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={task.clocks} /> },
          {
            key: "history",
            label: t("history"),
            children: (
              <Timeline name={key} labels={labels} read={(cursor, signal) => readHistory(task.id, cursor, signal)} />
            ),
          },
        ]}
      />
      {amending && <AmendTask task={task} onClose={() => setAmending(false)} />}
    </>
  );
}
