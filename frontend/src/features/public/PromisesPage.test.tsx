import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { PromisesPage } from "./PromisesPage";

const LIST = "*/api/v1/public/rectification-promises";
const done = {
  id: "01a1852b-c280-7263-b445-7d6cd59596ad",
  institution: "澄岚区人民医院",
  problem: "消防通道堆放杂物",
  promise: "本周内清理",
  promised_at: "2026-11-10T01:00:00Z",
  due_on: "2026-11-20",
  result: "已清理并划线",
  published_at: "2026-11-18T01:00:00Z",
  state: "rectified",
};
const waiting = { ...done, id: "w", institution: "济世堂诊所", result: null, published_at: null, state: "rectifying" };

test("anybody reads promises and results, and judges a published one without an account", async () => {
  const sent: { body: unknown; authorization: string | null }[] = [];
  server.use(
    http.get(LIST, ({ request }) =>
      HttpResponse.json(
        new URL(request.url).searchParams.get("cursor")
          ? { items: [waiting], next_cursor: null }
          : { items: [done], next_cursor: "more" },
      ),
    ),
    http.post(`${LIST}/:id/evaluations`, async ({ request }) => {
      sent.push({ body: await request.json(), authorization: request.headers.get("Authorization") });
      return sent.length === 1
        ? problem(422, "names_somebody", "请勿填写电话、证件号、病历号等个人信息。")
        : new HttpResponse(null, { status: 204 });
    }),
  );
  await render(<PromisesPage />);
  const card = await screen.findByRole("article", { name: "澄岚区人民医院" });
  fireEvent.click(screen.getByRole("button", { name: "更多" }));
  const other = await screen.findByRole("article", { name: "济世堂诊所" });
  expect(within(other).queryByRole("radio")).not.toBeInTheDocument();
  fireEvent.click(within(card).getByText("不满意"));
  fireEvent.change(within(card).getByLabelText("想说的话（选填）"), { target: { value: " 13900000000 " } });
  fireEvent.click(within(card).getByRole("button", { name: "提交评价" }));
  await seen(() => within(card).getByText("请勿填写电话、证件号、病历号等个人信息。"));
  fireEvent.change(within(card).getByLabelText("想说的话（选填）"), { target: { value: "" } });
  fireEvent.click(within(card).getByRole("button", { name: "提交评价" }));
  await waitFor(() => expect(card).toHaveTextContent("已收到您的评价"));
  expect(sent).toEqual([
    { body: { verdict: "dissatisfied", comment: "13900000000" }, authorization: null },
    { body: { verdict: "dissatisfied", comment: null }, authorization: null },
  ]);
});

test("speaks English too", async () => {
  server.use(http.get(LIST, () => HttpResponse.json({ items: [], next_cursor: null })));
  setLanguage("en");
  await render(<PromisesPage />);
  await seen(() => screen.getByText("No promise is public at present."));
});
