import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import type { Clue } from "./api";
import { CluePage } from "./CluePage";
import { clue } from "./specimen";

const KEEPER = ["clue.read", "clue.read_all", "clue.reveal", "clue.keep", "evidence.add"];
const open = { code: null, reason: null, open: true };

function show(found: Clue, permissions = KEEPER) {
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })),
    http.get(`*/api/v1/clues/${clue.id}`, () => HttpResponse.json(found)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/clue-transfers", () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  return render(<CluePage />, { at: `/clues/${clue.id}`, path: "/clues/$id" });
}

test("what must be referred says why and by which articles; keeping is closed with the server's reason", async () => {
  await show({
    ...clue,
    kind: "illegal_practice",
    assessed_at: "2026-11-25T01:00:00Z",
    earlier_penalties: 2,
    must_refer: true,
    must_refer_because: ["two_penalties"],
    available_actions: [
      { ...open, step: "assess", label: "登记研判意见" },
      { step: "propose", label: "呈批留存或了结", open: false, code: "must_be_referred", reason: "应当移送公安机关。" },
    ],
  });
  const alert = await screen.findByRole("alert");
  for (const words of [/应当移送公安机关/, /两次以上行政处罚/, /310号令/, /法释〔2008〕5号/])
    expect(alert).toHaveTextContent(words);
  expect(await screen.findByText(/由科室负责人或分管领导指定专案组/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "指定专案组" })).toBeNull();
  expect(screen.queryByRole("button", { name: "呈批留存或了结" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "为什么不能办理" }));
  await seen(() => screen.getByText("应当移送公安机关。"));
});

test("whoever may name the team begins the referral from here, once the clue is assessed and none is under way", async () => {
  const assessed = { ...clue, state: "triaging" as const, assessed_at: "2026-11-25T01:00:00Z" };
  const lead = [...KEEPER, "clue.assign"];
  const { router } = await show(assessed, lead);
  await userEvent.click(await screen.findByRole("button", { name: "指定专案组" }));
  await waitFor(() => expect(router.state.location.href).toBe(`/referrals/new?clue_id=${clue.id}`));
});

test.each([
  ["not assessed yet", { assessed_at: null }],
  ["one is under way", { state: "referred", open_referrals: 1, referred_at: "2026-11-25T02:00:00Z" }],
  ["secret", { secrecy: "secret", title: null, facts: null }],
] as const)("no team is named from here: %s", async (_, over) => {
  await show({ ...clue, state: "triaging", assessed_at: "2026-11-25T01:00:00Z", ...over } as Clue, [
    ...KEEPER,
    "clue.assign",
  ]);
  expect(await screen.findByRole("heading", { name: "移送公安" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "指定专案组" })).toBeNull();
});

test("of a secret clue no person, no material and no words; a transfer asks for none", async () => {
  await show({ ...clue, secrecy: "state_secret", title: null, facts: null, place: null, subject_name_masked: null });
  expect(await screen.findByText("涉密线索，只登记索引")).toBeInTheDocument();
  expect(screen.queryByRole("heading", { name: "涉及人员" })).toBeNull();
  expect(screen.queryByRole("heading", { name: "材料" })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "提出移交" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.queryByLabelText("移交理由")).toBeNull();
});

test("handing on sends whom it goes to and why; the police are not among the choices", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/clue-transfers", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  await show({ ...clue, usual_receivers: ["insurance", "police"] });
  await userEvent.click(await screen.findByRole("button", { name: "提出移交" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("接收机关名称"), "区医保局");
  await userEvent.type(dialog.getByLabelText("移交理由"), "涉嫌骗保");
  await userEvent.click(dialog.getByRole("button", { name: "提出移交" }));
  await waitFor(() =>
    expect(sent).toEqual([{ clue_id: clue.id, receiver: "insurance", receiver_name: "区医保局", reason: "涉嫌骗保" }]),
  );
});

test("links, who may know and who is to be told have their steps where they stand", async () => {
  await show({
    ...clue,
    owes_police: true,
    links: [
      {
        clue_id: "c2",
        number: "XS-2026-000002",
        state: "registered",
        kind: "tout_fraud",
        relation: "same_subject",
        reason: null,
        made_by_name: null,
      },
    ],
    confidants: [{ user_id: "u1", name: "窦佳颖", since: "2026-11-25T01:00:00Z" }],
    available_actions: [
      { ...open, step: "tell", label: "登记已报告" },
      { ...open, step: "unlink", label: "取消关联" },
      { ...open, step: "let_out", label: "取消知悉" },
    ],
  });
  expect(await screen.findByRole("link", { name: "XS-2026-000002" })).toHaveAttribute("href", "/clues/c2");
  expect(screen.getByText("同一人")).toBeInTheDocument();
  expect(screen.getByText(/系统比对/)).toBeInTheDocument();
  expect(screen.getByText(/窦佳颖（2026-11-25 起）/)).toBeInTheDocument();
  expect(screen.getByText("尚未报告")).toBeInTheDocument();
  for (const name of ["登记已报告", "取消关联", "取消知悉"])
    expect(screen.getByRole("button", { name })).toBeInTheDocument();
});

test("somebody of the authority is let in, not who is in already", async () => {
  const sent: unknown[] = [];
  const person = (id: string, display_name: string) => ({
    id,
    display_name,
    organisation_id: "o",
    organisation_name: "综合监督股",
  });
  server.use(
    http.get("*/api/v1/clues/colleagues", () =>
      HttpResponse.json({ items: [person("u1", "窦佳颖"), person("u2", "于欣杰")], next_cursor: null }),
    ),
    http.post(`*/api/v1/clues/${clue.id}/let-in`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(clue);
    }),
  );
  await show({
    ...clue,
    confidants: [{ user_id: "u1", name: "窦佳颖", since: "2026-11-25T01:00:00Z" }],
    available_actions: [{ ...open, step: "let_in", label: "授权知悉" }],
  });
  await userEvent.click(await screen.findByRole("button", { name: "授权知悉" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByLabelText("人员"));
  await userEvent.click(await screen.findByText("于欣杰（综合监督股）"));
  expect(screen.queryByText("窦佳颖（综合监督股）")).toBeNull();
  await userEvent.type(dialog.getByLabelText("理由"), "协助核查");
  await userEvent.click(dialog.getByRole("button", { name: "授权知悉" }));
  await waitFor(() => expect(sent).toEqual([{ user_id: "u2", reason: "协助核查" }]));
});

test("whoever was let in sees neither links nor who else may know", async () => {
  await show(clue, ["clue.read"]);
  expect(await screen.findByText("王**")).toBeInTheDocument();
  expect(screen.getByText("您没有查看完整信息的权限。")).toBeInTheDocument();
  for (const name of ["关联线索", "知悉范围", "移交其他机关"])
    expect(screen.queryByRole("heading", { name })).toBeNull();
});
