import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { FiguresPage } from "./FiguresPage";
import { LedgerPage } from "./LedgerPage";
import { dispute } from "./specimen";

const asked: URLSearchParams[] = [];

function ledger(items: unknown[] = []) {
  asked.length = 0;
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["dispute.read"] })),
    http.get("*/api/v1/disputes", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("limit") !== "1") asked.push(query);
      return HttpResponse.json({ items, next_cursor: null, total: query.get("major") ? 2 : 9 });
    }),
  );
}

test("a line says the sums in yuan, the way and what is grave; filters of the address are asked as they stand", async () => {
  ledger([{ ...dispute, is_major: true, has_died: true, resolved_by: "peoples_mediation", claim_fen: 150_050 }]);
  await render(<LedgerPage />, {
    at: "/disputes?resolved_by=peoples_mediation&missed=dispute_autopsy",
    path: "/disputes",
  });
  const row = (await screen.findByRole("link", { name: dispute.title })).closest("tr") as HTMLElement;
  for (const word of ["1,500.50", "人民调解", "重大", "患者死亡"])
    expect(within(row).getByText(word)).toBeInTheDocument();
  await waitFor(() => expect(asked.at(-1)?.get("resolved_by")).toBe("peoples_mediation"));
  expect(asked.at(-1)?.get("missed")).toBe("dispute_autopsy");
  expect(asked.at(-1)?.get("sort")).toBe("-raised_at");
  const major = await screen.findByRole("link", { name: "重大未结 2" });
  expect(major.getAttribute("href")).not.toMatch(/state=(closed|withdrawn)/);
  // Whoever handles none registers none.
  expect(screen.queryByRole("button", { name: "登记纠纷" })).toBeNull();
});

const counted = (count: number, late: number, resolved: number, rows: string) => ({
  count,
  rows,
  late,
  late_rows: `${rows}&overdue=true`,
  resolved,
  resolved_rows: `${rows}&resolved=true`,
});

test("every figure opens the rows that the server says are behind it", async () => {
  const share = { key: "mediated", title: "人民调解成功", basis: "D11-R03", done: 2, of: 3 };
  const figures: Schemas["DisputeIndicatorsRead"] = {
    total: 5,
    rows: "/api/v1/disputes?raised_from=x",
    open: 4,
    open_rows: "/api/v1/disputes?state=mediating",
    major: 1,
    major_rows: "/api/v1/disputes?major=true",
    claimed_fen: 48_600_000,
    claimed_rows: "/api/v1/disputes?claimed=true",
    paid_fen: 0,
    paid_rows: "/api/v1/disputes?paid=true",
    shares: [{ ...share, missing_rows: "/api/v1/disputes?mediation_outcome=failed" }],
    in_time: [],
    ways: [{ key: "negotiation", title: "双方协商", count: 1, rows: "/api/v1/disputes?resolved_by=negotiation" }],
    insured: [{ key: "liability", title: "医疗责任保险", count: 5, rows: "/api/v1/disputes?insured=liability" }],
    units: [{ id: "u1", name: "甲医院", ...counted(5, 1, 2, "/api/v1/disputes?under=u1") }],
    months: [
      { month: "2026-10", ...counted(0, 0, 0, "/api/v1/disputes?raised_from=a") },
      { month: "2026-11", ...counted(5, 1, 2, "/api/v1/disputes?raised_from=b") },
    ],
  };
  server.use(http.get("*/api/v1/disputes/indicators", () => HttpResponse.json(figures)));
  await render(<FiguresPage />, { at: "/disputes/figures?span=all", path: "/disputes/figures" });
  const leads = async (name: string | RegExp, to: string) =>
    expect(await screen.findByRole("link", { name })).toHaveAttribute("href", to);
  await leads("索赔合计 486,000 元", "/disputes?claimed=true");
  await leads("重大 1 件", "/disputes?major=true");
  await leads("人民调解成功 其余 1 件", "/disputes?mediation_outcome=failed");
  expect(screen.getByText("66.7%")).toBeInTheDocument();
  await leads("1", "/disputes?resolved_by=negotiation");
  await leads("甲医院 件数 5", "/disputes?under=u1");
  await leads("甲医院 曾逾期 1", "/disputes?under=u1&overdue=true");
  await leads("甲医院 已解决 2", "/disputes?under=u1&resolved=true");
  await leads("2026-11 件数 5", "/disputes?raised_from=b");
  // Of a month without a dispute there is nothing to open, and no rate.
  const empty = screen.getByRole("row", { name: /^2026-10/ });
  expect(empty).toHaveTextContent("—");
  expect(within(empty).queryByRole("link")).toBeNull();
});
