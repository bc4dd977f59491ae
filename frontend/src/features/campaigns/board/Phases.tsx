/** The phases on one line of time, with today on it. */
import { aside, useLanguage } from "@/shared/i18n";
import { daysBetween, today } from "@/shared/lib/time";
import "@/shared/chart/chart.css";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import type { Campaign } from "../api";
import { lineOf, type Span } from "../timeline";
import { type Say, useWords } from "../words";
import { phaseName } from "./group-name";

const TONE = { past: "on-time", current: "due", future: "not-due" } as const;
/** Areas are calm: what is over is a shade, what runs is the accent, what is to come is light. */
const AREA = {
  past: "color-mix(in srgb, var(--accent) 38%, var(--paper))",
  current: "var(--accent)",
  future: "var(--bar-not-due)",
} as const;

export function Phases({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const now = today();
  const line = lineOf(campaign.phases, campaign.starts_on, campaign.ends_on, now);
  if (!line) return <Nothing>{t("noPhases")}</Nothing>;
  return (
    <div>
      <p style={{ margin: "0 0 12px" }}>
        {t("to", { from: line.from, to: line.to })} · <strong>{whereNow(line.from, line.to, line.days, now, t)}</strong>
      </p>
      <div aria-hidden="true" style={{ position: "relative", height: line.today === null ? 20 : 40, fontSize: 12 }}>
        {line.today !== null && (
          <span
            className="nowrap"
            style={{
              position: "absolute",
              top: 0,
              color: "var(--fact-missing)",
              ...(line.today > 50
                ? { right: `${100 - line.today}%`, borderInlineEnd: "2px solid", paddingInlineEnd: 4 }
                : { left: `${line.today}%`, borderInlineStart: "2px solid", paddingInlineStart: 4 }),
            }}
          >
            {t("today")} {now.slice(5)}
          </span>
        )}
        {line.months.map((month) => (
          <span
            key={month.day}
            className="nowrap quiet"
            style={{ position: "absolute", bottom: 0, left: `${month.left}%` }}
          >
            {month.day.slice(2, 7)}
          </span>
        ))}
      </div>
      <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {line.spans.map((span) => (
          <li key={span.phase.code} style={{ marginBottom: 8 }}>
            <Row span={span} now={line.today} t={t} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Row({ span, now, t }: { span: Span; now: number | null; t: Say }) {
  const { phase } = span;
  return (
    <>
      <div className="row" style={{ gap: "0 8px", paddingBlock: 2 }}>
        <span>{phaseName(phase.code, [phase])}</span>
        <Toned tone={TONE[span.when]}>{t(span.when)}</Toned>
        <span className="quiet">
          {t("to", { from: phase.starts_on, to: phase.ends_on })}
          {phase.runs_throughout && aside(t("throughout"))}
        </span>
      </div>
      <div
        aria-hidden="true"
        style={{ position: "relative", height: 8, borderRadius: 4, background: "var(--ground-not-due)" }}
      >
        <div
          style={{
            height: 8,
            borderRadius: 4,
            marginInlineStart: `${span.left}%`,
            width: `${span.width}%`,
            minWidth: 4,
            background: AREA[span.when],
            opacity: phase.runs_throughout ? 0.55 : 1,
          }}
        />
        {now !== null && (
          <span
            style={{
              position: "absolute",
              top: -3,
              bottom: -3,
              left: `${now}%`,
              width: 2,
              marginInlineStart: -1,
              background: "var(--fact-missing)",
              outline: "1px solid var(--paper)",
            }}
          />
        )}
      </div>
    </>
  );
}

function whereNow(from: string, to: string, days: number, now: string, t: Say): string {
  if (now < from) return t("beforeStart", { days: daysBetween(now, from) });
  if (now > to) return t("afterEnd", { days: daysBetween(to, now) });
  return t("dayOf", { day: daysBetween(from, now) + 1, days });
}
