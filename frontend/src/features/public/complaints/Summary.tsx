/** Everything once more before it goes, and what it is agreed to. */
import { Button } from "antd";
import { pair } from "@/shared/i18n";
import { STEP_OF, type Step } from "./draft";
import { Lines } from "./Lines";
import type { StepProps } from "./steps";
import { useNewWords } from "./words-new";

export function Summary({ draft, form, photos, go }: StepProps) {
  const t = useNewWords();
  const { typed, institution } = draft;
  const label = (choices: { value: string; label: string }[], value: string | null) =>
    choices.find((one) => one.value === value)?.label ?? "";
  const handler = typed.is_protected
    ? institution?.authority
    : institution && t("handlerInstitution", { name: institution.name });
  const parts: { step: Step; title: string; lines: [label: string, value: string][] }[] = [
    {
      step: STEP_OF.matter,
      title: t("where"),
      lines: [
        [t("institution"), institution?.name ?? ""],
        [t("matter"), label(form.matters, typed.matter)],
      ],
    },
    {
      step: STEP_OF.facts,
      title: t("what"),
      lines: [
        [t("facts"), typed.facts.trim()],
        [t("happened"), typed.happened.trim()],
        [t("request"), typed.request.trim()],
        [t("photos"), photos.length > 0 ? t("photoCount", { count: photos.length }) : ""],
      ],
    },
    {
      step: STEP_OF.is_real_name,
      title: t("who"),
      lines: [
        [t("named"), t(typed.is_real_name ? "byName" : "anonymous")],
        [t("name"), typed.is_real_name ? typed.complainant_name.trim() : ""],
        [t("phone"), typed.is_real_name ? typed.complainant_phone.trim() : ""],
        [t("relation"), label(form.relations, typed.relation)],
        [t("protect"), typed.is_protected ? t("yes") : ""],
        [t("handler"), handler ?? ""],
      ],
    },
  ];
  return (
    <>
      <h2 className="label">{t("check")}</h2>
      {parts.map(({ step, title, lines }) => (
        <section key={step} className="public-summary" aria-label={title}>
          <div className="head">
            <h3>{title}</h3>
            <Button type="link" onClick={() => go(step)} aria-label={pair(t("edit"), title)}>
              {t("edit")}
            </Button>
          </div>
          <Lines lines={lines} />
        </section>
      ))}
    </>
  );
}
