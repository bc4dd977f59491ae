import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { NewPage } from "./NewPage";
import { form, institution, receipt } from "./specimen";

const PUBLIC = "*/api/v1/public";
const FACTS = "等了七个小时，无人说明原因。";

interface Sent {
  key: string | null;
  authorization: string | null;
  body: Record<string, unknown>;
}
const sent: Sent[] = [];
type Answer = () => Response | Promise<Response>;

/** What the server answers, one after the other; the last for ever. */
function answers(...all: Answer[]) {
  sent.length = 0;
  server.use(
    http.post(`${PUBLIC}/complaints`, async ({ request }) => {
      sent.push({
        key: request.headers.get("Idempotency-Key"),
        authorization: request.headers.get("Authorization"),
        body: (await request.json()) as Record<string, unknown>,
      });
      return (all[sent.length - 1] ?? (all.at(-1) as Answer))();
    }),
  );
}
const lost: Answer = () => HttpResponse.error();
const taken: Answer = () => HttpResponse.json(receipt, { status: 201 });

beforeEach(() => {
  window.scrollTo = vi.fn() as never;
  server.use(
    http.get(`${PUBLIC}/complaints/form`, () => HttpResponse.json(form)),
    http.get(`${PUBLIC}/institutions`, () => HttpResponse.json({ items: [institution], next_cursor: null })),
    http.get(`${PUBLIC}/institutions/:id`, () => HttpResponse.json(institution)),
  );
});
afterEach(() => {
  window.location.hash = "";
  window.history.replaceState(null, "", "/");
});

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

/** The form up to its last step; the institution comes from the address, as behind a code on the wall. */
async function filled(facts = FACTS) {
  window.history.replaceState(null, "", `/?institution=${institution.id}`);
  await render(<NewPage />);
  await screen.findByText("澄岚区人民医院");
  fireEvent.click(screen.getByRole("radio", { name: "候诊时间" }));
  press("下一步");
  await screen.findByLabelText("发生了什么");
  write("发生了什么", facts);
  press("下一步");
  fireEvent.click(await screen.findByRole("radio", { name: /^匿名/ }));
  press("下一步");
  fireEvent.click(await screen.findByRole("checkbox", { name: /^我已阅读告知/ }));
}

test("the institution is found by its name, and can be called at once", async () => {
  await render(<NewPage />);
  fireEvent.change(await screen.findByLabelText("投诉哪家医疗机构"), { target: { value: "人民" } });
  fireEvent.click(await screen.findByRole("button", { name: /^澄岚区人民医院/ }));
  const window = await screen.findByRole("region", { name: "现在也可以直接找他们" });
  const calls = within(window).getAllByRole("link");
  expect(calls.map((one) => one.getAttribute("href"))).toEqual(["tel:09905551234", "tel:09905551235"]);
});

test("nobody goes on without what is needed, and is told what that is", async () => {
  await render(<NewPage />);
  await screen.findByLabelText("投诉哪家医疗机构");
  press("下一步");
  expect(await screen.findAllByText("请选择")).toHaveLength(2);
  expect(screen.getByLabelText("投诉哪家医疗机构")).toBeInvalid();
});

test("sent again after a lost answer it is the same complaint, in the same words, without a token", async () => {
  answers(lost, taken);
  await filled();
  press("提交投诉");
  await seen(() => screen.getByText(/不会重复提交/));
  press("提交投诉");
  await seen(() => screen.getByRole("heading", { name: "投诉已提交" }));
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(sent[0]?.authorization).toBeNull();
  expect(sent[0]?.body).toMatchObject({ facts: FACTS, is_real_name: false, complainant_name: null, consented: true });
  expect(document.querySelectorAll(".public-receipt .code span")).toHaveLength(6);
  expect(screen.getByText("澄岚区人民医院应当在12月1日周二前（含当日）答复您。")).toBeVisible();
  // The draft is gone, the receipt stays over a reload until it is forgotten on purpose.
  expect(sessionStorage.getItem("duban.public.draft")).toBeNull();
  expect(sessionStorage.getItem("duban.public.receipt")).toContain(receipt.receipt_code);
  press("已保存好查询码，清除本页");
  expect(sessionStorage.getItem("duban.public.receipt")).toBeNull();
  expect(JSON.stringify({ ...localStorage })).not.toContain(FACTS);
});

test("changed after a lost answer: what had arrived is the complaint, and that is said", async () => {
  answers(lost, () => problem(422, "idempotency_mismatch", "已用于另一件投诉"), taken);
  await filled();
  press("提交投诉");
  await seen(() => screen.getByText(/不会重复提交/));
  press("修改：事情经过");
  await screen.findByLabelText("发生了什么");
  write("发生了什么", "改过的经过");
  press("下一步");
  press("下一步");
  press("提交投诉");
  await seen(() => screen.getByText(/您之前的一次提交其实已经收到/));
  expect(sent.map(({ body }) => body.facts)).toEqual([FACTS, "改过的经过", FACTS]);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
});

test("what the server refuses stands on its field, in its step", async () => {
  const detail = "请写得具体一些。";
  answers(() => problem(422, "invalid", detail, [{ pointer: "/facts", code: "too_short", detail }]));
  await filled("短");
  press("提交投诉");
  const field = await screen.findByLabelText("发生了什么");
  await waitFor(() => expect(field).toBeInvalid());
  expect(field).toHaveFocus();
  write("发生了什么", "长一些的经过");
  expect(field).toBeValid();
});

test("protected from the institution, it says who handles it then", async () => {
  await filled();
  press("修改：您是谁");
  fireEvent.click(await screen.findByRole("checkbox", { name: "不让被投诉机构知道我是谁" }));
  expect(screen.getByText(/由上级部门（澄岚区卫生健康局）办理/)).toBeVisible();
  answers(taken);
  press("下一步");
  press("提交投诉");
  await waitFor(() => expect(sent[0]?.body.is_protected).toBe(true));
});
