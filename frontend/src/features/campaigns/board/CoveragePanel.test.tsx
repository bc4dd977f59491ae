import { fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import type { Campaign, Coverage } from "../api";
import { CoveragePanel } from "./CoveragePanel";

const figures = { owing: 109, reported: 76, population: 109, reached: 76, percent: 69.72, value: null };
const milestone: Coverage = {
  ...figures,
  clause_code: "P2.coverage",
  index: 0,
  phase: null,
  metric: null,
  text: "完成机构总数的70%",
  operator: ">=",
  target: 70,
  unit: "percent",
  population_text: "各级各类医疗机构",
  institution_types: [],
  best_effort: false,
  due_on: "2026-09-30",
  past: true,
  as_of: "2026-09-30",
  counted_by: "reports",
  counted_clauses: ["P1.self_check"],
  approved_only: false,
  met: false,
  regions: [],
  rows: {
    reached: "on=2026-09-30&counted=true&reached=true",
    missing: "on=2026-09-30&counted=true&reached=false",
  },
  now: {
    ...figures,
    reached: 90,
    reported: 90,
    percent: 82.57,
    rows: { reached: "on=2026-11-28&counted=true&reached=true" },
  },
};
const campaign = { id: "c1", state: "launched", phases: [] } as unknown as Campaign;

test("a milestone stands as it stood on its own day, says what was missed and how it is today, and opens its lists", async () => {
  const asked: string[] = [];
  server.use(
    http.get("*/api/v1/campaigns/c1/coverage", () => HttpResponse.json([milestone])),
    http.get("*/api/v1/organisations", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/campaigns/c1/coverage/P2.coverage/0", ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({
        on: "2026-09-30",
        items: [
          {
            id: "o1",
            name: "济世堂诊所",
            region_code: null,
            duty_id: "d1",
            duty_number: "DT-2026-000001",
            period: "P1",
            part: null,
            whole: null,
            reached: false,
            reported: false,
            reported_at: null,
            counted: true,
          },
        ],
        next_cursor: null,
      });
    }),
  );
  await render(<CoveragePanel campaign={campaign} />);
  // 70 % of 109 is 76.3: 77 institutions, one more than there were.
  await seen(() => screen.getByText("未达标，还差 1 家"));
  expect(screen.getByText(/2026-09-30 前达到 · 2026-09-30 当日的情况/)).toBeVisible();
  expect(screen.getByText("截至今天：82.6% · 90 / 109")).toBeVisible();
  fireEvent.click(screen.getByRole("button", { name: "未覆盖 33 家" }));
  const drawer = await screen.findByRole("dialog");
  expect(await within(drawer).findByRole("link", { name: "济世堂诊所" })).toHaveAttribute("href", "/duties/d1");
  expect(asked).toHaveLength(1);
  const query = new URLSearchParams(asked[0]);
  expect([query.get("on"), query.get("counted"), query.get("reached")]).toEqual(["2026-09-30", "true", "false"]);
});
