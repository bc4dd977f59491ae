/** What happened, when, what is asked for, and what it looked like. */
import { Input } from "antd";
import { ChoosePhotos } from "./ChoosePhotos";
import { described, Field } from "./Field";
import type { StepProps } from "./steps";
import { useNewWords } from "./words-new";

export function WhatStep({ draft, type, wrong, form, photos, setPhotos }: StepProps) {
  const t = useNewWords();
  const { typed } = draft;
  return (
    <>
      <Field
        id="facts"
        label={t("facts")}
        help={t(typed.is_protected ? "factsProtected" : "factsHelp")}
        wrong={wrong.facts}
      >
        <Input.TextArea
          {...described("facts", true, wrong.facts)}
          value={typed.facts}
          maxLength={form.longest_text}
          showCount
          autoSize={{ minRows: 6, maxRows: 16 }}
          onChange={(event) => type({ facts: event.target.value })}
        />
      </Field>
      <Field id="happened" optional label={t("happened")} help={t("happenedHelp")} wrong={wrong.happened}>
        <Input
          {...described("happened", true, wrong.happened)}
          value={typed.happened}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => type({ happened: event.target.value })}
        />
      </Field>
      <Field id="request" optional label={t("request")} wrong={wrong.request}>
        <Input.TextArea
          {...described("request", false, wrong.request)}
          value={typed.request}
          maxLength={form.longest_text}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => type({ request: event.target.value })}
        />
      </Field>
      <ChoosePhotos limits={form.photos} photos={photos} onChange={setPhotos} />
    </>
  );
}
