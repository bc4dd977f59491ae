/** The figures of one version: beside last period's, against the version before, with what is below target. */
import { useMemo } from "react";
import { aside, useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import type { Submission } from "../api";
import { check } from "../form/checks";
import { type FormDefinition, type Indicator, typedFrom } from "../form/definition";
import { nameOf } from "../form/reading";
import { useReportWords } from "../report/words";
import { unitName, withUnit } from "../units";
import { useToldWords } from "./words";

interface ValuesTableProps {
  form: FormDefinition;
  submission: Submission;
  /** The version before this one, to show what was changed. */
  before: Submission | undefined;
  /** Last period's values; null where there is none, or where it is not this version's to compare. */
  previous: Record<string, unknown> | null;
}

export function ValuesTable({ form, submission, before, previous }: ValuesTableProps) {
  const t = useToldWords();
  const r = useReportWords();
  const english = useLanguage() === "en";
  const say = useValue();
  const warnings = new Map(
    submission.warnings.map((warning) => [String(warning.pointer), String(english ? warning.en : warning.zh)]),
  );
  const of = (given: Submission | undefined, { code, kind }: Indicator) =>
    kind === "rate" ? given?.derived[code] : given?.values[code];
  const columns = previous ? 3 : 2;
  // What was reported is kept, what is reckoned from it is not: last period's rates are reckoned here as in the form.
  const rates = useMemo(() => (previous ? check(form, typedFrom(form, previous)).derived : {}), [form, previous]);
  const then = ({ code, kind }: Indicator) => (kind === "rate" ? rates[code] : previous?.[code]);
  return (
    <table className="duty-values">
      <thead>
        <tr>
          <th scope="col">{r("indicator")}</th>
          {previous && <th scope="col">{r("before")}</th>}
          <th scope="col">{r("now")}</th>
        </tr>
      </thead>
      <tbody>
        {form.indicators.flatMap((indicator) => {
          const { code, heading, unit, kind } = indicator;
          const value = of(submission, indicator);
          const earlier = of(before, indicator);
          const changed = before && !before.zero && JSON.stringify(earlier) !== JSON.stringify(value);
          const warning = warnings.get(`/${code}`);
          return [
            heading && (
              <tr key={`${code}-heading`}>
                <th scope="colgroup" colSpan={columns} className="heading">
                  {english ? heading.en : heading.zh}
                </th>
              </tr>
            ),
            <tr key={code}>
              <th scope="row">
                {nameOf(indicator)}
                {unit && kind !== "rate" && <span className="quiet">{aside(unitName(unit))}</span>}
                {warning && <div className="said worth duty-small">{warning}</div>}
              </th>
              {previous && <td className="quiet">{say(indicator, then(indicator))}</td>}
              <td>
                <strong>{say(indicator, value)}</strong>
                {changed && <div className="quiet duty-small">{t("was", { value: say(indicator, earlier) })}</div>}
              </td>
            </tr>,
          ];
        })}
      </tbody>
    </table>
  );
}

function useValue(): (indicator: Indicator, value: unknown) => string {
  const c = useCommon();
  const english = useLanguage() === "en";
  return ({ kind, unit, options }, value) => {
    if (value === null || value === undefined || value === "") return "—";
    if (typeof value === "boolean") return c(value ? "yes" : "no");
    if (kind === "rate") return withUnit(String(value), unit);
    const option = options.find(({ code }) => code === value);
    return option ? (english ? option.en : option.zh) : String(value);
  };
}
