/** Whether the answer satisfies: said once. */
import { Button, Input } from "antd";
import { useState } from "react";
import { FormProblem } from "@/shared/case/FormProblem";
import { type Form, type Satisfaction, useAct } from "./api";
import { Chips } from "./Chips";
import { Field } from "./Field";
import { useFollowWords } from "./words-follow";

const LONGEST = 500;

export function Rate({ code, choices }: { code: string; choices: Form["satisfaction"] }) {
  const t = useFollowWords();
  const [word, setWord] = useState<Satisfaction | null>(null);
  const [comment, setComment] = useState("");
  const rate = useAct<{ satisfaction: Satisfaction; comment: string | null }>(code, "rating");
  return (
    <section className="panel" aria-label={t("rate")}>
      <Field id="satisfaction" group label={t("rate")} help={t("rateOnce")}>
        <Chips
          id="satisfaction"
          options={choices as { value: Satisfaction; label: string }[]}
          value={word}
          onChange={setWord}
        />
      </Field>
      {word && (
        <>
          <Field id="rating-comment" optional label={t("rateComment")}>
            <Input.TextArea
              id="rating-comment"
              value={comment}
              maxLength={LONGEST}
              autoSize={{ minRows: 2, maxRows: 8 }}
              onChange={(event) => setComment(event.target.value)}
            />
          </Field>
          <FormProblem problem={rate.error} />
          <Button
            type="primary"
            block
            loading={rate.isPending}
            onClick={() => rate.mutate({ satisfaction: word, comment: comment.trim() || null })}
          >
            {t("rateSend")}
          </Button>
        </>
      )}
    </section>
  );
}
