/** What a group of a breakdown is called: the API gives codes of phases and periods, people read names. */
import type { Schemas } from "@/shared/api/client";
import { language } from "@/shared/i18n";
import { nameOf, type Region } from "@/shared/lib/regions";
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
  return phaseName(code, phases);
}

/** When a period begins, for putting periods in order; what has no day comes last. */
export function periodStart(code: string, phases: Schemas["PhaseRead"][]): string {
  const month = MONTH.exec(code);
  if (month) return `${month[1]}-${month[2]}-${month[3] === "2" ? "16" : "01"}`;
  const quarter = QUARTER.exec(code);
  if (quarter) return `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, "0")}-01`;
  if (/^\d{4}$/.test(code)) return `${code}-01-01`;
  return phases.find((phase) => phase.code === code)?.starts_on ?? "9999";
}

/** A phase by its title; one without a title by its number, as `P2` is the second. */
export function phaseName(code: string, phases: Schemas["PhaseRead"][]): string {
  const title = phases.find((phase) => phase.code === code)?.title;
  if (title) return title;
  const number = /^P(\d+)$/.exec(code)?.[1];
  return number ? say("phaseNumber", { number }) : say("phaseOther");
}

export function groupName(group: Group, by: By, phases: Schemas["PhaseRead"][], regions: Region[]): string {
  if (group.key === null) return say(by === "phase" ? "noPhase" : by === "region" ? "noRegion" : "noGroup");
  if (by === "phase") return phaseName(group.key, phases);
  if (by === "period") return periodName(group.key, phases);
  if (by === "region") return nameOf(regions, group.key);
  return (language() === "en" && group.title_en) || group.title || group.key;
}
