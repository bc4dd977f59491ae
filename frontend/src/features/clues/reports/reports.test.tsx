import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { report } from "../specimen";
import { NewReportPage } from "./NewReportPage";
import { ReportPage } from "./ReportPage";
import { ReportsPage } from "./ReportsPage";
import { untilOf } from "./ToTell";

const police: Schemas["ToTell"] = {
  recipient: "police",
  title_zh: "公安机关",
  title_en: "police",
  amount: 2,
  unit: "hours",
};
const kinds: Schemas["ClueKindList"] = {
  items: [
    { kind: "abnormal_wound", receivers: ["police"], tells: [police], basis: "" },
    { kind: "scalper", receivers: ["police"], tells: [], basis: "" },
  ],
  next_cursor: null,
};

function desk() {
  const sent: Record<string, unknown>[] = [];
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({
        ...me,
        permissions: ["clue.report"],
        organisation: { ...me.organisation, id: report.organisation_id, kind: "institution" },
      }),
    ),
    http.get("*/api/v1/clue-kinds", () => HttpResponse.json(kinds)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.post("*/api/v1/clue-reports", async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(report, { status: 201 });
    }),
  );
  return sent;
}
const open = () => render(<NewReportPage />, { at: "/clue-reports/new", path: "/clue-reports/new" });

test("a wound: the tile, a few words, who was told; place and station are there the next time", async () => {
  const sent = desk();
  const first = await open();
  await userEvent.click(await screen.findByRole("button", { name: "非正常刀枪伤" }));
  const tell = within(await screen.findByRole("region", { name: "您单位还须立即自行报告" }));
  expect(tell.getByText(/发现后 2 小时内/)).toBeInTheDocument();
  expect(tell.getByRole("link", { name: /拨打 110/ })).toHaveAttribute("href", "tel:110");
  await waitFor(() => expect(screen.getByLabelText("简要情况")).toHaveFocus());
  await userEvent.type(screen.getByLabelText("简要情况"), "刀刺伤一名");
  await userEvent.click(screen.getByRole("switch", { name: /已电话报告/ }));
  await userEvent.type(await screen.findByLabelText("报告给谁"), "城关派出所");
  await userEvent.type(screen.getByLabelText(/^科室或地点/), "急诊科");
  await userEvent.click(screen.getByRole("button", { name: "报告主管部门" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    kind: "abnormal_wound",
    facts: "刀刺伤一名",
    place: "急诊科",
    told: [{ recipient: "police", told_who: "城关派出所", told_at: null, how: "电话" }],
  });
  await waitFor(() => expect(first.router.state.location.pathname).toBe(`/clue-reports/${report.id}`));
  expect(JSON.stringify({ ...localStorage })).not.toContain("刀刺伤一名");
  first.unmount();

  await open();
  await userEvent.click(await screen.findByRole("button", { name: "非正常刀枪伤" }));
  expect(await screen.findByLabelText(/^科室或地点/)).toHaveValue("急诊科");
  await userEvent.click(await screen.findByRole("switch", { name: /已电话报告/ }));
  expect(await screen.findByLabelText("报告给谁")).toHaveValue("城关派出所");
});

test("what was typed survives a reload, the name of the person does not; who is told of another kind is not sent", async () => {
  const sent = desk();
  const first = await open();
  await userEvent.click(await screen.findByRole("button", { name: "非正常刀枪伤" }));
  await userEvent.click(await screen.findByRole("switch", { name: /已电话报告/ }));
  await userEvent.type(await screen.findByLabelText("报告给谁"), "城关派出所");
  await userEvent.type(screen.getByLabelText("简要情况"), "大厅有人兜售专家号");
  await userEvent.click(screen.getByRole("button", { name: /更多：/ }));
  await userEvent.type(screen.getByLabelText(/^涉及人姓名/), "王某某");
  const kept = JSON.stringify({ ...localStorage });
  expect(kept).toContain("兜售专家号");
  expect(kept).not.toContain("王某某");
  first.unmount();

  await open();
  expect(await screen.findByText("已恢复您上次未提交的内容")).toBeInTheDocument();
  expect(screen.getByLabelText("简要情况")).toHaveValue("大厅有人兜售专家号");
  await userEvent.click(screen.getByRole("button", { name: "更换" }));
  await userEvent.click(await screen.findByRole("button", { name: "号贩子等贩子" }));
  expect(await screen.findByText("这一类由主管部门处理，无需另行报告。")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "报告主管部门" }));
  await waitFor(() => expect(sent).toEqual([{ kind: "scalper", facts: "大厅有人兜售专家号", told: [] }]));
});

test("terms of hours end at an instant, others do not", () => {
  expect(untilOf(police, "2026-03-02T02:10:00+08:00")).toBe("2026-03-01T20:10:00.000Z");
  expect(untilOf({ amount: 1, unit: "working_days" }, null)).toBeNull();
});

test("the page says that it arrived, what is still to tell and how long, and takes it down", async () => {
  desk();
  const sent: unknown[] = [];
  server.use(
    http.get(`*/api/v1/clue-reports/${report.id}`, () => HttpResponse.json(report)),
    http.post(`*/api/v1/clue-reports/${report.id}/tell`, async ({ request }) => {
      sent.push([await request.json(), request.headers.get("If-Match")]);
      return HttpResponse.json({ ...report, version: 2 });
    }),
  );
  await render(<ReportPage />, { at: `/clue-reports/${report.id}`, path: "/clue-reports/$id" });
  expect(await screen.findByRole("heading", { name: "主管部门已收到" })).toBeInTheDocument();
  expect(screen.getByText(/依法保密/)).toBeInTheDocument();
  expect(screen.getByText(/还剩 \d+ 小时/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "登记已报告：公安机关（派出所）" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("报告给谁"), "城关派出所");
  await userEvent.click(dialog.getByRole("button", { name: "登记已报告" }));
  await waitFor(() => expect(sent).toEqual([[{ recipient: "police", told_who: "城关派出所", how: "电话" }, '"1"']]));
});

test("a line of one's own reports says how many of those who have to be told were told", async () => {
  desk();
  const { available_actions: _, clocks: __, ...line } = report;
  const none = { next_due_at: null, next_due_clock_id: null, next_due_on: null };
  server.use(
    http.get("*/api/v1/clue-reports", () =>
      HttpResponse.json({ items: [{ ...line, ...none }], next_cursor: null, total: 1 }),
    ),
  );
  await render(<ReportsPage />, { at: "/clue-reports", path: "/clue-reports" });
  expect(await screen.findByText("已报告 0/1")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "非正常刀枪伤" })).toHaveAttribute("href", `/clue-reports/${report.id}`);
});
