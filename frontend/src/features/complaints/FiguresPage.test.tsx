import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { FiguresPage } from "./FiguresPage";

const LIST = "/api/v1/complaints";

const counted = (count: number, late: number, answered: number, rows: string) => ({
  count,
  rows,
  late,
  late_rows: `${rows}&overdue=true`,
  answered,
  answered_rows: `${rows}&fed_back=true`,
});

const figures: Schemas["IndicatorsRead"] = {
  total: 12,
  beyond: 5,
  rows: LIST,
  late_open: 0,
  late_open_rows: LIST,
  shares: [],
  matters: [],
  channels: [],
  units: [
    { id: "u1", name: "澄岚区卫生健康局", ...counted(9, 2, 6, `${LIST}?under=u1`) },
    { id: "u2", name: "雾山县卫生健康局", ...counted(3, 0, 0, `${LIST}?under=u2`) },
  ],
  months: [
    { month: "2026-10", ...counted(0, 0, 0, `${LIST}?received_from=2026-10-01`) },
    { month: "2026-11", ...counted(12, 2, 9, `${LIST}?received_from=2026-11-01`) },
  ],
};

let told: Schemas["IndicatorsRead"];
beforeEach(() => {
  told = figures;
  server.use(http.get("*/api/v1/complaints/indicators", () => HttpResponse.json(told)));
});

test("what lies below another authority is counted, and it is said that it cannot be opened", async () => {
  await render(<FiguresPage />);
  expect(await screen.findByText("其中 5 件由下级主管部门办理，只计数，不能打开")).toBeInTheDocument();
});

test("organisations below and months stand in tables whose numbers open their rows", async () => {
  await render(<FiguresPage />);
  const units = await screen.findByRole("region", { name: "按下级单位" });
  const row = within(units).getByRole("row", { name: /^澄岚区卫生健康局/ });
  const [all, late, answered] = within(row).getAllByRole("link");
  expect(all).toHaveAttribute("href", "/complaints?under=u1");
  expect(late).toHaveAttribute("href", "/complaints?under=u1&overdue=true");
  expect(answered).toHaveAttribute("href", "/complaints?under=u1&fed_back=true");
  expect(row).toHaveTextContent("66.7%");
  // Nothing late or answered, nothing to open; nothing received, no rate.
  expect(within(within(units).getByRole("row", { name: /^雾山县/ })).getAllByRole("link")).toHaveLength(1);
  const months = screen.getByRole("region", { name: "按月" });
  expect(within(months).getByRole("row", { name: /^2026-10/ })).toHaveTextContent("—");
});

test("without anything below there is no such table", async () => {
  told = { ...figures, beyond: 0, units: [] };
  await render(<FiguresPage />);
  await screen.findByRole("region", { name: "按月" });
  expect(screen.queryByRole("region", { name: "按下级单位" })).toBeNull();
  expect(screen.queryByText(/只计数/)).toBeNull();
});
