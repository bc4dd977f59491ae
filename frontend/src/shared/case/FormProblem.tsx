/** What the server refused, above the button that sent it: its words, and those about single fields. */
import { Alert } from "antd";
import { useEffect } from "react";
import { type ApiProblem, pointerPath } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";

const ID = "form-problem";

export function FormProblem({ problem }: { problem: ApiProblem | null }) {
  const t = useCommon();
  useEffect(() => {
    if (problem) document.getElementById(ID)?.scrollIntoView?.({ block: "nearest" });
  }, [problem]);
  if (!problem) return null;
  return (
    <Alert
      id={ID}
      type="error"
      showIcon
      style={{ marginBottom: 16 }}
      title={problem.offline ? t("offline") : problem.detail || problem.title}
      description={
        problem.errors.length > 0 ? (
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {problem.errors.map((error) => (
              <li key={error.pointer + error.code}>{error.detail}</li>
            ))}
          </ul>
        ) : null
      }
    />
  );
}

/** The problem's errors as `form.setFields` takes them, those of `names` only. */
export function onFields(problem: ApiProblem, names: readonly string[]): { name: string; errors: string[] }[] {
  return problem.errors
    .map((error) => ({ name: String(pointerPath(error.pointer)[0]), errors: [error.detail] }))
    .filter(({ name }) => names.includes(name));
}
