/** The control of one indicator, by its kind: digits for numbers on a phone, large answers for thumbs. */
import { Button, DatePicker, Input, Radio, Select } from "antd";
import dayjs from "dayjs";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { useReportWords } from "../report/words";
import { unitName } from "../units";
import type { Indicator, Typed } from "./definition";

interface ControlProps {
  indicator: Indicator;
  value: Typed;
  onChange: (value: Typed) => void;
  id: string;
  labelledBy: string;
  describedBy: string;
  invalid: boolean;
}

/** Few enough to be seen at once are buttons; more go into a list. */
const MOST_BUTTONS = 4;

export function IndicatorControl({ indicator, value, onChange, id, labelledBy, describedBy, invalid }: ControlProps) {
  const c = useCommon();
  const english = useLanguage() === "en";
  const aria = { "aria-labelledby": labelledBy, "aria-describedby": describedBy, "aria-invalid": invalid || undefined };
  const status = invalid ? "error" : undefined;
  const text = typeof value === "string" ? value : "";
  const { kind } = indicator;

  if (kind === "yes_no") {
    const answers = [
      { value: true, label: c("yes") },
      { value: false, label: c("no") },
    ];
    return (
      <Answers {...aria} id={id} options={answers} value={value} onChange={onChange} optional={!indicator.required} />
    );
  }
  if (kind === "choice") {
    const options = indicator.options.map((option) => ({ value: option.code, label: english ? option.en : option.zh }));
    return options.length <= MOST_BUTTONS ? (
      <Answers {...aria} id={id} options={options} value={value} onChange={onChange} optional={!indicator.required} />
    ) : (
      <Select
        {...aria}
        id={id}
        allowClear
        status={status}
        style={{ width: "100%" }}
        options={options}
        value={text || undefined}
        onChange={(next?: string) => onChange(next)}
      />
    );
  }
  if (kind === "date")
    return (
      <DatePicker
        {...aria}
        id={id}
        status={status}
        style={{ width: "100%" }}
        value={text ? dayjs(text) : null}
        onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
      />
    );
  if (kind === "text")
    return (
      <Input.TextArea
        {...aria}
        id={id}
        status={status}
        autoSize={{ minRows: 2, maxRows: 10 }}
        maxLength={2000}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <Input
      {...aria}
      id={id}
      data-entry
      status={status}
      inputMode={kind === "integer" ? "numeric" : "decimal"}
      enterKeyHint="next"
      autoComplete="off"
      suffix={indicator.unit ? <span className="quiet">{unitName(indicator.unit)}</span> : undefined}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface AnswersProps {
  id: string;
  options: { value: string | boolean; label: string }[];
  value: Typed;
  onChange: (value: Typed) => void;
  optional: boolean;
}

function Answers({ id, options, value, onChange, optional, ...aria }: AnswersProps) {
  const t = useReportWords();
  return (
    <div className="row" id={id} style={{ gap: 4 }}>
      <Radio.Group
        {...aria}
        optionType="button"
        options={options}
        value={value ?? null}
        onChange={(event) => onChange(event.target.value as string | boolean)}
      />
      {optional && value !== undefined && value !== null && (
        <Button type="link" size="small" onClick={() => onChange(null)}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
