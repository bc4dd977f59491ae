/** The amendment against the server: only what was changed is sent, and what is wrong with it is said at its place. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { keepDraft, readDraft } from "@/shared/lib/drafts";
import { render } from "@/testing/render";
import { problem, server } from "@/testing/server";
import type { Campaign } from "../api";
import { Amend } from "./Amend";

const HOSPITAL = "0192f5c4-0000-7000-8000-0000000000b1";
const CLINIC = "0192f5c4-0000-7000-8000-0000000000b2";

const campaign = {
  id: "c1",
  version: 3,
  number: "CP-2026-000011",
  title: "专项整治",
  plan_id: "own",
  plan_sha256: "aa",
  level: "district",
  state: "launched",
  institution_types: [],
  owners: { RD2: [CLINIC] },
  answers: {},
  starts_on: "2026-03-01",
  ends_on: "2026-12-31",
  duty_count: 10,
  phases: [],
  open_places: [],
} as unknown as Campaign;

const clause = (code: string, title: string): Schemas["ClauseItem"] =>
  ({ id: code, code, source_clause: "四", title, retired_at: null }) as unknown as Schemas["ClauseItem"];

const DIFFERENCE: Schemas["Amendment"] = {
  added: 2,
  ended: 1,
  moved: 0,
  kept_submitted: 0,
  past: 0,
  clauses_added: ["RD9"],
  clauses_changed: ["RD1"],
  clauses_removed: ["RD2"],
  titles: { RD9: "五 新增的报送", RD1: "四 改了说法的月报" },
  by_clause: [{ code: "RD9", added: 2, ended: 0, moved: 0 }],
  moves: [],
  applied: false,
  job_id: null,
};

type Sent = { match: string | null; body: Record<string, unknown> };
let sent: Sent[] = [];
const answering = (answer: () => Response) =>
  http.post("*/api/v1/campaigns/c1/amend", async ({ request }) => {
    sent.push({ match: request.headers.get("If-Match"), body: (await request.json()) as Sent["body"] });
    return answer();
  });

const ORGANISATIONS = [
  { id: HOSPITAL, name: "第一医院" },
  { id: CLINIC, name: "东街诊所" },
];

beforeEach(() => {
  sent = [];
  server.use(
    http.get("*/api/v1/plans/own", () => problem(404, "no_such_plan", "没有这份方案。")),
    http.get("*/api/v1/campaigns/c1/plan", () =>
      HttpResponse.json({ title: "", plan: { phases: [], reporting_duties: [], key_tasks: [] }, obligations: [] }),
    ),
    http.get("*/api/v1/campaigns/c1/clauses", () => HttpResponse.json([clause("RD1", "月报"), clause("RD2", "季报")])),
    http.get("*/api/v1/organisations", () => HttpResponse.json({ items: ORGANISATIONS, next_cursor: null })),
    http.get("*/api/v1/organisations/:id", ({ params }) =>
      HttpResponse.json(ORGANISATIONS.find((one) => one.id === params.id)),
    ),
    answering(() => HttpResponse.json(DIFFERENCE)),
  );
});

const show = async () => {
  await render(<Amend campaign={campaign} onClose={vi.fn()} />);
  await screen.findByLabelText("调整理由");
  return userEvent.setup();
};
const unfold = (user: ReturnType<typeof userEvent.setup>, title: string) =>
  user.click(screen.getByRole("button", { name: new RegExp(title) }));
const choose = async (user: ReturnType<typeof userEvent.setup>, label: string, option: string) => {
  await user.click(screen.getByRole("combobox", { name: label }));
  const shown = await screen.findAllByText(option, { selector: ".ant-select-item-option-content" });
  await user.click(shown.at(-1) as HTMLElement);
};
const ask = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.type(screen.getByLabelText("调整理由"), "因故");
  await user.click(screen.getByRole("button", { name: "查看差异" }));
};
const attach = (name: string, text: string) => {
  const input = document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  return userEvent.upload(input, new File([text], name, { type: "application/yaml" }));
};

test("with nothing changed only the reason is sent", async () => {
  const user = await show();
  expect(screen.getByRole("button", { name: /承办单位/ })).toHaveTextContent("已指定 1 条");
  await ask(user);
  await waitFor(() => expect(sent).toEqual([{ match: '"3"', body: { reason: "因故", preview: true } }]));
});

test("owners of a clause are sent with those that were named before, a clause left without anybody is not", async () => {
  const user = await show();
  await unfold(user, "承办单位");
  await choose(user, "指定承办单位的条款", "四 月报");
  await user.click(screen.getByRole("button", { name: "指定单位" }));
  expect(screen.getByRole("button", { name: /承办单位/ })).not.toHaveTextContent("已改动");
  await choose(user, "四 月报", "第一医院");
  expect(screen.getByRole("button", { name: /承办单位/ })).toHaveTextContent("已改动");
  await ask(user);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ owners: { RD1: [HOSPITAL], RD2: [CLINIC] }, reason: "因故", preview: true });
});

