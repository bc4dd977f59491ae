/** One line of the form: what is asked, last period's value to compare or take over, this period's, and what is off. */
import { Button } from "antd";
import { memo } from "react";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { useReportWords } from "../report/words";
import { withUnit } from "../units";
import { goalText } from "./checks";
import type { Indicator, Typed } from "./definition";
import { IndicatorControl } from "./IndicatorControl";
import { nameOf } from "./reading";

interface LineProps {
  indicator: Indicator;
  value: Typed;
  /** Last period's value, null where there was none. */
  before: Typed;
  /** A rate, reckoned from what is typed. */
  derived?: string | null;
  wrong?: string;
  worth?: string;
  onChange: (code: string, value: Typed) => void;
}

export const lineId = (code: string): string => `indicator-${code}`;

export const IndicatorLine = memo(function IndicatorLine(props: LineProps) {
  const { indicator, value, before, derived, wrong, worth, onChange } = props;
  const t = useReportWords();
  const english = useLanguage() === "en";
  const { code, kind, unit, target, help } = indicator;
  const id = lineId(code);
  const name = nameOf(indicator);
  const rate = kind === "rate";
  const notes = [
    !indicator.required && !rate && t("optional"),
    indicator.cumulative && t("cumulative"),
    target && t("target", { goal: goalText(target, unit) }),
    rate && t("derived"),
  ].filter(Boolean);
  return (
    <div className={`duty-line ${kind === "text" ? "wide" : rate ? "rate" : ""}`}>
      <div>
        {kind === "yes_no" || kind === "choice" || rate ? (
          <span id={`${id}-label`}>{name}</span>
        ) : (
          <label id={`${id}-label`} htmlFor={id}>
            {name}
          </label>
        )}
        {notes.length > 0 && <span className="quiet duty-small"> {notes.join(" · ")}</span>}
        {help && <div className="quiet duty-small">{english ? help.en : help.zh}</div>}
      </div>
      <Before
        indicator={indicator}
        value={before}
        open={!rate && isEmpty(value)}
        onTake={() => onChange(code, before)}
      />
      <div className="entry">
        {rate ? (
          <output aria-labelledby={`${id}-label`}>{derived == null ? "—" : withUnit(derived, unit)}</output>
        ) : (
          <IndicatorControl
            indicator={indicator}
            value={value}
            onChange={(next) => onChange(code, next)}
            id={id}
            labelledBy={`${id}-label`}
            describedBy={`${id}-said`}
            invalid={Boolean(wrong)}
          />
        )}
      </div>
      <div className={`said ${wrong ? "wrong" : "worth"}`} id={`${id}-said`} aria-live="polite">
        {wrong ?? worth}
      </div>
    </div>
  );
});

const isEmpty = (value: Typed): boolean => value === undefined || value === null || value === "";

function Before({
  indicator,
  value,
  open,
  onTake,
}: {
  indicator: Indicator;
  value: Typed;
  open: boolean;
  onTake: () => void;
}) {
  const t = useReportWords();
  const c = useCommon();
  const english = useLanguage() === "en";
  if (isEmpty(value)) return <div className="before" />;
  const option = indicator.options.find(({ code }) => code === value);
  const shown =
    typeof value === "boolean" ? c(value ? "yes" : "no") : option ? (english ? option.en : option.zh) : String(value);
  return (
    <div className="before">
      <span className="duty-small">{t("before")} </span>
      {indicator.kind === "rate" ? withUnit(shown, indicator.unit) : shown}
      {open && (
        <Button
          type="link"
          size="small"
          onClick={onTake}
          aria-label={t("takeOverName", { name: nameOf(indicator), value: shown })}
        >
          {t("takeOver")}
        </Button>
      )}
    </div>
  );
}
