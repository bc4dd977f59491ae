/** What a group of a breakdown is called: the API gives codes of phases and periods, people read names. */
import type { Schemas } from "@/shared/api/client";
import type { By, Group } from "../api";
import { say } from "../words";

const MONTH = /^(\d{4})-(\d{2})(?:-H([12]))?$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;

/** A reporting period by its code: `2026-03-H1`, `2026-03`, `2026-Q1`, `2026`, else the code of a phase. */
export function periodName(code: string, phases: Schemas["PhaseRead"][]): string {
  const month = MONTH.exec(code);
  if (month) {
    const [, year = "", number = "", half] = month;
    return say(half === "1" ? "half1" : half === "2" ? "half2" : "month", { year, month: number });
  }
  const quarter = QUARTER.exec(code);
  if (quarter) return say("quarter", { year: quarter[1] ?? "", quarter: quarter[2] ?? "" });
  if (/^\d{4}$/.test(code)) return say("year", { year: code });
  return phases.find((phase) => phase.code === code)?.title ?? code;
}

export function groupName(group: Group, by: By, phases: Schemas["PhaseRead"][]): string {
  if (group.key === null) return by === "phase" ? say("noPhase") : say("noRegion");
  if (by === "phase") return phases.find((phase) => phase.code === group.key)?.title ?? group.key;
  if (by === "period") return periodName(group.key, phases);
  return group.title ?? group.key;
}
