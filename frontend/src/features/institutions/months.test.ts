import { expect, test } from "vitest";
import { byMonth, monthsUntil } from "./months";

test("twelve months end with this one, each with its first and last day, leap years too", () => {
  const months = monthsUntil("2028-02-10");
  expect(months).toHaveLength(12);
  expect(months[0]).toMatchObject({ month: "2027-03", from: "2027-03-01", until: "2027-03-31" });
  expect(months.at(-1)).toMatchObject({ month: "2028-02", from: "2028-02-01", until: "2028-02-29" });
});

test("a duty counts in the month it was due, by its fact; what is open or older counts nowhere", () => {
  const months = byMonth(
    [
      { due_on: "2026-11-30", fact: "late" },
      { due_on: "2026-11-01", fact: "late" },
      { due_on: "2026-10-31", fact: "zero" },
      { due_on: "2026-11-30", fact: "due" },
      { due_on: "2025-11-30", fact: "missing" },
    ],
    "2026-11-28",
  );
  expect(months.at(-1)?.facts).toEqual({ on_time: 0, zero: 0, late: 2, missing: 0 });
  expect(months.at(-2)?.facts).toEqual({ on_time: 0, zero: 1, late: 0, missing: 0 });
  expect(months.flatMap((month) => Object.values(month.facts)).reduce((sum, one) => sum + one, 0)).toBe(3);
});
