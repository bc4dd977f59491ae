/** A form of indicators, with last period beside it, rates reckoned and checks said while one types. */
import { Fragment, type KeyboardEvent, useCallback, useMemo, useRef } from "react";
import { useLanguage } from "@/shared/i18n";
import { useReportWords } from "../report/words";
import { type Checked, check } from "./checks";
import { type FormDefinition, type Typed, type TypedValues, typedFrom } from "./definition";
import { IndicatorLine, lineId } from "./IndicatorLine";

interface IndicatorFormProps {
  form: FormDefinition;
  typed: TypedValues;
  previous: Record<string, unknown> | null;
  checked: Checked;
  /** Sent once already: what is still empty is now marked too. */
  tried: boolean;
  refusal: (code: string) => string | undefined;
  onChange: (code: string, value: Typed) => void;
}

export function IndicatorForm({ form, typed, previous, checked, tried, refusal, onChange }: IndicatorFormProps) {
  const t = useReportWords();
  const english = useLanguage() === "en";
  const before = useMemo(() => (previous ? typedFrom(form, previous) : {}), [form, previous]);
  const earlier = useMemo(() => check(form, before).derived, [form, before]);
  const newest = useRef(onChange);
  newest.current = onChange;
  const change = useCallback((code: string, value: Typed) => newest.current(code, value), []);

  const first = <T extends { code: string; text: string }>(found: T[], code: string) =>
    found.find((finding) => finding.code === code)?.text;
  const wrong = checked.errors.filter((error) => tried || error.kind !== "required");

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter goes on to the next number, as in a spreadsheet
    <div onKeyDown={onward}>
      <div className="duty-line head" aria-hidden>
        <span>{t("indicator")}</span>
        <span style={{ textAlign: "end" }}>{previous ? t("before") : ""}</span>
        <span>{t("now")}</span>
      </div>
      {form.indicators.map((indicator) => {
        const { code, heading, kind } = indicator;
        return (
          <Fragment key={code}>
            {heading && <h3 className="duty-heading">{english ? heading.en : heading.zh}</h3>}
            <IndicatorLine
              indicator={indicator}
              value={typed[code]}
              before={kind === "rate" ? (earlier[code] ?? null) : (before[code] ?? null)}
              derived={checked.derived[code]}
              wrong={refusal(code) ?? first(wrong, code)}
              worth={first(checked.warnings, code)}
              onChange={change}
            />
          </Fragment>
        );
      })}
    </div>
  );
}

function onward(event: KeyboardEvent<HTMLDivElement>): void {
  const here = event.target as HTMLElement;
  if (event.key !== "Enter" || event.nativeEvent.isComposing || !here.matches("[data-entry]")) return;
  event.preventDefault();
  const entries = [...event.currentTarget.querySelectorAll<HTMLInputElement>("[data-entry]")];
  entries[entries.indexOf(here as HTMLInputElement) + (event.shiftKey ? -1 : 1)]?.focus();
}

/** How far one is: what has to be filled in, and what is filled in. */
export function filledIn(form: FormDefinition, typed: TypedValues): { done: number; all: number } {
  const asked = form.indicators.filter(
    ({ kind, required, code }) => kind !== "rate" && (required || typed[code] !== undefined),
  );
  const done = asked.filter(({ code }) => {
    const value = typed[code];
    return typeof value === "boolean" || Boolean(value?.trim());
  });
  return { done: done.length, all: asked.length };
}

export const goToIndicator = (code: string): void => {
  const line = document.getElementById(lineId(code)) ?? document.getElementById(`${lineId(code)}-label`);
  line?.scrollIntoView({ block: "center" });
  (line?.querySelector("input") ?? line)?.focus();
};
