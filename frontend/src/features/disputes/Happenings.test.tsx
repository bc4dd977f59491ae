import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import type { Dispute } from "./api";
import { DisputeCase } from "./DisputeCase";
import { Parts } from "./Parts";
import { clock, dispute } from "./specimen";

const event = (rest: Partial<Dispute>): Dispute => ({
  ...dispute,
  quality_grade: "extra",
  quality_found_at: new Date(Date.now() - 3.5 * 3_600_000).toISOString(),
  ...rest,
});

const application: Dispute["accident_applications"][number] = {
  id: "a1",
  state: "received",
  asked_by: "patient",
  learned_on: "2026-11-20",
  applied_on: "2026-11-24",
  received_at: "2026-11-24T02:00:00Z",
  statement: "请求认定是否属于医疗事故并处理。",
  authority_id: dispute.authority_id,
  authority_name: dispute.authority_name,
  is_for_above: true,
  ground: "death",
  passed_at: null,
  decided_at: null,
  decision_reason: null,
  result: null,
  entered_by_name: "何静",
  available_actions: [
    { open: true, step: "pass_up", label: "移送上一级", code: null, reason: null },
    { open: false, step: "accept", label: "受理", code: "pass_it_up", reason: "应当移送上一级处理。" },
  ],
};

test("a grave event that nobody reported is said first, with its hours; once reported no more", async () => {
  const { unmount } = await render(<DisputeCase dispute={event({})} />);
  expect(await screen.findByText(/尚未登记报告。发现后已过 3 小时/)).toBeInTheDocument();
  expect(screen.getByText("特大医疗质量安全事件")).toBeInTheDocument();
  unmount();
  const report = {
    ...{ id: "r1", state: "sent" as const, kind: "quality_event" as const, received_by: "直报系统" },
    ...{ reported_at: "2026-11-24T02:00:00Z", note: null, entered_by_name: "何静", available_actions: [] },
  };
  await render(<DisputeCase dispute={event({ reports: [report] })} />);
  expect(await screen.findByText("特大医疗质量安全事件")).toBeInTheDocument();
  expect(screen.queryByText(/尚未登记报告/)).toBeNull();
});

test("a general event warns of its fifteen days", async () => {
  await render(<DisputeCase dispute={event({ quality_grade: "general" })} />);
  expect(await screen.findByText(/自发现起 15 日内报告/)).toBeInTheDocument();
});

test("notes of a rescue are awaited, and say when they came late", async () => {
  const rescue = { ...dispute, rescue_ended_at: "2026-11-24T00:00:00Z" };
  const { unmount } = await render(<DisputeCase dispute={rescue} />);
  expect(await screen.findByText("尚未完成")).toBeInTheDocument();
  unmount();
  const late = { ...rescue, rescue_notes_at: "2026-11-24T08:00:00Z", rescue_notes_late: true };
  await render(<DisputeCase dispute={late} />);
  expect(await screen.findByText(/2026-11-24 16:00 · 超过 6 小时/)).toBeInTheDocument();
});

test("an application says before whom it lies, why it goes up and until when; what is not theirs has no button", async () => {
  const up = clock("dispute_accident_pass_up", { title_zh: "医疗事故争议移送上级", unit: "calendar_days", amount: 7 });
  await render(<Parts dispute={{ ...dispute, clocks: [up], accident_applications: [application] }} />);
  const heading = await screen.findByRole("heading", { name: "医疗事故争议处理申请" });
  const panel = within(heading.closest("section") as HTMLElement);
  expect(panel.getByText("医疗事故争议移送上级")).toBeInTheDocument();
  expect(panel.getByText("患者死亡")).toBeInTheDocument();
  expect(panel.getByText(dispute.authority_name)).toBeInTheDocument();
  expect(panel.getByRole("button", { name: "移送上一级" })).toBeInTheDocument();
  expect(panel.queryByRole("button", { name: "受理" })).toBeNull();
});
