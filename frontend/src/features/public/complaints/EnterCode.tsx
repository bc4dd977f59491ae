/** Where the receipt code is typed or pasted: it groups itself, and forgives what a hand does. */
import { Alert, Button, Input, type InputRef } from "antd";
import { type ChangeEvent, useLayoutEffect, useRef, useState } from "react";
import type { ApiProblem } from "@/shared/api/problem";
import { sentences } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { caretAfter, grouped, LENGTH, plainOf } from "./code";
import { described, Field } from "./Field";
import { useFollowWords } from "./words-follow";

interface EnterCodeProps {
  onCode: (code: string) => void;
  /** What the server said of the last one. */
  problem: ApiProblem | null;
  tried: string;
}

export function EnterCode({ onCode, problem, tried }: EnterCodeProps) {
  const t = useFollowWords();
  const c = useCommon();
  const [typed, setTyped] = useState(tried);
  const [short, setShort] = useState(false);
  const input = useRef<InputRef>(null);
  const caret = useRef<number | null>(null);
  const left = LENGTH - plainOf(typed).length;

  // Grouping moves what stands behind the caret: it is put back where it was typed.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const type = (event: ChangeEvent<HTMLInputElement>) => {
    const { value, selectionStart } = event.target;
    caret.current = caretAfter(plainOf(value.slice(0, selectionStart ?? value.length)).length);
    setShort(false);
    setTyped(grouped(value));
  };
  const wrong = short
    ? t("codeShort", { count: left })
    : problem && typed === tried
      ? problem.offline
        ? c("offline")
        : sentences(
            problem.detail,
            problem.retryAfter ? t("tryAgainIn", { minutes: Math.ceil(problem.retryAfter / 60) }) : "",
          )
      : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setShort(left > 0);
        if (left === 0) onCode(typed);
      }}
    >
      <h1>{t("title")}</h1>
      <section className="panel">
        <Field id="code" label={t("code")} help={t("codeHelp")} wrong={wrong}>
          <Input
            {...described("code", true, wrong)}
            ref={input}
            className="public-code-input"
            value={typed}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
            onChange={type}
          />
        </Field>
        <Button type="primary" block htmlType="submit">
          {t("open")}
        </Button>
      </section>
      <Alert type="info" title={t("lost")} />
    </form>
  );
}
