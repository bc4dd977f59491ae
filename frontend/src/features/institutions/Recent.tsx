/** The duties an institution owes next, and its latest rectification tasks: short lists with the way to the long ones. */

import type { ReactNode } from "react";
import { api, data } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { useRead } from "@/shared/api/queries";
import { DueBadge } from "@/shared/case/DueBadge";
import { pair } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { stringifySearch } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { FactMark, TaskStateMark } from "@/shared/ui/marks";
import { To } from "@/shared/ui/To";
import { useWords } from "./words";

const FEW = 8;
const ENDED = new Set(["closed", "consolidated", "revoked", "withdrawn", "relapsed"]);

export function DutiesOwed({ organisationId }: { organisationId: string }) {
  const t = useWords();
  const query = { organisation_id: organisationId, fact: ["due", "missing"] as ("due" | "missing")[], sort: "due_on" };
  const duties = useRead(["duty", "of-institution", organisationId], (signal) =>
    data(api.GET("/api/v1/duties", { params: { query: { ...query, limit: FEW } }, signal })),
  );
  return (
    <Short of={duties} title={t("duesSoon")} empty={t("noDuties")} all={`${paths.duties}${stringifySearch(query)}`}>
      {(duty) => (
        <Line key={duty.id} to={paths.duty(duty.id)} title={duty.title} number={duty.number}>
          <FactMark fact={duty.fact} />
          <DueBadge due={{ due_on: duty.due_on }} />
        </Line>
      )}
    </Short>
  );
}

export function LatestTasks({ organisationId }: { organisationId: string }) {
  const t = useWords();
  const query = { organisation_id: organisationId };
  const tasks = useRead(["rectification_task", "of-institution", organisationId], (signal) =>
    data(api.GET("/api/v1/rectification-tasks", { params: { query: { ...query, limit: FEW } }, signal })),
  );
  return (
    <Short of={tasks} title={t("recentTasks")} empty={t("noTasks")} all={`${paths.tasks}${stringifySearch(query)}`}>
      {(task) => (
        <Line key={task.id} to={paths.task(task.id)} title={task.title} number={task.number}>
          <TaskStateMark state={task.state} />
          {!ENDED.has(task.state) && <DueBadge due={{ due_on: task.due_on, missed_at: task.overdue_at }} />}
        </Line>
      )}
    </Short>
  );
}

interface ShortProps<Row> {
  of: { data: { items: Row[] } | undefined; error: ApiProblem | null; isPending: boolean; refetch: () => unknown };
  title: string;
  empty: string;
  all: string;
  children: (row: Row) => ReactNode;
}

function Short<Row>({ of, title, empty, all, children }: ShortProps<Row>) {
  const t = useWords();
  return (
    <section aria-label={title}>
      <div className="row" style={{ justifyContent: "space-between", marginBottom: 4 }}>
        <h3 style={{ margin: 0, fontSize: 14, fontWeight: 500 }}>{title}</h3>
        <To to={all} aria-label={pair(t("allRows"), title)}>
          {t("allRows")}
        </To>
      </div>
      <Faces of={of} rows={3} isEmpty={({ items }) => items.length === 0} empty={<Nothing>{empty}</Nothing>}>
        {({ items }) => <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>{items.map(children)}</ul>}
      </Faces>
    </section>
  );
}

function Line({ to, title, number, children }: { to: string; title: string; number: string; children: ReactNode }) {
  return (
    <li
      className="row"
      style={{ justifyContent: "space-between", borderTop: "1px solid var(--line)", padding: "6px 0" }}
    >
      <div className="row" style={{ minWidth: 0, flex: "1 1 260px", gap: "0 8px" }}>
        <To to={to}>{title}</To>
        <span className="quiet nowrap">{number}</span>
      </div>
      <div className="row">{children}</div>
    </li>
  );
}
