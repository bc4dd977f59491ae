import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import { DutiesPage } from "./DutiesPage";
import { periodInWords } from "./period";

const CAMPAIGN = "01a1cd44-ca80-71be-8bae-411b2fcfcf57";
/** As `rows` of a campaign's progress writes it. */
const ROWS = `campaign_id=${CAMPAIGN}&clause_code=P1.document1&clause_code=RD6&fact=due&fact=missing&phase=P1&period=P1&region_code=990102`;

test("a link from a figure is the list's question, and every part of it can be seen and taken off", async () => {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/v1/campaigns", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/duties", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: [], next_cursor: null, total: 108 });
    }),
  );
  await render(<DutiesPage />, { at: `/duties?${ROWS}`, path: "/duties" });
  await seen(() => screen.getByText("共 108 条"));
  const sent = asked[0] ?? new URLSearchParams();
  for (const name of new Set(new URLSearchParams(ROWS).keys()))
    expect(sent.getAll(name)).toEqual(new URLSearchParams(ROWS).getAll(name));
  expect(sent.get("sort")).toBe("due_on");

  for (const label of ["报送情况", "专项行动", "条款", "报送周期", "阶段"])
    expect(screen.getByRole("combobox", { name: label })).toBeVisible();
  expect(screen.getByLabelText("地区代码")).toHaveValue("990102");

  fireEvent.click(screen.getByRole("button", { name: "重置" }));
  await waitFor(() => expect(asked.at(-1)?.getAll("clause_code")).toEqual([]));
  expect(asked.at(-1)?.get("campaign_id")).toBeNull();
});

test("what one seldom asks for stands behind one button", async () => {
  server.use(
    http.get("*/api/v1/campaigns", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/duties", () => HttpResponse.json({ items: [], next_cursor: null, total: 0 })),
  );
  await render(<DutiesPage />, { at: "/duties", path: "/duties" });
  const more = await screen.findByRole("button", { name: /更多筛选/ });
  expect(screen.queryByRole("combobox", { name: "零报告" })).toBeNull();
  fireEvent.click(more);
  expect(screen.getByRole("combobox", { name: "零报告" })).toBeVisible();
  expect(screen.getByRole("button", { name: /收起筛选/ })).toHaveAttribute("aria-expanded", "true");
});

test("periods are said as people say them", () => {
  const said = ["2026-11", "2026-03-H2", "2026-Q4", "2026", "campaign", "P2"].map(periodInWords);
  expect(said).toEqual(["2026年11月", "2026年3月下半月", "2026年第4季度", "2026年", "行动全程", "第 2 阶段"]);
});
