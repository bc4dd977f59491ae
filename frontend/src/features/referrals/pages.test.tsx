import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, problem, server } from "@/testing/server";
import { DecisionPage } from "./DecisionPage";
import { LedgerPage } from "./LedgerPage";
import { NamePage } from "./NamePage";
import { ReferralPage } from "./ReferralPage";
import { referral } from "./specimen";

const can = (step: string, label: string) => ({ step, label, open: true, code: null, reason: null, basis: null });
const CLOCK = {
  id: "k1",
  term: "referral_chief",
  title_zh: "主要负责人决定是否移送",
  title_en: "The chief decides",
  basis: "310号令 (2020) art. 5",
  mark: "uncertain",
  amount: 3,
  unit: "calendar_days",
  started_at: referral.holder_since,
  due_at: "2099-11-27T16:00:00Z",
  due_on: "2099-11-27",
  provisional: false,
  state: "running",
  met_at: null,
  missed_at: null,
  pauses: [],
  extensions: [],
  holder_id: "h",
  permission: "referral.decide",
};

function serves(permissions: string[], one: object = referral) {
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })),
    http.get(`*/api/v1/referrals/${referral.id}`, () => HttpResponse.json(one)),
    http.get("*/api/v1/clues/:id", () =>
      HttpResponse.json({ id: referral.clue_id, number: "XS-1", facts: "出租屋内输液" }),
    ),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null, total: 0 })),
  );
}

beforeEach(() => localStorage.clear());

test("the ledger says whose turn it is; figures are for who knows of all", async () => {
  serves(["clue.read"]);
  server.use(
    http.get("*/api/v1/referrals", () => HttpResponse.json({ items: [referral], next_cursor: null, total: 1 })),
  );
  await render(<LedgerPage />, { at: "/referrals", path: "/referrals" });
  const row = (await screen.findByRole("link", { name: referral.title })).closest("tr") as HTMLElement;
  for (const word of ["主要负责人", "报告已呈批", "区公安分局"])
    expect(within(row).getByText(word)).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "统计" })).toBeNull();
  expect(screen.queryByRole("button", { name: "指定专案组" })).toBeNull();
});

test("the page says whose turn it is, the clock against him, and what is missing", async () => {
  serves(["clue.read"], { ...referral, clocks: [CLOCK] });
  await render(<ReferralPage />, { at: `/referrals/${referral.id}`, path: "/referrals/$id" });
  const turn = await screen.findByRole("region", { name: "轮到" });
  expect(within(turn).getByText("主要负责人")).toBeInTheDocument();
  expect(within(turn).getByText(/还剩 \d+ 天/)).toBeInTheDocument();
  expect(within(turn).getByText("310号令 (2020)第5条")).toBeInTheDocument();
  fireEvent.click(screen.getByRole("tab", { name: /移送材料/ }));
  const list = await screen.findByRole("list", { name: "应备材料" });
  expect(within(list).getByText("缺：此前处罚 2 次，已上传 1 件")).toBeInTheDocument();
  expect(within(list).getAllByLabelText("缺")).toHaveLength(2);
});

test("the chief reads and decides on one page; without a reason nothing is refused", async () => {
  const sent: unknown[] = [];
  serves(["clue.read"], { ...referral, available_actions: [can("approve", "批准移送"), can("reject", "不批准移送")] });
  server.use(
    http.post(`*/api/v1/referrals/${referral.id}/reject`, async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json({ ...referral, state: "not_approved", version: 6 });
    }),
  );
  await render(<DecisionPage />, { at: `/referrals/${referral.id}/decision`, path: "/referrals/$id/decision" });
  expect(await screen.findByText("出租屋内输液")).toBeInTheDocument();
  expect(screen.getByText(referral.report as string)).toBeInTheDocument();
  fireEvent.click(screen.getByRole("button", { name: "不批准移送" }));
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(within(dialog).getByRole("button", { name: "不批准移送" }));
  await seen(() => within(dialog).getByText("不批准的理由：必填"));
  fireEvent.change(within(dialog).getByLabelText("不批准的理由"), { target: { value: "未达到追诉标准" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "不批准移送" }));
  await waitFor(() => expect(sent).toEqual([['"5"', { decision_reason: "未达到追诉标准", decided_as_acting: false }]]));
});

test("half a team is not sent; who has to keep away is said by the server", async () => {
  let asked = 0;
  serves(["clue.assign"]);
  server.use(
    http.get("*/api/v1/clues", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/referrals/officers", () =>
      HttpResponse.json({
        items: [
          { id: "o1", display_name: "李执", organisation_name: "综合监督股" },
          { id: "o2", display_name: "王法", organisation_name: "综合监督股" },
        ],
        next_cursor: null,
      }),
    ),
    http.post("*/api/v1/referrals", () => {
      asked += 1;
      return problem(409, "must_keep_away", "王法应当回避此事项，请另行指定。");
    }),
  );
  await render(<NamePage />, { at: `/referrals/new?clue_id=${referral.clue_id}`, path: "/referrals/new" });
  const choose = async (name: string, who: string) => {
    fireEvent.mouseDown(await screen.findByRole("combobox", { name }));
    fireEvent.click((await screen.findAllByTitle(new RegExp(who))).at(-1) as HTMLElement);
  };
  await choose("第 1 人姓名", "李执");
  fireEvent.change(screen.getByLabelText("第 1 人执法证号"), { target: { value: "卫执法00141" } });
  fireEvent.click(screen.getByRole("button", { name: "指定专案组" }));
  expect(await screen.findByText("请为至少两人选择姓名并填写执法证号")).toBeInTheDocument();
  expect(asked).toBe(0);
  await choose("第 2 人姓名", "王法");
  fireEvent.change(screen.getByLabelText("第 2 人执法证号"), { target: { value: "卫执法00142" } });
  fireEvent.click(screen.getByRole("button", { name: "指定专案组" }));
  expect(await screen.findByText("王法应当回避此事项，请另行指定。")).toBeInTheDocument();
});
