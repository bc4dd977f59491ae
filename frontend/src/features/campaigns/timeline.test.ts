/** Where phases and today lie on the line. */
import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { lineOf } from "./timeline";

const phase = (code: string, starts_on: string, ends_on: string, runs_throughout = false): Schemas["PhaseRead"] => ({
  code,
  title: code,
  stage: null,
  starts_on,
  ends_on,
  runs_throughout,
});

test("spans are shares of the whole, both end days counted", () => {
  // 100 days: 1 January to 10 April 2026.
  const line = lineOf(
    [
      phase("P3", "2026-01-01", "2026-04-10", true),
      phase("P2", "2026-01-21", "2026-04-10"),
      phase("P1", "2026-01-01", "2026-01-20"),
    ],
    "2026-01-01",
    "2026-04-10",
    "2026-02-20",
  );
  expect(line?.days).toBe(100);
  expect(line?.spans.map((span) => [span.phase.code, span.left, span.width, span.when])).toEqual([
    ["P1", 0, 20, "past"],
    ["P2", 20, 80, "current"],
    ["P3", 0, 100, "current"],
  ]);
  expect(line?.today).toBe(50);
  expect(line?.months.map((month) => month.day)).toEqual(["2026-02-01", "2026-03-01", "2026-04-01"]);
});

test("today has no place outside the campaign", () => {
  const phases = [phase("P1", "2026-01-01", "2026-01-31")];
  expect(lineOf(phases, "2026-01-01", "2026-01-31", "2026-02-01")?.today).toBeNull();
  expect(lineOf(phases, "2026-01-01", "2026-01-31", "2025-12-31")?.spans[0]?.when).toBe("future");
  expect(lineOf(phases, "2026-01-01", "2026-01-31", "2026-01-31")?.spans[0]?.when).toBe("current");
});

test("a campaign without days has no line; long ones get few labels", () => {
  expect(lineOf([], null, null, "2026-01-01")).toBeNull();
  expect(lineOf([], "2026-01-15", "2028-12-31", "2026-01-20")?.months.length).toBeLessThanOrEqual(8);
});
