import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { runsOf, yearGrid } from "./year";

/** From the State Council's notice for 2026: Spring Festival 15–23 February, working Saturdays 14 and 28 February. */
const DAYS: Schemas["CalendarDay"][] = [
  { day: "2026-02-14", kind: "make_up", note: "春节" },
  ...Array.from({ length: 9 }, (_, index) => ({ day: `2026-02-${15 + index}`, kind: "off" as const, note: "春节" })),
  { day: "2026-02-28", kind: "make_up", note: "春节" },
];

test("a month is laid out in weeks that begin on Monday", () => {
  const [january, february] = yearGrid(2026, DAYS);
  // 1 January 2026 was a Thursday; 1 February a Sunday.
  expect(january?.weeks[0]?.map((day) => day?.number ?? null)).toEqual([null, null, null, 1, 2, 3, 4]);
  expect(february?.weeks[0]?.map((day) => day?.number ?? null)).toEqual([null, null, null, null, null, null, 1]);
  expect(february?.weeks.flat().filter(Boolean)).toHaveLength(28);
});

test("a Saturday can be a working day, a Monday can be off", () => {
  const february =
    yearGrid(2026, DAYS)[1]
      ?.weeks.flat()
      .filter((day) => day !== null) ?? [];
  expect(february[13]).toMatchObject({ number: 14, weekend: true, kind: "make_up" });
  expect(february[15]).toMatchObject({ number: 16, weekend: false, kind: "off", note: "春节" });
  expect(february[2]).toMatchObject({ number: 3, kind: null });
});

test("a leap year has its day", () => {
  expect(yearGrid(2028, [])[1]?.weeks.flat().filter(Boolean)).toHaveLength(29);
});

test("days in a row become the runs of a notice", () => {
  expect(runsOf(DAYS)).toEqual([
    { first: "2026-02-14", last: "2026-02-14", kind: "make_up", note: "春节" },
    { first: "2026-02-15", last: "2026-02-23", kind: "off", note: "春节" },
    { first: "2026-02-28", last: "2026-02-28", kind: "make_up", note: "春节" },
  ]);
});
