/** By when the law wants what, whether it was kept, and how the day is counted; then what was done, and when. */

import { CheckCircleFilled, ClockCircleOutlined, DownOutlined, UpOutlined, WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useId, useState } from "react";
import { CountedDays } from "@/shared/case/CountedDays";
import { basisOf } from "@/shared/i18n";
import { dayInWords, daysBetween, instant, today } from "@/shared/lib/time";
import type { Tone } from "@/shared/ui/marks";
import type { Mine } from "./api";
import { useFollowWords } from "./words-follow";

type Term = Mine["terms"][number];
type Say = ReturnType<typeof useFollowWords>;

function inWords(term: Term, t: Say): { text: string; tone: Tone; icon: ReactNode } {
  const day = dayInWords(term.due_on);
  const days = daysBetween(today(), term.due_on);
  const clock = <ClockCircleOutlined aria-hidden />;
  if (term.state === "met")
    return term.missed_at
      ? { text: t("dueMetLate", { day }), tone: "late", icon: <WarningFilled aria-hidden /> }
      : { text: t("dueMet", { day }), tone: "on-time", icon: <CheckCircleFilled aria-hidden /> };
  if (term.state === "cancelled") return { text: t("dueCancelled"), tone: "not-due", icon: clock };
  if (term.state === "paused") return { text: t("duePaused", { day }), tone: "not-due", icon: clock };
  if (days < 0)
    return { text: t("duePast", { day, days: -days }), tone: "missing", icon: <WarningFilled aria-hidden /> };
  return { text: days === 0 ? t("dueToday") : t("dueLeft", { day, days }), tone: "due", icon: clock };
}

/** By which day, how long that is, whether it was kept. */
export function Due({ term }: { term: Term }) {
  const t = useFollowWords();
  const { text, tone, icon } = inWords(term, t);
  return (
    <p style={{ color: `var(--fact-${tone})` }}>
      {icon} {text}
    </p>
  );
}

export function Terms({ terms }: { terms: Term[] }) {
  const t = useFollowWords();
  if (terms.length === 0) return null;
  return (
    <section className="panel" aria-label={t("terms")}>
      <h2>{t("terms")}</h2>
      {terms.map((term) => (
        <OneTerm key={`${term.title}-${term.started_at}`} term={term} />
      ))}
    </section>
  );
}

function OneTerm({ term }: { term: Term }) {
  const t = useFollowWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="public-term">
      <strong>{term.title}</strong>
      <Due term={term} />
      <p className="quiet public-small">{t("basis", { basis: basisOf(term.basis) })}</p>
      {term.provisional && <p className="public-small">{t("provisional")}</p>}
      <Button
        type="text"
        icon={open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        iconPlacement="end"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t("why")}
      </Button>
      <div id={id} hidden={!open} className="public-small">
        {open && <CountedDays lines={term.lines} />}
      </div>
    </div>
  );
}

export function Progress({ steps }: { steps: Mine["steps"] }) {
  const t = useFollowWords();
  return (
    <section className="panel" aria-label={t("progress")}>
      <h2>{t("progress")}</h2>
      <ol className="public-steps">
        {steps.toReversed().map((step) => (
          <li key={`${step.step}-${step.at}`}>
            <strong>{step.label}</strong>
            <div className="quiet public-small">
              <time dateTime={step.at}>{instant(step.at)}</time>
              {step.basis && ` · ${basisOf(step.basis)}`}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
