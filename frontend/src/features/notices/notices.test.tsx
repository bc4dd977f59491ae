import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import type { Notice, NoticeItem } from "./api";
import { LedgerPage } from "./LedgerPage";
import { NoticePage } from "./NoticePage";

const HOSPITAL = "0192f5c4-0000-7000-8000-0000000000bb";
const AUTHORITY = "0192f5c4-0000-7000-8000-0000000000aa";
const POLICE = "0192f5c4-0000-7000-8000-0000000000cc";

const item: NoticeItem = {
  id: "0192f5c4-0000-7000-8000-000000000001",
  number: "RN-2026-000001",
  state: "received",
  kind: "sector_loophole_notice",
  title: "退号管理存在漏洞",
  document_number: "公治函〔2026〕12号",
  from_name: "公安分局",
  from_organisation_id: POLICE,
  organisation_id: HOSPITAL,
  organisation_name: "区人民医院",
  authority_id: AUTHORITY,
  received_at: "2026-03-02T01:30:00Z",
  needs_answer: true,
  is_urgent: true,
  answer_due_on: null,
  answered_at: null,
  overdue_at: null,
  created_at: "2026-03-02T01:30:00Z",
  updated_at: "2026-03-02T01:30:00Z",
  version: 1,
  next_due_clock_id: null,
  next_due_title_zh: null,
  next_due_title_en: null,
  next_due_unit: null,
  next_due_at: null,
  next_due_on: null,
};

const notice: Notice = {
  ...item,
  clocks: [],
  available_actions: [
    { step: "answer", label: "答复", open: false, code: "no_answer_letter", reason: "须书面答复：请先上传复函。" },
  ],
  authority_name: "区卫生健康局",
  registered_by_name: "联络员",
  region_code: "990102",
  content: "退号未实名核验。",
  handling: null,
  next_opinion: null,
  answer: "已责令整改。",
  answer_document_number: null,
  answered_by_name: null,
  answer_letters: 0,
  closed_at: null,
  reported_upward_at: null,
  missed_terms: [],
  tasks: [],
};

/** Somebody of such an organisation; the lists that were asked for, and what was sent. */
function office(kind: string, id: string, permissions: string[]) {
  const asked: string[] = [];
  const sent: Record<string, unknown>[] = [];
  const list = ({ request }: { request: Request }) => {
    asked.push(new URL(request.url).pathname);
    return HttpResponse.json({ items: [item], next_cursor: null, total: 1 });
  };
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({ ...me, permissions, organisation: { ...me.organisation, id, kind } }),
    ),
    http.get("*/api/v1/notices", list),
    http.get("*/api/v1/notices/sent", list),
    http.get(`*/api/v1/notices/${item.id}`, () => HttpResponse.json(notice)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/public/institutions", () =>
      HttpResponse.json({ items: [{ id: HOSPITAL, name: "区人民医院" }], next_cursor: null }),
    ),
    http.post("*/api/v1/notices", async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(notice, { status: 201 });
    }),
  );
  return { asked, sent };
}

test("a line says what it is, from whom and about whom; an institution registers none", async () => {
  const { asked } = office("institution", HOSPITAL, ["notice.read"]);
  await render(<LedgerPage />, { at: "/notices", path: "/notices" });
  const row = (await screen.findByText(item.title)).closest("tr") as HTMLElement;
  for (const word of ["行业管理漏洞通报", "公安分局", "区人民医院", "已收到", "从快答复"])
    expect(within(row).getByText(word)).toBeInTheDocument();
  expect(screen.queryByText("登记通报函件")).toBeNull();
  expect(new Set(asked)).toEqual(new Set(["/api/v1/notices"]));
});

test("the police read what they sent, and send in their own name about an institution that is published", async () => {
  const { asked, sent } = office("police", POLICE, ["notice.read", "notice.register"]);
  const { router } = await render(<LedgerPage />, { at: "/notices", path: "/notices" });
  await screen.findByText(item.title);
  await waitFor(() => expect(asked.at(-1)).toBe("/api/v1/notices/sent"));
  await userEvent.click(screen.getByText("发送通报函件"));
  const form = within(await screen.findByRole("dialog"));
  await seen(() => form.getByLabelText("标题"));
  expect(form.queryByLabelText(/来文单位/)).toBeNull();
  await userEvent.click(form.getByLabelText("类别"));
  expect(screen.queryByTitle("检察意见")).toBeNull();
  await userEvent.click(await screen.findByTitle("公安案件处置情况通报"));
  await userEvent.type(form.getByLabelText(/涉及机构/), "人民");
  await userEvent.click(await screen.findByTitle("区人民医院"));
  const texts = { 标题: "急诊扰序", 通报内容: "推搡医务人员", 处置情况: "行政拘留", 下一步可能采取的处理意见: "从重" };
  for (const [label, text] of Object.entries(texts)) {
    await userEvent.click(form.getByLabelText(label));
    await userEvent.paste(text);
  }
  await userEvent.click(form.getByRole("button", { name: "发送通报函件" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    kind: "police_disposal_notice",
    organisation_id: HOSPITAL,
    handling: "行政拘留",
    next_opinion: "从重",
  });
  expect(sent[0]).not.toHaveProperty("from_name");
  await waitFor(() => expect(router.state.location.pathname).toBe(`/notices/${item.id}`));
});

test("the sender sees the answer, adds to its own letter alone, and sees neither steps nor history", async () => {
  office("police", POLICE, ["notice.read", "notice.register", "evidence.add"]);
  await render(<NoticePage />, { at: `/notices/${item.id}`, path: "/notices/$id" });
  expect(await screen.findByText("已责令整改。")).toBeInTheDocument();
  expect(screen.queryByText("办理经过")).toBeNull();
  const own = await screen.findByRole("region", { name: "来文" });
  const reply = screen.getByRole("region", { name: "复函" });
  expect(await within(own).findAllByLabelText("选择文件")).not.toHaveLength(0);
  expect(await within(reply).findByText("还没有材料。")).toBeInTheDocument();
  expect(within(reply).queryAllByLabelText("选择文件")).toHaveLength(0);
  expect(screen.queryByRole("region", { name: "其他材料" })).toBeNull();
});

test("the authority sees its steps, the papers and what it led to", async () => {
  office("health_authority", AUTHORITY, ["notice.read", "notice.answer", "task.create", "evidence.add"]);
  await render(<NoticePage />, { at: `/notices/${item.id}`, path: "/notices/$id" });
  expect(await screen.findByText("办理经过")).toBeInTheDocument();
  expect(await screen.findByText("还没有提出整改事项。")).toBeInTheDocument();
});
