/** Why it was not taken, in one place above the buttons; what belongs to a field is marked there as well. */
import { Alert } from "antd";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import type { Sending } from "./sending";
import { useReportWords } from "./words";

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
          title={problem.offline ? c("offline") : problem.detail || problem.title}
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
