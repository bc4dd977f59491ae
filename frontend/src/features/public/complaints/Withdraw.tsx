/** Take it back, after a second thought and with a reason. */
import { Button, Input } from "antd";
import { useState } from "react";
import { FormProblem } from "@/shared/case/FormProblem";
import { useAct } from "./api";
import { Field } from "./Field";
import { useFollowWords } from "./words-follow";

const LONGEST = 500;

export function Withdraw({ code }: { code: string }) {
  const t = useFollowWords();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const withdraw = useAct<{ reason: string }>(code, "withdraw");
  if (!open)
    return (
      <Button type="text" block aria-expanded={false} onClick={() => setOpen(true)}>
        {t("withdraw")}
      </Button>
    );
  return (
    <section className="panel" aria-label={t("withdraw")}>
      <h2>{t("withdraw")}</h2>
      <p>{t("withdrawText")}</p>
      <Field id="withdraw-reason" label={t("withdrawReason")}>
        <Input.TextArea
          id="withdraw-reason"
          value={reason}
          maxLength={LONGEST}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <FormProblem problem={withdraw.error} />
      <div className="public-two">
        <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
        <Button
          danger
          type="primary"
          disabled={reason.trim() === ""}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate({ reason: reason.trim() })}
        >
          {t("withdrawSure")}
        </Button>
      </div>
    </section>
  );
}
