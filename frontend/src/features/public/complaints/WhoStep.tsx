/** Who complains, as far as he wants to say, and whether the institution may know. */
import { Checkbox, Input } from "antd";
import { Chips } from "./Chips";
import { described, Field } from "./Field";
import type { StepProps } from "./steps";
import { useNewWords } from "./words-new";

export function WhoStep({ draft, type, wrong, form }: StepProps) {
  const t = useNewWords();
  const { typed, institution } = draft;
  return (
    <>
      <Field id="is_real_name" group label={t("named")} wrong={wrong.is_real_name}>
        <Chips
          id="is_real_name"
          stacked
          options={[
            { value: "anonymous", label: t("anonymous"), text: t("anonymousText") },
            { value: "named", label: t("byName"), text: t("byNameText") },
          ]}
          value={typed.is_real_name === null ? null : typed.is_real_name ? "named" : "anonymous"}
          wrong={wrong.is_real_name}
          onChange={(value) => type({ is_real_name: value === "named" })}
        />
      </Field>
      {typed.is_real_name && (
        <>
          <Field id="complainant_name" label={t("name")} wrong={wrong.complainant_name}>
            <Input
              {...described("complainant_name", false, wrong.complainant_name)}
              value={typed.complainant_name}
              maxLength={40}
              autoComplete="name"
              onChange={(event) => type({ complainant_name: event.target.value })}
            />
          </Field>
          <Field id="complainant_phone" label={t("phone")} wrong={wrong.complainant_phone}>
            <Input
              {...described("complainant_phone", false, wrong.complainant_phone)}
              type="tel"
              inputMode="tel"
              value={typed.complainant_phone}
              maxLength={30}
              autoComplete="tel"
              onChange={(event) => type({ complainant_phone: event.target.value })}
            />
          </Field>
        </>
      )}
      <Field id="relation" group optional label={t("relation")} wrong={wrong.relation}>
        <Chips
          id="relation"
          options={form.relations as { value: NonNullable<typeof typed.relation>; label: string }[]}
          value={typed.relation}
          onChange={(relation) => type({ relation })}
        />
      </Field>
      <div className="public-field">
        <Checkbox
          id="is_protected"
          checked={typed.is_protected}
          aria-describedby={typed.is_protected ? "is_protected-help" : undefined}
          onChange={(event) => type({ is_protected: event.target.checked })}
        >
          <strong>{t("protect")}</strong>
        </Checkbox>
        {wrong.is_protected && (
          <p className="wrong" role="alert">
            {wrong.is_protected}
          </p>
        )}
        {typed.is_protected && (
          <div className="public-follows" id="is_protected-help">
            {t("protectAfter")}
            <ul>
              <li>
                {institution?.authority ? t("protectWho", { name: institution.authority }) : t("protectWhoUnknown")}
              </li>
              <li>{t("protectSees")}</li>
              <li>{t("protectFacts")}</li>
            </ul>
          </div>
        )}
      </div>
    </>
  );
}
