import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { describe, expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import { DueBadge, dueInWords } from "./DueBadge";

/** Ten in the morning in Shanghai on Tuesday 24 November 2026. */
const NOW = new Date("2026-11-24T02:00:00Z");

describe("how long is left, in words", () => {
  test.each([
    ["2026-11-21", "逾期 3 天", "missing"],
    ["2026-11-24", "今天到期", "late"],
    ["2026-11-25", "明天到期", "late"],
    ["2026-11-27", "还剩 3 天", "late"],
    ["2026-12-04", "还剩 10 天", "not-due"],
  ])("%s → %s", (due_on, text, tone) => {
    expect(dueInWords({ due_on }, NOW)).toMatchObject({ text, tone });
  });

  test("a day in Shanghai begins while it is still yesterday in London", () => {
    expect(dueInWords({ due_on: "2026-11-24" }, new Date("2026-11-23T16:30:00Z")).text).toBe("今天到期");
  });

  test("hours are told as hours, down to the last", () => {
    const due = { due_on: "2026-11-24", unit: "hours" as const };
    expect(dueInWords({ ...due, due_at: "2026-11-24T07:30:00Z" }, NOW).text).toBe("还剩 5 小时");
    expect(dueInWords({ ...due, due_at: "2026-11-24T02:30:00Z" }, NOW).text).toBe("不足 1 小时");
    expect(dueInWords({ ...due, due_at: "2026-11-24T00:30:00Z" }, NOW).text).toBe("逾期 2 小时");
  });

  test("what was met late stays marked as late", () => {
    expect(dueInWords({ due_on: "2026-11-01", state: "met", missed_at: "2026-11-01T16:00:00Z" }, NOW).text).toBe(
      "已完成（曾逾期）",
    );
  });

  test("in English", () => {
    setLanguage("en");
    expect(dueInWords({ due_on: "2026-11-21" }, NOW).text).toBe("3 d late");
  });
});

test("opened, the badge explains the date day by day, with its basis", async () => {
  server.use(
    http.get("*/api/v1/clocks/c1/explanation", () =>
      HttpResponse.json({
        id: "c1",
        title_zh: "签收",
        title_en: "sign for",
        basis: "某办法第五条",
        mark: "verified",
        amount: 1,
        unit: "working_days",
        started_at: "2026-11-20T02:00:00Z",
        due_at: "2026-11-23T16:00:00Z",
        due_on: "2026-11-23",
        provisional: false,
        state: "running",
        extensions: [],
        pauses: [],
        fixed_on: null,
        calendar_edition: 3,
        calendar_region: "",
        revisions: [],
        lines: [
          {
            day: "2026-11-21",
            counted: false,
            number: 0,
            reason: "星期六，休息日",
            part: 0,
            provisional: false,
            since: null,
            until: null,
          },
          {
            day: "2026-11-23",
            counted: true,
            number: 1,
            reason: "星期一，工作日",
            part: 0,
            provisional: false,
            since: null,
            until: null,
          },
        ],
      }),
    ),
  );
  await render(<DueBadge due={{ due_on: "2026-11-23" }} clockId="c1" title="签收" />);
  await userEvent.click(await screen.findByRole("button", { name: /签收/ }));
  await seen(() => screen.getByText(/某办法第五条/));
  expect(screen.getByText("星期六，休息日")).toBeVisible();
  expect(screen.getByText("第 1 日")).toBeVisible();
  expect(screen.getByText("不计")).toBeVisible();
});
