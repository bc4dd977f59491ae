/** Whose turn it is, since when, and the clock that runs against whoever it is: the first thing one looks for. */
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { basisOf, pair, useLanguage, words } from "@/shared/i18n";
import { dayInWords, instant, since } from "@/shared/lib/time";
import { DueBadge, dueInWords } from "./DueBadge";
import "./turn.css";

const { use: useWords } = words(
  "turn",
  { turn: "轮到", since: "自 {{when}} 起，已 {{long}}", over: "全部办结", until: "期限至", why: "逐日说明" },
  {
    turn: "It is the turn of",
    since: "since {{when}}, {{long}} so far",
    over: "All done",
    until: "Due",
    why: "Day by day",
  },
);

type Clock = Schemas["ClockRead"];

interface TurnProps {
  /** Who; null: all is said and done. */
  whose: string | null;
  since: string;
  clocks: Clock[];
  /** What is waited for, or to be done next. */
  children?: ReactNode;
}

export function Turn({ whose, since: from, clocks, children }: TurnProps) {
  const t = useWords();
  const language = useLanguage();
  const running = clocks
    .filter(({ state }) => state === "running")
    .toSorted((a, b) => a.due_at.localeCompare(b.due_at));
  const [first, ...rest] = running;
  const title = (clock: Clock) => (language === "en" ? clock.title_en : clock.title_zh);
  const seen = first && dueInWords(first);
  return (
    <section className="panel turn" aria-label={t("turn")}>
      <div className="turn-whose">
        <div className="quiet">{whose ? t("turn") : null}</div>
        <strong>{whose ?? t("over")}</strong>
        {whose && <div className="quiet">{t("since", { when: instant(from), long: since(from) })}</div>}
        {children}
      </div>
      {first && seen && (
        <div className="turn-clock" style={{ borderColor: `var(--fact-${seen.tone})` }}>
          <div className="quiet">{title(first)}</div>
          <strong style={{ color: `var(--fact-${seen.tone})` }}>
            {seen.icon} {seen.text}
          </strong>
          <div>{pair(t("until"), first.unit === "hours" ? instant(first.due_at) : dayInWords(first.due_on))}</div>
          <div className="quiet turn-basis">{basisOf(first.basis)}</div>
          <div className="row">
            <DueBadge due={first} clockId={first.id} title={t("why")} bare />
          </div>
          {rest.length > 0 && (
            <div className="row">
              {rest.map((clock) => (
                <DueBadge key={clock.id} due={clock} clockId={clock.id} title={title(clock)} />
              ))}
            </div>
          )}
        </div>
      )}
    </section>
  );
}
