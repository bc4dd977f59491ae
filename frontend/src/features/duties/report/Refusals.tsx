/** Why it was not taken, in one place above the buttons; what belongs to a field is marked there as well. */
import { Alert } from "antd";
import type { ApiProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import type { Sending } from "./sending";
import { type SayReport, useReportWords } from "./words";

/** `shown`: whether a refusal has a field on this form. */
export function Refusals({ of, shown }: { of: Sending; shown: (pointer: string) => boolean }) {
  const t = useReportWords();
  const c = useCommon();
  const { problem, conflict, refusals } = of;
  const homeless = [...refusals].filter(([pointer]) => !shown(pointer));
  return (
    <>
      {conflict && <Conflict {...conflict} />}
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ margin: "12px 0" }}
          title={titleOf(problem, t, c("offline"))}
          description={
            problem.errors.length > 0 && (
              <>
                {problem.errors.length > homeless.length && <div>{t("markedBelow")}</div>}
                {homeless
                  .filter(([, detail]) => detail !== problem.detail)
                  .map(([pointer, detail]) => (
                    <div key={pointer}>{detail}</div>
                  ))}
              </>
            )
          }
        />
      )}
    </>
  );
}

/** What the API says to machines about a body's shape is said to people as a number of places. */
function titleOf(problem: ApiProblem, t: SayReport, offline: string): string {
  if (problem.offline) return offline;
  if (problem.code === "validation_failed") return t("toMend", { count: problem.errors.length });
  return problem.detail || problem.title;
}
