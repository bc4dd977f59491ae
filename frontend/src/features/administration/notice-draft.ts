/** A notice as it is being written: kept on this machine until it is published, for it takes a while to type. */
import type { Schemas } from "@/shared/api/client";
import { runsOf } from "./year";

export type Run = Schemas["RunIn"] & { key: number };

export interface Draft {
  runs: Run[];
  source: string;
  reason: string;
}

export const draftName = (calendar: Schemas["CalendarRead"]): string =>
  `calendar.${calendar.year}.${calendar.region_code}.notice`;

/** What the calendar holds now, as the start of its next notice. */
export const startOf = (calendar: Schemas["CalendarRead"]): Draft => ({
  runs: runsOf(calendar.days).map((run, key) => ({ ...run, key })),
  source: calendar.source,
  reason: "",
});

/** Whether it can be sent: a source, a reason, and no run without its two days. */
export const ready = ({ runs, source, reason }: Draft): boolean =>
  source.trim().length > 0 && reason.trim().length > 1 && runs.every((run) => run.first && run.last);
