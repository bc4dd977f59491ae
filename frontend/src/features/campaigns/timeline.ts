/** Where phases and today lie on a campaign's line, in percent of its length. */
import type { Schemas } from "@/shared/api/client";
import { daysBetween } from "@/shared/lib/time";

type Phase = Schemas["PhaseRead"];

export interface Span {
  phase: Phase;
  left: number;
  width: number;
  when: "past" | "current" | "future";
}

export interface Line {
  from: string;
  to: string;
  /** Days, both ends counted. */
  days: number;
  spans: Span[];
  /** Where today lies; null before and after. */
  today: number | null;
  /** Firsts of months, thinned to what can be read. */
  months: { day: string; left: number }[];
}

const MOST_MONTHS = 8;
/** A label that begins further right would leave the line. */
const LAST_LABEL = 94;

const nextMonth = (day: string): string => {
  const [year = 0, month = 0] = day.split("-").map(Number);
  const next = new Date(Date.UTC(year, month, 1));
  return next.toISOString().slice(0, 10);
};

/** Phases in order of their beginning, throughout ones last. Null where the campaign has no days yet. */
export function lineOf(phases: Phase[], startsOn: string | null, endsOn: string | null, today: string): Line | null {
  const starts = [...phases.map((phase) => phase.starts_on), ...(startsOn ? [startsOn] : [])].sort();
  const ends = [...phases.map((phase) => phase.ends_on), ...(endsOn ? [endsOn] : [])].sort();
  const [from, to] = [starts[0], ends.at(-1)];
  if (!from || !to) return null;
  const days = daysBetween(from, to) + 1;
  const share = (count: number) => (count / days) * 100;
  const at = (day: string) => share(daysBetween(from, day));
  const spans = [...phases]
    .sort(
      (one, other) =>
        Number(one.runs_throughout) - Number(other.runs_throughout) ||
        one.starts_on.localeCompare(other.starts_on) ||
        one.code.localeCompare(other.code),
    )
    .map(
      (phase): Span => ({
        phase,
        left: at(phase.starts_on),
        width: share(daysBetween(phase.starts_on, phase.ends_on) + 1),
        when: today < phase.starts_on ? "future" : today > phase.ends_on ? "past" : "current",
      }),
    );
  const firsts: string[] = [];
  for (let day = nextMonth(from); day <= to; day = nextMonth(day)) firsts.push(day);
  const step = Math.ceil(firsts.length / MOST_MONTHS) || 1;
  const months = firsts
    .filter((_, index) => index % step === 0)
    .map((day) => ({ day, left: at(day) }))
    .filter((month) => month.left <= LAST_LABEL);
  return { from, to, days, spans, today: today < from || today > to ? null : at(today), months };
}
