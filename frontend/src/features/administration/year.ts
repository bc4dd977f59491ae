/** A year as twelve grids of weeks, Monday first, each day with what the calendar says of it. */
import type { Schemas } from "@/shared/api/client";

export interface Day {
  day: string;
  number: number;
  weekend: boolean;
  kind: Schemas["DayKind"] | null;
  note: string;
}

/** `weeks[w][d]`, null outside the month. */
export interface Month {
  month: number;
  weeks: (Day | null)[][];
}

export function yearGrid(year: number, days: Schemas["CalendarDay"][]): Month[] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
    const lead = (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7;
    const cells: (Day | null)[] = Array.from({ length: lead }, () => null);
    for (let number = 1; number <= last; number += 1) {
      const date = new Date(Date.UTC(year, index, number));
      const day = date.toISOString().slice(0, 10);
      const found = known.get(day);
      cells.push({
        day,
        number,
        weekend: date.getUTCDay() % 6 === 0,
        kind: found?.kind ?? null,
        note: found?.note ?? "",
      });
    }
    while (cells.length % 7 !== 0) cells.push(null);
    return {
      month: index + 1,
      weeks: Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7)),
    };
  });
}

/** Days in a row of one kind and name, as a notice writes them. */
export function runsOf(days: Schemas["CalendarDay"][]): Schemas["RunIn"][] {
  const runs: Schemas["RunIn"][] = [];
  for (const day of days.toSorted((a, b) => a.day.localeCompare(b.day))) {
    const last = runs.at(-1);
    const follows = last && Date.parse(day.day) - Date.parse(last.last) === 86_400_000;
    if (last && follows && last.kind === day.kind && last.note === day.note) last.last = day.day;
    else runs.push({ first: day.day, last: day.day, kind: day.kind, note: day.note });
  }
  return runs;
}
