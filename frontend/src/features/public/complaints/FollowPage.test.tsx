import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { saveBlob } from "@/shared/lib/download";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import type { Mine } from "./api";
import { FollowPage } from "./FollowPage";
import { form, mine, receipt } from "./specimen";

vi.mock("@/shared/lib/download", async (original) => ({ ...(await original<object>()), saveBlob: vi.fn() }));

const MINE = "*/api/v1/public/complaints/mine";
const CODE = receipt.receipt_code;
const answered: Mine = {
  ...mine,
  state: "answered",
  told: "已答复",
  answer: {
    at: "2026-11-28T01:00:00Z",
    finding: "partly",
    finding_label: "部分成立",
    opinion: "等候时间过长属实。",
    measures: null,
  },
  may: { ...mine.may, rate: true, withdraw: false, fetch_reply: true },
};

function given(told: Mine = mine) {
  server.use(
    http.get(MINE, ({ request }) =>
      request.headers.get("Receipt-Code") === CODE
        ? HttpResponse.json(told)
        : problem(422, "receipt_code_mistyped", "查询码输入有误，请对照回执逐位核对。"),
    ),
  );
}

beforeEach(() => server.use(http.get("*/api/v1/public/complaints/form", () => HttpResponse.json(form))));

async function open(code = CODE) {
  await render(<FollowPage />);
  fireEvent.change(await screen.findByRole("textbox", { name: "查询码" }), { target: { value: code } });
  fireEvent.click(screen.getByRole("button", { name: "查询" }));
}

test("a code is grouped as it is typed, and what is missing or mistyped is said beside it", async () => {
  given();
  await open("p6a22zxc");
  const field = screen.getByRole("textbox", { name: "查询码" });
  expect(field).toHaveValue("P6A2-2ZXC");
  expect(screen.getByText("还差 13 位")).toBeVisible();
  fireEvent.change(field, { target: { value: `${CODE.slice(0, -1)}0` } });
  fireEvent.click(screen.getByRole("button", { name: "查询" }));
  await seen(() => screen.getByText("查询码输入有误，请对照回执逐位核对。"));
  fireEvent.change(screen.getByRole("textbox", { name: "查询码" }), { target: { value: CODE.toLowerCase() } });
  fireEvent.click(screen.getByRole("button", { name: "查询" }));
  await seen(() => screen.getByRole("heading", { name: "办理进度" }));
});

test("too many wrong ones: when to try again", async () => {
  server.use(
    http.get(MINE, () =>
      HttpResponse.json(
        { status: 429, code: "too_often", title: "", detail: "操作过于频繁，请稍后再试。", errors: [] },
        { status: 429, headers: { "Retry-After": "90" } },
      ),
    ),
  );
  await open();
  await seen(() => screen.getByText("操作过于频繁，请稍后再试。请在 2 分钟后再试。"));
});

test("how far it is, by which article, and day by day on demand; what is late says so", async () => {
  given();
  await open();
  await seen(() => screen.getByText("正在调查核实"));
  expect(screen.getAllByText(/^应在2020年1月2日周四前办完，已超过 \d+ 天$/)[0]).toBeVisible();
  fireEvent.click(screen.getByRole("button", { name: "这一天是怎么算的" }));
  expect(screen.getByText("第 1 日")).toBeVisible();
  expect(screen.getByText("依据：医疗机构投诉管理办法 (2019)：需调查核实的，接到投诉5个工作日内反馈")).toBeVisible();
});

test("questions are answered; what was typed is kept over a reload until it is sent", async () => {
  given();
  const sent: unknown[] = [];
  server.use(
    http.post(`${MINE}/messages`, async ({ request }) => {
      sent.push([request.headers.get("Receipt-Code"), await request.json()]);
      const said = {
        id: "m2",
        sender: "complainant" as const,
        organisation: null,
        text: "周一",
        at: "2026-11-25T02:00:00Z",
      };
      return HttpResponse.json({ ...mine, messages: [...mine.messages, { ...said, read_at: null }] }, { status: 201 });
    }),
  );
  await open();
  fireEvent.change(await screen.findByLabelText("写给承办单位"), { target: { value: " 周一 " } });
  expect(sessionStorage.getItem("duban.public.message")).toContain("周一");
  fireEvent.click(screen.getByRole("button", { name: "发送" }));
  const thread = screen.getByRole("list", { name: "与承办单位的往来" });
  await waitFor(() => expect(within(thread).getAllByRole("listitem")).toHaveLength(2));
  expect(sent).toEqual([[CODE, { text: "周一" }]]);
  expect(screen.getByLabelText("写给承办单位")).toHaveValue("");
  expect(sessionStorage.getItem("duban.public.message")).toBeNull();
});

test("the answer, where to go with it, the signed file, and one's word on it", async () => {
  given(answered);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const jws = `${part({ kid: "key-1" })}.${part({ issuer: "https://duban.example", issued_at: "2026-11-28T02:00:00Z" })}.x`;
  const rated: unknown[] = [];
  server.use(
    http.get(`${MINE}/reply`, () =>
      HttpResponse.text(jws, { headers: { "Content-Disposition": "attachment; filename*=UTF-8''CM%20reply.jws" } }),
    ),
    http.post(`${MINE}/rating`, async ({ request }) => {
      rated.push(await request.json());
      return HttpResponse.json({ ...answered, rating: "neutral", may: { ...answered.may, rate: false } });
    }),
  );
  await open();
  await seen(() => screen.getByText("等候时间过长属实。"));
  expect(screen.getByText("申请人民调解（医疗纠纷预防和处理条例第22条）。")).toBeVisible();
  fireEvent.click(screen.getByRole("button", { name: /下载签名答复/ }));
  await seen(() => screen.getByText("key-1"));
  expect(saveBlob).toHaveBeenCalledWith(expect.anything(), "CM reply.jws");
  expect(screen.getByText('duban verify --keys jwks.json "CM reply.jws"')).toBeVisible();
  fireEvent.click(screen.getByRole("radio", { name: "一般" }));
  fireEvent.click(screen.getByRole("button", { name: "提交评价" }));
  await seen(() => screen.getByText("您的评价：一般。谢谢！"));
  expect(rated).toEqual([{ satisfaction: "neutral", comment: null }]);
});

test("taking it back needs a reason and a second thought", async () => {
  given();
  const sent: unknown[] = [];
  server.use(
    http.post(`${MINE}/withdraw`, async ({ request }) => {
      sent.push(await request.json());
      const may = { write: false, add_photos: 0, rate: false, withdraw: false, fetch_reply: false };
      return HttpResponse.json({ ...mine, state: "withdrawn", told: "您已撤回", may });
    }),
  );
  await open();
  fireEvent.click(await screen.findByRole("button", { name: "撤回投诉" }));
  expect(screen.getByRole("button", { name: "确认撤回" })).toBeDisabled();
  fireEvent.change(screen.getByLabelText("为什么撤回"), { target: { value: "已经解决" } });
  fireEvent.click(screen.getByRole("button", { name: "确认撤回" }));
  await seen(() => screen.getByText("您已撤回"));
  expect(sent).toEqual([{ reason: "已经解决" }]);
  expect(screen.queryByLabelText("写给承办单位")).not.toBeInTheDocument();
});

test("leaving forgets the code and everything beside it", async () => {
  given();
  await open();
  fireEvent.change(await screen.findByLabelText("写给承办单位"), { target: { value: "周一" } });
  fireEvent.click(screen.getByRole("button", { name: "退出查询" }));
  expect(await screen.findByRole("textbox", { name: "查询码" })).toHaveValue("");
  expect(sessionStorage).toHaveLength(0);
});
