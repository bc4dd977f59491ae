import { readFileSync } from "node:fs";
import path from "node:path";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import { DeskPage } from "./DeskPage";
import { HandoffPage } from "./HandoffPage";
import { handoff } from "./specimen";
import { handoffForms } from "./steps";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const PREFIX = "/api/v1/handoffs/{id}/";
const forms = handoffForms(handoff);

const STEPS = Object.entries(contract.paths)
  .filter(([address, item]) => address.startsWith(PREFIX) && item.post)
  .map(([address, item]) => {
    const ref = Object.values(item.post?.requestBody?.content ?? {})[0]
      ?.schema.$ref.split("/")
      .at(-1);
    return {
      step: address.slice(PREFIX.length).replaceAll("-", "_"),
      body: ref ? contract.components.schemas[ref] : undefined,
    };
  });

describe("every answer the contract names has its form", () => {
  test.each(STEPS)("$step", ({ step, body }) => {
    const fields = (forms[step]?.fields ?? []) as Field<object>[];
    expect(fields.map((field) => field.name as string).toSorted()).toEqual(
      Object.keys(body?.properties ?? {}).toSorted(),
    );
    const asked = fields.filter((field) => field.required).map((field) => field.name as string);
    expect(asked.toSorted()).toEqual((body?.required ?? []).toSorted());
  });
});

const message = (over: Partial<Schemas["HandoffMessageRead"]>): Schemas["HandoffMessageRead"] => ({
  id: `m-${over.kind}-${over.turn}`,
  turn: 1,
  kind: "note",
  party: "sender",
  label: "附言",
  at: "2026-11-25T01:00:00Z",
  arrived_at: "2026-11-25T01:00:00Z",
  by_name: "李执",
  by_organisation: handoff.sender_name,
  recorded_by: null,
  channel: "web",
  effect: "applied",
  sha256: "00",
  body: {},
  files: [],
  ...over,
});

const can = (step: string, label: string) => ({ step, label, open: true, code: null, reason: null, basis: null });

function serves(one: object) {
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["handoff.read", "handoff.decide"] })),
    http.get(`*/api/v1/handoffs/${handoff.id}`, () => HttpResponse.json(one)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null, total: 0 })),
  );
}

beforeEach(() => localStorage.clear());

test("what both said stands on their sides, how it came, and what came too late or early", async () => {
  serves({
    ...handoff,
    late: ["ask_papers"],
    messages: [
      message({ kind: "refer", label: "移送", turn: 0, body: { title: "涉嫌非法行医罪", manifest: "{}" } }),
      message({
        kind: "refuse",
        label: "不予立案",
        party: "receiver",
        channel: "paper",
        recorded_by: "王法",
        effect: "noted",
        body: { reason: "证据不足", returned_papers: 5 },
      }),
    ],
  });
  await render(<HandoffPage />, { at: `/handoffs/${handoff.id}`, path: "/handoffs/$id" });
  const talk = await screen.findByRole("list", { name: "双方往来" });
  const [refer, refuse] = within(talk).getAllByRole("listitem");
  expect(refer).toHaveClass("sender");
  expect(refer).not.toHaveTextContent("manifest");
  expect(refuse).toHaveClass("receiver");
  for (const word of ["书面", "由 王法 代为登记", "仅备查：到达时已不能改变进程", "理由：证据不足", "退回材料：5 份"])
    expect(refuse).toHaveTextContent(word);
  expect(screen.getByText("通知补正超过 24 小时")).toBeInTheDocument();
  expect(within(screen.getByRole("region", { name: "轮到" })).getByText("澄岚区公安分局")).toBeInTheDocument();
});

test("what was disclosed is said in words, sums in yuan, and nothing is left out", async () => {
  serves(handoff);
  await render(<HandoffPage />, { at: `/handoffs/${handoff.id}?tab=matter`, path: "/handoffs/$id" });
  for (const word of ["非法行医罪", "12,500 元", "王*", "46支", "晴"])
    expect(await screen.findByText(word)).toBeInTheDocument();
});

test("goods are confirmed against the list that was handed over", async () => {
  const sent: unknown[] = [];
  const goods = [{ name: "注射器", quantity: "46支" }];
  serves({
    ...handoff,
    state: "handing_over",
    available_actions: [can("confirm_goods", "确认物品交接")],
    messages: [
      message({ kind: "hand_over", label: "移交涉案物品", body: { goods, place: "物证室", handed_by: ["李执"] } }),
    ],
  });
  server.use(
    http.post(`*/api/v1/handoffs/${handoff.id}/confirm-goods`, async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json({ ...handoff, state: "handed_over", version: 2 });
    }),
  );
  await render(<HandoffPage />, { at: `/handoffs/${handoff.id}`, path: "/handoffs/$id" });
  fireEvent.click(await screen.findByRole("button", { name: "确认物品交接" }));
  const dialog = await screen.findByRole("dialog");
  await seen(() => within(dialog).getByText("46支"));
  fireEvent.change(within(dialog).getByLabelText("接收人"), { target: { value: "王警官" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "确认物品交接" }));
  await waitFor(() => expect(sent).toEqual([['"1"', { received_by: "王警官" }]]));
});

test("what waits for us stands on top, what is due first first, what has no term last", async () => {
  const item = (id: string, title: string, due: string | null) => ({
    ...handoff,
    id,
    title,
    next_due_clock_id: due && "k",
    next_due_title_zh: due && "签收移送案件",
    next_due_title_en: due && "Sign",
    next_due_unit: due && "hours",
    next_due_at: due,
    next_due_on: due?.slice(0, 10) ?? null,
  });
  serves(handoff);
  server.use(
    http.get("*/api/v1/handoffs", ({ request }) => {
      const ours = new URL(request.url).searchParams.get("on_turn") === "receiver";
      const items = [
        item("h1", "无期限", null),
        item("h2", "后到期", "2099-02-01T00:00:00Z"),
        item("h3", "先到期", "2099-01-01T00:00:00Z"),
      ];
      return HttpResponse.json({ items: ours ? items : [], next_cursor: null, total: 3 });
    }),
  );
  await render(<DeskPage />, { at: "/handoffs", path: "/handoffs" });
  await screen.findByText("等我方办理 3 件");
  const titles = [...document.querySelectorAll(".handoff-waiting a")].map((one) => one.textContent);
  expect(titles).toEqual(["先到期", "后到期", "无期限"]);
});
