import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, problem, server } from "@/testing/server";
import { RegisterPage } from "./RegisterPage";
import { complaint } from "./specimen";

const HOSPITAL = complaint.organisation_id;
const alike: Schemas["SimilarRead"] = {
  id: "s1",
  number: "CM-2026-000007",
  title: "超声排队太久",
  state: "investigating",
  matter: "waiting",
  received_at: "2026-11-20T01:00:00Z",
  same_phone: false,
  overlap: 0.42,
};

/** The office of a hospital; what is sent to it, and what it says to be similar. */
function hospital(similar: Schemas["SimilarRead"][] = []) {
  const sent: Record<string, unknown>[] = [];
  const asked: Record<string, unknown>[] = [];
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({
        ...me,
        permissions: ["complaint.read", "complaint.handle"],
        organisation: { ...me.organisation, id: HOSPITAL, name: "澄岚区人民医院", kind: "institution" },
      }),
    ),
    http.post("*/api/v1/complaints/similar", async ({ request }) => {
      asked.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json({ items: similar });
    }),
    http.post("*/api/v1/complaints", async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(complaint, { status: 201 });
    }),
  );
  return { sent, asked };
}

const open = () => render(<RegisterPage />, { at: "/complaints/new", path: "/complaints/new" });
const type = async (label: string | RegExp, text: string) => {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.paste(text);
};

/** The list reads the number of the key, which user-event leaves out. */
async function choose(label: string, text: string) {
  await type(label, text);
  fireEvent.keyDown(screen.getByLabelText(label), { key: "Enter", which: 13, keyCode: 13 });
}

/** As a clerk does it: lists by their first letters, Tab from field to field. */
async function fill() {
  await choose("来源渠道", "dh");
  await choose("投诉类别", "候诊");
  await type("标题", "超声检查等候过久");
  await type("投诉事实", "上午八点取号，下午三点仍未检查");
  await type("投诉人姓名", "王小明");
  await type("投诉人电话", "13800138000");
  await type("首诉接待人", "导诊台护士");
  await type("首诉接待部门", "门诊部");
}

test("what is needed is sent for one's own institution, and the receiver is there the next time", async () => {
  const { sent } = hospital();
  const first = await open();
  await waitFor(() => expect(screen.getByLabelText("来源渠道")).toHaveFocus());
  await fill();
  fireEvent.keyDown(screen.getByLabelText("首诉接待部门"), { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    organisation_id: HOSPITAL,
    channel: "phone",
    matter: "waiting",
    title: "超声检查等候过久",
    facts: "上午八点取号，下午三点仍未检查",
    is_real_name: true,
    complainant_name: "王小明",
    complainant_phone: "13800138000",
    first_receiver: "导诊台护士",
    first_department: "门诊部",
  });
  await waitFor(() => expect(first.router.state.location.pathname).toBe(`/complaints/${complaint.id}`));
  expect(JSON.stringify(localStorage)).not.toContain("上午八点");
  first.unmount();

  await open();
  expect(await screen.findByLabelText("首诉接待人")).toHaveValue("导诊台护士");
  expect(screen.getByLabelText("首诉接待部门")).toHaveValue("门诊部");
});

test("what was typed survives a reload, and nothing of a person is kept on the machine", async () => {
  hospital();
  const first = await open();
  await fill();
  await userEvent.click(screen.getByRole("button", { name: /更多：/ }));
  await type(/^投诉人地址/, "和平路十二号");
  await type(/^患者证件号码/, "110101199001011234");
  const kept = JSON.stringify({ ...localStorage });
  expect(kept).toContain("超声检查等候过久");
  expect(kept).not.toMatch(/王小明|13800138000|和平路|110101199001011234/);
  first.unmount();

  await open();
  await seen(() => screen.getByText("已恢复您上次未提交的内容"));
  expect(screen.getByLabelText("投诉事实")).toHaveValue("上午八点取号，下午三点仍未检查");
  expect(screen.getByLabelText("投诉人姓名")).toHaveValue("");
  expect(screen.getByText(/不在本机保存/)).toBeVisible();
});

test("what may be the same is shown beside it, opens in a new tab, and is in nobody's way", async () => {
  const { sent, asked } = hospital([alike, { ...alike, id: "s2", title: "同一位家属来电", same_phone: true }]);
  await open();
  await fill();
  const link = await screen.findByRole("link", { name: "超声排队太久" });
  expect(link).toHaveAttribute("target", "_blank");
  expect(link).toHaveAttribute("href", "/complaints/s1");
  expect(screen.getByText("相似")).toBeVisible();
  expect(screen.getByText("同一电话")).toBeVisible();
  await waitFor(() =>
    expect(asked.at(-1)).toEqual({
      organisation_id: HOSPITAL,
      facts: "上午八点取号，下午三点仍未检查",
      complainant_phone: "13800138000",
    }),
  );
  await userEvent.click(screen.getByRole("button", { name: "登记" }));
  await waitFor(() => expect(sent).toHaveLength(1));
});

test("where nobody can look for the same, it is said, and registering goes on", async () => {
  const { sent } = hospital();
  server.use(http.post("*/api/v1/complaints/similar", () => problem(503, "busy", "系统繁忙，请稍后再试。")));
  await open();
  await fill();
  await seen(() => screen.getByText("暂时不能查重，不影响登记。"));
  await userEvent.click(screen.getByRole("button", { name: "登记" }));
  await waitFor(() => expect(sent).toHaveLength(1));
});

test("what the server refuses stands at its field, also at one that was folded away", async () => {
  hospital();
  server.use(
    http.post("*/api/v1/complaints", () =>
      problem(422, "invalid", "请求内容有误。", [
        { pointer: "/visit_number", code: "string_too_long", detail: "最多 40 个字" },
        { pointer: "/complainant_phone", code: "string_pattern_mismatch", detail: "不是电话号码" },
      ]),
    ),
  );
  await open();
  await fill();
  expect(screen.getByLabelText(/^门诊号/)).not.toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "登记" }));
  const phone = screen.getByLabelText("投诉人电话");
  await waitFor(() => expect(phone.closest(".ant-form-item")).toHaveTextContent("不是电话号码"));
  expect(screen.getByLabelText(/^门诊号/)).toBeVisible();
  expect(phone).toHaveValue("13800138000");
});

test("nobody has a name to give who complains without one", async () => {
  const { sent } = hospital();
  await open();
  await fill();
  await userEvent.click(screen.getByRole("radio", { name: "匿名" }));
  expect(screen.queryByLabelText("投诉人姓名")).toBeNull();
  await userEvent.clear(screen.getByLabelText(/^投诉人电话/));
  await userEvent.click(screen.getByRole("button", { name: "登记" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ is_real_name: false });
  expect(sent[0]).not.toHaveProperty("complainant_name");
});
