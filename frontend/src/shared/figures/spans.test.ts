import { expect, test } from "vitest";
import { sinceOf } from "./spans";

test("a span begins with the month, quarter or year of Shanghai's day", () => {
  // Half past midnight on 1 April in Shanghai, still March in UTC.
  const now = new Date("2026-03-31T16:30:00Z");
  expect(sinceOf("month", now)).toBe("2026-04-01T00:00:00+08:00");
  expect(sinceOf("quarter", now)).toBe("2026-04-01T00:00:00+08:00");
  expect(sinceOf("quarter", new Date("2026-03-31T15:30:00Z"))).toBe("2026-01-01T00:00:00+08:00");
  expect(sinceOf("year", now)).toBe("2026-01-01T00:00:00+08:00");
  expect(sinceOf("all", now)).toBeNull();
});
