/** How far a task is, of six stations. */
import type { Schemas } from "@/shared/api/client";
import { Stepper } from "@/shared/case/Stepper";
import { instant } from "@/shared/lib/time";
import type { Task } from "./api";
import { useWords } from "./words";

/** How many of the six stations a state has behind it. */
const PASSED: Partial<Record<Schemas["TaskState"], number>> = {
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

export function Stations({ task }: { task: Task }) {
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
    <Stepper
      label={t("stations")}
      current={passed}
      wrong={task.state === "returned" || task.state === "relapsed"}
      stations={stations.map(([title, at], index) => ({
        title,
        content: at && (index < passed || at.length === 10) ? (at.length === 10 ? at : instant(at)) : undefined,
      }))}
    />
  );
}
