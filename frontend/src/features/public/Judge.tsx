/** What somebody of the public thinks of one result: three answers, and a few words if one likes. */
import { Alert, Button, Input, Radio } from "antd";
import { useId, useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { judge, type Promised, type Verdict } from "./api";
import { useWords } from "./words";

const VERDICTS: Verdict[] = ["satisfied", "neutral", "dissatisfied"];
const LONGEST = 500;

export function Judge({ promised }: { promised: Promised }) {
  const t = useWords();
  const id = useId();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [comment, setComment] = useState("");
  const [state, setState] = useState<"open" | "sending" | "done">("open");
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (state === "done") return <Alert type="success" showIcon role="status" title={t("thanks")} />;

  const send = async () => {
    if (!verdict) return;
    setState("sending");
    setProblem(null);
    try {
      await judge(promised.id, verdict, comment);
      setState("done");
    } catch (error) {
      setProblem(asProblem(error));
      setState("open");
    }
  };
  return (
    <div style={{ borderTop: "1px solid var(--line)", paddingTop: 12 }}>
      <div id={`${id}-question`} style={{ marginBottom: 8 }}>
        {t("judge")}
      </div>
      <Radio.Group
        aria-labelledby={`${id}-question`}
        optionType="button"
        size="large"
        block
        value={verdict}
        options={VERDICTS.map((value) => ({ value, label: t(value) }))}
        onChange={(event) => setVerdict(event.target.value as Verdict)}
      />
      {verdict && (
        <div style={{ marginTop: 12 }}>
          <label htmlFor={`${id}-comment`}>{t("comment")}</label>
          <Input.TextArea
            id={`${id}-comment`}
            value={comment}
            maxLength={LONGEST}
            placeholder={t("commentHelp")}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setComment(event.target.value)}
          />
          {problem && (
            <Alert
              type="error"
              showIcon
              role="alert"
              style={{ marginTop: 8 }}
              title={problem.offline ? t("offline") : problem.detail}
            />
          )}
          <Button
            type="primary"
            size="large"
            block
            style={{ marginTop: 12 }}
            loading={state === "sending"}
            onClick={() => void send()}
          >
            {t("send")}
          </Button>
        </div>
      )}
    </div>
  );
}
