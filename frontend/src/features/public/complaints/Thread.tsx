/** Questions and answers, as people write to each other on a phone. */
import { Button, Input } from "antd";
import { useState } from "react";
import { FormProblem } from "@/shared/case/FormProblem";
import { Chat } from "@/shared/ui/Chat";
import { useKept } from "../kept";
import { type Mine, useAct } from "./api";
import { described, Field } from "./Field";
import { MESSAGE } from "./stored";
import { useFollowWords } from "./words-follow";

interface ThreadProps {
  code: string;
  mine: Mine;
  longest: number;
}

export function Thread({ code, mine, longest }: ThreadProps) {
  const t = useFollowWords();
  const [text, setText] = useKept(MESSAGE, "");
  const [empty, setEmpty] = useState(false);
  const write = useAct<{ text: string }>(code, "messages", () => setText(""));
  const wrong = empty ? t("writeHelp") : undefined;
  return (
    <section className="panel">
      <h2>{t("thread")}</h2>
      {mine.messages.length === 0 && <p className="quiet">{t("threadEmpty")}</p>}
      <Chat
        label={t("thread")}
        said={mine.messages.map((one) => {
          const own = one.sender === "complainant";
          return { ...one, own, who: one.organisation ?? t("you"), note: own && one.read_at !== null && t("seen") };
        })}
      />
      {mine.may.write ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setEmpty(text.trim() === "");
            if (text.trim() !== "") write.mutate({ text: text.trim() });
          }}
        >
          <Field id="message" label={t("write")} help={wrong ? undefined : t("writeHelp")} wrong={wrong}>
            <Input.TextArea
              {...described("message", !wrong, wrong)}
              value={text}
              maxLength={longest}
              autoSize={{ minRows: 2, maxRows: 10 }}
              onChange={(event) => {
                setEmpty(false);
                setText(event.target.value);
              }}
            />
          </Field>
          <FormProblem problem={write.error} />
          <Button type="primary" block htmlType="submit" loading={write.isPending}>
            {t("send")}
          </Button>
        </form>
      ) : (
        <p className="quiet">{t("closedThread")}</p>
      )}
    </section>
  );
}
