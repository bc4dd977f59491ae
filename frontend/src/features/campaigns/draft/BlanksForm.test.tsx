/** The blanks form against the server: what is left open lands on its question; a conflict is shown, not overwritten. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { problem, server } from "@/testing/server";
import type { Campaign } from "../api";
import { BlanksForm } from "./BlanksForm";

const PLACES = [
  {
    pointer: "/period",
    kind: "period" as const,
    question: "行动从哪一天到哪一天？",
    as_given: "20__年__月",
    required: true,
    suggestion: { from: "2026-11-24", to: "2027-11-23" },
  },
  {
    pointer: "/phases/0/period",
    kind: "period" as const,
    question: "“集中整治”从哪一天到哪一天？",
    as_given: null,
    required: true,
    suggestion: null,
  },
];

const campaign: Campaign = {
  id: "c1",
  version: 3,
  created_at: "2026-11-21T01:00:00Z",
  updated_at: "2026-11-21T01:00:00Z",
  number: "CP-2026-000011",
  title: "专项整治",
  plan_id: "own",
  plan_sha256: "",
  level: "city",
  state: "draft",
  organisation_id: "o1",
  organisation_name: "澄岚区卫生健康局",
  parent_id: null,
  beside_parent: false,
  institution_types: [],
  owners: {},
  dropped_clauses: [],
  adoptions: [],
  job_id: null,
  answers: {},
  starts_on: null,
  ends_on: null,
  launched_at: null,
  closed_at: null,
  duty_count: 0,
  unmatched: [],
  clocks: [],
  available_actions: [],
  phases: [],
  open_places: PLACES,
};

let sent: { match: string | null; body: unknown }[] = [];

beforeEach(() => {
  sent = [];
  server.use(
    http.get("*/api/v1/plans/own", () => problem(404, "no_such_plan", "没有这份方案。")),
    http.patch("*/api/v1/campaigns/c1", async ({ request }) => {
      const body = (await request.json()) as { answers: Record<string, unknown> };
      sent.push({ match: request.headers.get("If-Match"), body });
      return HttpResponse.json({ ...campaign, version: 4, answers: body.answers });
    }),
  );
});

const show = async (onReady = vi.fn()) => {
  await render(<BlanksForm campaign={campaign} submit="保存并检查" onReady={onReady} />);
  await screen.findByRole("button", { name: "保存并检查" });
  return { user: userEvent.setup(), onReady };
};

test("a suggestion is taken over and sent under its pointer; what is still open is said at its question", async () => {
  server.use(
    http.get("*/api/v1/campaigns/c1/preview", () =>
      problem(422, "plan_not_filled", "方案还不能启动，请按提示补充或更正。", [
        { pointer: "/phases/0/period/from", code: "answer_missing", detail: "请填写集中整治的起止时间" },
      ]),
    ),
  );
  const { user, onReady } = await show();
  await user.click(screen.getByRole("button", { name: /采用建议：2026-11-24/ }));
  await user.click(screen.getByRole("button", { name: "保存并检查" }));

  expect(await screen.findByText(/已保存，但还不能启动.*1 处/)).toBeInTheDocument();
  const item = screen.getByText("“集中整治”从哪一天到哪一天？").closest(".ant-form-item") as HTMLElement;
  expect(within(item).getByText("请填写集中整治的起止时间")).toBeInTheDocument();
  expect(sent).toEqual([{ match: '"3"', body: { answers: { "/period": { from: "2026-11-24", to: "2027-11-23" } } } }]);
  expect(onReady).not.toHaveBeenCalled();
});

test("filled as far as needed, it goes on", async () => {
  server.use(
    http.get("*/api/v1/campaigns/c1/preview", () =>
      HttpResponse.json({ duties: 1, organisations: 1, starts_on: "2026-11-24", ends_on: "2027-11-23", clauses: [] }),
    ),
  );
  const { user, onReady } = await show();
  await user.click(screen.getByRole("button", { name: "保存并检查" }));
  await waitFor(() => expect(onReady).toHaveBeenCalledOnce());
});

test("somebody else saved first: the change is shown, and the next send is on the newest", async () => {
  const fresh = { ...campaign, version: 9, title: "改过的名称" };
  server.use(
    http.patch(
      "*/api/v1/campaigns/c1",
      ({ request }) => {
        sent.push({ match: request.headers.get("If-Match"), body: null });
        return problem(412, "version_mismatch", "这条记录已被改动。");
      },
      { once: true },
    ),
    http.get("*/api/v1/campaigns/c1", () => HttpResponse.json(fresh)),
    http.get("*/api/v1/campaigns/c1/history", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/campaigns/c1/preview", () => problem(422, "plan_not_filled", "还不能启动")),
  );
  const { user } = await show();
  await user.click(screen.getByRole("button", { name: /采用建议：2026-11-24/ }));
  await user.click(screen.getByRole("button", { name: "保存并检查" }));
  expect(await screen.findByText("改过的名称")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "已核对，重新提交" }));
  await waitFor(() => expect(sent.map((one) => one.match)).toEqual(['"3"', '"9"']));
  expect(sent[1]?.body).toEqual({ answers: { "/period": { from: "2026-11-24", to: "2027-11-23" } } });
});
