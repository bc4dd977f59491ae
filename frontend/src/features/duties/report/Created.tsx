/** What the report has brought about: as what it counts, which tasks it opened, who looks at it next. */
import { CheckCircleFilled } from "@ant-design/icons";
import { useEffect, useRef } from "react";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { FactMark } from "@/shared/ui/marks";
import { To } from "@/shared/ui/To";
import { type Duty, problemsOf } from "../api";
import { useReviewer } from "../useReviewer";
import { useReportWords } from "./words";

export function Created({ duty }: { duty: Duty }) {
  const t = useReportWords();
  const reviewer = useReviewer(duty.reviewer_id);
  const here = useRef<HTMLElement>(null);
  useEffect(() => here.current?.focus(), []);
  const last = duty.submissions.at(-1);
  if (!last) return null;
  const tasks = problemsOf(last);
  return (
    <section ref={here} tabIndex={-1} className="panel" role="status" style={{ borderColor: "var(--fact-on-time)" }}>
      <h2 className="row">
        <CheckCircleFilled style={{ color: "var(--fact-on-time)" }} aria-hidden />
        {t("createdTitle", { version: last.version })}
      </h2>
      <p className="row">
        {t("createdAt", { when: instant(last.submitted_at) })} <FactMark fact={duty.fact} />
      </p>
      {last.warnings.length > 0 && <p>{t("createdWarnings", { count: last.warnings.length })}</p>}
      {tasks.length > 0 && (
        <>
          <p>{t("createdTasks", { count: tasks.length })}</p>
          <ul>
            {tasks.map((task) => (
              <li key={task.task_id}>
                <To to={paths.task(task.task_id)}>{task.task_number}</To> {task.problem}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{t("createdNext", { who: reviewer })}</p>
      <div className="row">
        <To to={paths.worklist}>{t("toWorklist")}</To>
        <To to={`${paths.duties}?fact=due`}>{t("toMore")}</To>
      </div>
    </section>
  );
}
