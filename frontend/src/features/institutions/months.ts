/** Duties by the month in which they were due: how an institution has reported over a year. */
import type { Schemas } from "@/shared/api/client";

type Fact = Schemas["Fact"];

/** What is past and judged; what is still open says nothing about how somebody reports. */
export const JUDGED = ["on_time", "zero", "late", "missing"] as const satisfies Fact[];
export type Judged = (typeof JUDGED)[number];

export interface Month {
  /** `2026-11` */
  month: string;
  from: string;
  until: string;
  facts: Record<Judged, number>;
}

const MONTHS = 12;

const dayOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The twelve months up to and with the one of `today`, earliest first, those without a duty included. */
export function monthsUntil(today: string): Month[] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, index) => {
    const at = month - MONTHS + index;
    const from = dayOf(year, at, 1);
    return {
      month: from.slice(0, 7),
      from,
      until: dayOf(year, at + 1, 0),
      facts: { on_time: 0, zero: 0, late: 0, missing: 0 },
    };
  });
}

export function byMonth(duties: { due_on: string; fact: Fact }[], today: string): Month[] {
  const months = monthsUntil(today);
  const of = new Map(months.map((one) => [one.month, one]));
  for (const { due_on, fact } of duties) {
    const found = of.get(due_on.slice(0, 7));
    if (found && fact in found.facts) found.facts[fact as Judged] += 1;
  }
  return months;
}
