/** How long is left, or how late it is, in words; opened, why the date is what it is, day by day, with its article. */
import { BellOutlined, CheckOutlined, ClockCircleOutlined, PauseOutlined, WarningFilled } from "@ant-design/icons";
import { Popover } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { aside, useLanguage, words } from "@/shared/i18n";
import { dayInWords, dayOf, daysBetween, today } from "@/shared/lib/time";
import type { Tone } from "@/shared/ui/marks";
import { Explain } from "./Explain";

const { use: useWords, say } = words(
  "due",
  {
    late: "逾期 {{days}} 天",
    lateToday: "今天已逾期",
    today: "今天到期",
    tomorrow: "明天到期",
    left: "还剩 {{days}} 天",
    hoursLeft: "还剩 {{hours}} 小时",
    hoursLate: "逾期 {{hours}} 小时",
    minutesLeft: "不足 1 小时",
    met: "已完成",
    metLate: "已完成（曾逾期）",
    paused: "暂停计时",
    cancelled: "不再计时",
    provisional: "暂定",
    explain: "{{title}}：{{text}}，{{due}} 到期。点按查看逐日说明",
  },
  {
    late: "{{days}} d late",
    lateToday: "late since today",
    today: "due today",
    tomorrow: "due tomorrow",
    left: "{{days}} d left",
    hoursLeft: "{{hours}} h left",
    hoursLate: "{{hours}} h late",
    minutesLeft: "less than 1 h",
    met: "done",
    metLate: "done, was late",
    paused: "paused",
    cancelled: "not running",
    provisional: "provisional",
    explain: "{{title}}: {{text}}, due {{due}}. Press for the day-by-day explanation",
  },
);

export interface Due {
  due_on: string;
  due_at?: string;
  unit?: Schemas["Unit"];
  state?: Schemas["ClockState"];
  missed_at?: string | null;
  provisional?: boolean;
}

const SOON_DAYS = 3;

/** What the badge says, and in which tone. `now` is an argument so that tests need no clock. */
export function dueInWords(due: Due, now = new Date()): { text: string; tone: Tone; icon: ReactNode } {
  if (due.state === "met")
    return due.missed_at
      ? { text: say("metLate"), tone: "late", icon: <CheckOutlined /> }
      : { text: say("met"), tone: "on-time", icon: <CheckOutlined /> };
  if (due.state === "cancelled") return { text: say("cancelled"), tone: "not-due", icon: <ClockCircleOutlined /> };
  if (due.state === "paused") return { text: say("paused"), tone: "exempt", icon: <PauseOutlined /> };
  if (due.unit === "hours" && due.due_at) return inHours(due.due_at, now);
  const days = daysBetween(dayOf(now), due.due_on);
  if (days < 0) return { text: say("late", { days: -days }), tone: "missing", icon: <WarningFilled /> };
  if (due.missed_at) return { text: say("lateToday"), tone: "missing", icon: <WarningFilled /> };
  if (days === 0) return { text: say("today"), tone: "late", icon: <BellOutlined /> };
  if (days === 1) return { text: say("tomorrow"), tone: "late", icon: <BellOutlined /> };
  return {
    text: say("left", { days }),
    tone: days <= SOON_DAYS ? "late" : "not-due",
    icon: <ClockCircleOutlined />,
  };
}

function inHours(dueAt: string, now: Date): { text: string; tone: Tone; icon: ReactNode } {
  const hours = (Date.parse(dueAt) - now.getTime()) / 3_600_000;
  if (hours <= 0)
    return { text: say("hoursLate", { hours: Math.ceil(-hours) }), tone: "missing", icon: <WarningFilled /> };
  if (hours < 1) return { text: say("minutesLeft"), tone: "missing", icon: <BellOutlined /> };
  return {
    text: say("hoursLeft", { hours: Math.floor(hours) }),
    tone: hours < 12 ? "late" : "due",
    icon: <BellOutlined />,
  };
}

interface DueBadgeProps {
  due: Due;
  /** What is due: shown before the words, and read out. */
  title?: string;
  /** The clock's id: with it the badge opens into its explanation. */
  clockId?: string;
  /** Its title alone: how long is left stands beside it already. */
  bare?: boolean;
}

export function DueBadge({ due, title, clockId, bare = false }: DueBadgeProps) {
  const t = useWords();
  useLanguage();
  const { text, tone, icon } = dueInWords(due);
  const label = t("explain", { title: title ?? "", text, due: due.due_on });
  const badge = (
    <button
      type="button"
      className="fact-mark due-badge"
      style={{ color: `var(--fact-${tone})`, background: `var(--ground-${tone})` }}
      aria-label={clockId ? label : undefined}
      title={dayInWords(due.due_on)}
      disabled={!clockId}
      onClick={(event) => event.stopPropagation()}
    >
      {icon}
      {title && <span>{title}</span>}
      {!bare && <strong>{text}</strong>}
      {due.provisional && <span>{aside(t("provisional"))}</span>}
    </button>
  );
  if (!clockId) return badge;
  return (
    <Popover
      trigger="click"
      destroyOnHidden
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a click inside must not open the row behind it
        <div onClick={(event) => event.stopPropagation()} style={{ width: "min(420px, 80vw)" }}>
          <Explain clockId={clockId} />
        </div>
      }
    >
      {badge}
    </Popover>
  );
}

/** The clocks that still run, as badges for the head of a case; those done are told in its panel of deadlines. */
export function DueBadges({ clocks }: { clocks: Schemas["ClockRead"][] }) {
  const language = useLanguage();
  return clocks
    .filter((clock) => clock.state === "running" || clock.state === "paused")
    .sort((a, b) => a.due_at.localeCompare(b.due_at))
    .map((clock) => (
      <DueBadge
        key={clock.id}
        due={clock}
        clockId={clock.id}
        title={language === "en" ? clock.title_en : clock.title_zh}
      />
    ));
}

export const isOverdue = (dueOn: string): boolean => dueOn < today();
