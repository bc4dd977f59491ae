/** Whom the institution tells itself, and until when; with a switch for what it has done already. */
import { PhoneOutlined } from "@ant-design/icons";
import { Form, Switch } from "antd";
import type { Schemas } from "@/shared/api/client";
import { FieldItem } from "@/shared/case/FieldItem";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { RECIPIENT } from "../enums";
import { type Typed, toldFields } from "./fields";
import { useReportWords } from "./words";

type Owed = Schemas["ToTell"];

const HOUR_MS = 3_600_000;

/** The instant until which somebody is told; null where the term is not one of hours. */
export const untilOf = (owed: Pick<Owed, "amount" | "unit">, foundAt: string | null | undefined, now = Date.now()) =>
  owed.unit === "hours" ? new Date((foundAt ? Date.parse(foundAt) : now) + owed.amount * HOUR_MS).toISOString() : null;

export function ToTell({ owed, values }: { owed: Owed[]; values: Partial<Typed> }) {
  const t = useReportWords();
  if (owed.length === 0) return <p className="quiet report-none">{t("nothingToTell")}</p>;
  return (
    <section className="report-tell" aria-label={t("youTell")} aria-live="polite">
      <h2>{t("youTell")}</h2>
      {owed.map((one) => (
        <One key={one.recipient} owed={one} values={values} />
      ))}
    </section>
  );
}

function One({ owed, values }: { owed: Owed; values: Partial<Typed> }) {
  const t = useReportWords();
  useLanguage();
  const who = named(RECIPIENT, owed.recipient);
  const until = untilOf(owed, values.found_at);
  const [, ...details] = toldFields(owed.recipient, [owed.recipient]);
  return (
    <div className="report-owed">
      <div className="row" style={{ justifyContent: "space-between" }}>
        <div>
          <strong>{who}</strong>
          <div>
            {t(owed.unit === "hours" ? "within" : "withinDays", { amount: owed.amount })}
            {until && <strong> {t("by", { when: instant(until).slice(11) })}</strong>}
          </div>
        </div>
        {owed.recipient === "police" && <Call110 />}
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className="report-switch">
        <Form.Item name={`${owed.recipient}_told`} valuePropName="checked" noStyle>
          <Switch />
        </Form.Item>
        {t("told", { who })}
      </label>
      {details
        .filter((field) => field.when?.(values))
        .map((field) => (
          <FieldItem key={field.name} field={field} values={values} />
        ))}
    </div>
  );
}

export function Call110() {
  const t = useReportWords();
  return (
    <a className="report-call nowrap" href="tel:110">
      <PhoneOutlined aria-hidden /> {t("call110")}
    </a>
  );
}
