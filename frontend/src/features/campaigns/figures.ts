/** What the figures of a campaign come to: the worst fact of a cell, who is behind, which rows stand behind a number. */
import type { Schemas } from "@/shared/api/client";
import type { Fact, Group } from "./api";

/** From what needs attention first to what needs none. */
export const SEVERITY: readonly Fact[] = ["missing", "late", "due", "zero", "on_time", "not_due", "quiet", "exempt"];

/** From left to right in a bar: what came, what did not, what is still to come. */
export const PICTURED: readonly Fact[] = ["on_time", "zero", "late", "missing", "due", "not_due", "quiet", "exempt"];

export type Facts = Partial<Record<Fact, number>>;

/** The fact that colours a cell; null where nothing is owed. */
export const worstFact = (facts: Facts): Fact | null => SEVERITY.find((fact) => (facts[fact] ?? 0) > 0) ?? null;

export const totalOf = (facts: Facts): number => SEVERITY.reduce((sum, fact) => sum + (facts[fact] ?? 0), 0);

export function sumOf(all: Facts[]): Facts {
  const sum: Facts = {};
  for (const facts of all) for (const fact of SEVERITY) if (facts[fact]) sum[fact] = (sum[fact] ?? 0) + facts[fact];
  return sum;
}

/** One organisation over all its clauses. */
export const ofLine = (line: Schemas["MatrixLine"]): Facts => sumOf(Object.values(line.cells));

export const arrears = (group: Group): number => (group.facts.missing ?? 0) + (group.facts.late ?? 0);

/** Groups with something missing or late, the most first; between equals whoever misses more, then owes more. */
export function behind(groups: Group[]): Group[] {
  const by = (fact: Fact) => (one: Group, other: Group) => (other.facts[fact] ?? 0) - (one.facts[fact] ?? 0);
  return groups
    .filter((group) => arrears(group) > 0)
    .sort(
      (one, other) =>
        arrears(other) - arrears(one) ||
        by("missing")(one, other) ||
        by("due")(one, other) ||
        (one.title ?? "").localeCompare(other.title ?? "", "zh"),
    );
}

/** How many organisations are still to be reached for a share in percent; null where no such number exists. */
export function shortOf(coverage: Schemas["CoverageRead"]): number | null {
  const { counted_by, population, reached, target, unit } = coverage;
  if (population === null || reached === null) return null;
  if (counted_by === "each") return Math.max(0, population - reached);
  // Where the forms' figures are added up, what is short is no number of organisations.
  if (counted_by !== "reports" || typeof target !== "number" || unit !== "percent") return null;
  // A share of 70 % of 109 is met by 77: half an organisation does not report.
  return Math.max(0, Math.ceil((target / 100) * population - 1e-9) - reached);
}

/** The line to meet on a scale from 0 to 100, where there is one. */
export function targetAt(coverage: Schemas["CoverageRead"]): number | null {
  const { target, unit } = coverage;
  const value = Array.isArray(target) ? target[0] : target;
  return unit === "percent" && typeof value === "number" ? Math.min(100, Math.max(0, value)) : null;
}
