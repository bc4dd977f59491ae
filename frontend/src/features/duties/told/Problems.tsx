/** The problems of a self-check as they were sent, each with the task that it became. */
import { paths } from "@/shared/lib/paths";
import { Facts } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Duty, SentProblem } from "../api";
import { useToldWords } from "./words";

export function Problems({ found, items }: { found: SentProblem[]; items: Duty["check_items"] }) {
  const t = useToldWords();
  const texts = new Map(items.map((item) => [item.code, item.text]));
  return (
    <>
      <p>{t("problems", { count: found.length })}</p>
      <ol style={{ margin: 0, paddingInlineStart: 24 }}>
        {found.map((problem) => (
          <li key={problem.task_id} style={{ marginBottom: 12 }}>
            <div className="row">
              <strong>{problem.problem}</strong>
              <To to={paths.task(problem.task_id)}>{problem.task_number}</To>
            </div>
            <Facts
              items={[
                {
                  label: t("item"),
                  value: problem.item && texts.get(problem.item),
                  wide: true,
                },
                { label: t("plan"), value: problem.measure, wide: true },
                { label: t("standard"), value: problem.standard, wide: true },
                { label: t("who"), value: problem.person },
                {
                  label: t("until"),
                  value: problem.immediate ? t("atOnce") : (problem.due_on ?? t("phaseEnd")),
                },
              ]}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
