import { expect, test } from "vitest";
import { queryOf } from "./query";

test("a day until which is asked is asked whole", () => {
  const query = queryOf({ from: "2026-02-28", until: "2026-02-28" });
  expect(query.at_from).toBe("2026-02-28T00:00:00+08:00");
  expect(query.at_until).toBe("2026-03-01T00:00:00+08:00");
});

test("newest first; a page is a position; what is no position or no id is not sent", () => {
  expect(queryOf({ before: "120" })).toMatchObject({ sort: "-position", before: 120 });
  expect(queryOf({ before: "x", subject_id: "RT-2026" })).toMatchObject({ before: undefined, subject_id: undefined });
  expect(queryOf({}).at_until).toBeUndefined();
});