test("a clause taken off the list goes back to what the plan says", async () => {
  const user = await show();
  await unfold(user, "承办单位");
  await user.click(screen.getByRole("button", { name: "删除 四 季报" }));
  await ask(user);
  await waitFor(() => expect(sent[0]?.body).toEqual({ owners: {}, reason: "因故", preview: true }));
});

test("narrowing is sent alone", async () => {
  const user = await show();
  await unfold(user, "机构范围");
  await choose(user, "只向这些类型的机构下达", "医院");
  await ask(user);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ institution_types: ["hospital"], reason: "因故", preview: true });
});

test("an amended plan is sent as its text, and the difference names its clauses as they would read", async () => {
  const user = await show();
  await unfold(user, "方案文件");
  await attach("第二稿.yaml", "schema: seed-plan/1");
  expect(await screen.findByRole("button", { name: "删除 第二稿.yaml" })).toBeInTheDocument();
  await ask(user);
  const added = (await screen.findByRole("heading", { name: /新增条款/ })).parentElement as HTMLElement;
  expect(within(added).getByText("五 新增的报送")).toBeInTheDocument();
  expect(screen.getByText("四 改了说法的月报")).toBeInTheDocument();
  expect(screen.getByText("四 季报")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "返回修改" }));
  expect(sent).toEqual([
    {
      match: '"3"',
      body: { plan_yaml: "schema: seed-plan/1", plan_file: "第二稿.yaml", reason: "因故", preview: true },
    },
  ]);
});

test("what is wrong in the plan is told at the file with its line, and goes when another is chosen", async () => {
  server.use(
    answering(() =>
      problem(422, "document_invalid", "方案“第二稿.yaml”有 1 处错误。", [
        { pointer: "/reporting_duties/0/frequency", code: "literal_error", detail: "第 304 行：“wekly”不在允许之内。" },
      ]),
    ),
  );
  const user = await show();
  await unfold(user, "方案文件");
  await attach("第二稿.yaml", "schema: seed-plan/1");
  await unfold(user, "方案文件");
  await ask(user);
  const told = await screen.findByRole("alert");
  expect(within(told).getByText(/第 304 行/)).toBeVisible();
  expect(within(told).getByText("/reporting_duties/0/frequency")).toBeInTheDocument();
  await attach("第三稿.yaml", "schema: seed-plan/1");
  await waitFor(() => expect(screen.queryByText(/第 304 行/)).toBeNull());
});

test("owners that the server refuses are marked at their clause", async () => {
  server.use(
    answering(() =>
      problem(422, "not_in_district", "本辖区内没有这个在用机构。", [
        { pointer: "/owners/RD2/0", code: "not_in_district", detail: "辖区内没有它。" },
      ]),
    ),
  );
  const user = await show();
  await ask(user);
  const item = (await screen.findByLabelText("四 季报")).closest(".ant-form-item") as HTMLElement;
  expect(within(item).getByText("辖区内没有它。")).toBeInTheDocument();
});

test("what was typed survives a reload; a large file is asked for again", async () => {
  keepDraft("campaign.c1.amend", { institution_types: ["clinic"], file: { name: "大方案.yaml" }, reason: "因故" });
  const user = await show();
  expect(screen.getByText(/大方案\.yaml.*请重新选择/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /机构范围/ })).toHaveTextContent("已改动");
  await attach("小方案.yaml", "schema: seed-plan/1");
  await screen.findByRole("button", { name: "删除 小方案.yaml" });
  expect(readDraft("campaign.c1.amend")).toMatchObject({
    institution_types: ["clinic"],
    file: { name: "小方案.yaml", text: "schema: seed-plan/1" },
  });
  await attach("大方案.yaml", `# ${"长".repeat(70_000)}`);
  await screen.findByRole("button", { name: "删除 大方案.yaml" });
  expect(readDraft("campaign.c1.amend")).toMatchObject({ file: { name: "大方案.yaml" } });
  expect(readDraft<{ file: object }>("campaign.c1.amend")?.file).not.toHaveProperty("text");
  await user.click(screen.getByRole("button", { name: "清空重填" }));
  expect(screen.getByRole("button", { name: /机构范围/ })).toHaveTextContent("按方案");
});

test("somebody else named owners meanwhile: they stay, and only the own change is sent on the newest", async () => {
  const fresh = { ...campaign, version: 9, owners: { RD2: [HOSPITAL] } };
  server.use(
    http.post("*/api/v1/campaigns/c1/amend", () => problem(412, "version_mismatch", "这条记录已被改动。"), {
      once: true,
    }),
    http.get("*/api/v1/campaigns/c1", () => HttpResponse.json(fresh)),
    http.get("*/api/v1/campaigns/c1/history", () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  const user = await show();
  await choose(user, "终止的条款", "四 月报");
  await ask(user);
  await screen.findByText("这条记录刚刚被别人改动过");
  await user.click(screen.getByRole("button", { name: "查看差异" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({ match: '"9"', body: { retire: ["RD1"], reason: "因故", preview: true } });
});
