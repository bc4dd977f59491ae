import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import type { Dispute } from "./api";
import { Parts } from "./Parts";
import { SealPrintPage } from "./SealPrintPage";
import { clock, dispute } from "./specimen";

const OPEN = { open: true, code: null, reason: null };
const SHUT = { open: false, code: "open_together" };
const seal: Dispute["seals"][number] = {
  id: "s1",
  state: "sealed",
  what: "records",
  copy_kind: "copy",
  is_partial: false,
  items: ["住院病历 1 册", "手术记录 3 页"],
  kept_where: "病案室封存柜",
  sealed_at: "2026-11-24T03:00:00Z",
  institution_person: "医务科 李某",
  patient_side: "signed",
  presence_note: null,
  blood_station_called_at: null,
  testing_body: null,
  testing_chosen: null,
  opened_at: null,
  opened_why: null,
  entered_by_name: "何静",
  available_actions: [
    { ...OPEN, step: "open_together", label: "共同启封" },
    { ...SHUT, step: "open_resolved", label: "解决后启封", reason: "纠纷尚未解决，启封须双方在场。" },
    { ...SHUT, step: "open_after_years", label: "满三年自行启封", reason: "2029-11-25 起可以办理。" },
  ],
};

const panel = async (title: string) =>
  (await screen.findByRole("heading", { name: title })).closest("section") as HTMLElement;

test("a seal says which way of opening is possible and why the others are not; the step carries the dispute's version", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`*/api/v1/disputes/${dispute.id}/seals/s1/open-together`, async ({ request }) => {
      sent.push([await request.json(), request.headers.get("If-Match")]);
      return HttpResponse.json(dispute);
    }),
  );
  await render(<Parts dispute={{ ...dispute, seals: [seal] }} />);
  const seals = await panel("封存、启封");
  expect(within(seals).getByText("2029-11-25 起可以办理。")).toBeInTheDocument();
  expect(within(seals).getByText("可以办理")).toBeInTheDocument();
  expect(within(seals).queryByRole("button", { name: "解决后启封" })).toBeNull();
  expect(within(seals).getByRole("link", { name: "打印双方清单" })).toHaveAttribute(
    "href",
    `/disputes/${dispute.id}/seals/s1/print`,
  );
  await userEvent.click(within(seals).getByRole("button", { name: "共同启封" }));
  await userEvent.type(await screen.findByLabelText("启封原因"), "移交鉴定机构");
  await userEvent.click(screen.getAllByRole("button", { name: "共同启封" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual([{ opened_at: expect.any(String), opened_why: "移交鉴定机构" }, '"4"']);
});

test("a list is written an item a line, and what is not needed is not asked", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`*/api/v1/disputes/${dispute.id}/seals`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(dispute, { status: 201 });
    }),
  );
  const may = [{ ...OPEN, step: "seals", label: "封存" }];
  await render(<Parts dispute={{ ...dispute, available_parts: may }} />);
  await userEvent.click(within(await panel("封存、启封")).getByRole("button", { name: "封存" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).queryByLabelText(/通知血站时间/)).toBeNull();
  const choose = async (label: string, word: string) => {
    await userEvent.click(within(dialog).getByLabelText(label));
    await userEvent.click(await screen.findByTitle(word));
  };
  await choose("封存对象", "现场实物");
  await userEvent.type(within(dialog).getByLabelText("封存清单"), "输液器 1 套{Enter}{Enter}药瓶 2 个");
  await userEvent.type(within(dialog).getByLabelText("保管地点"), "医务科保险柜");
  await userEvent.type(within(dialog).getByLabelText("医方在场人"), "医务科 李某");
  await choose("患方", "患方在场拒绝签名");
  await userEvent.type(await within(dialog).findByLabelText("患方未签名情况"), "家属不愿签名，有见证人");
  await userEvent.click(within(dialog).getByRole("button", { name: "封存" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    what: "objects",
    items: ["输液器 1 套", "药瓶 2 个"],
    patient_side: "refused",
    presence_note: "家属不愿签名，有见证人",
  });
});

test("the clock of the autopsy stands on top of it, and a held mediation is said with the appraisal", async () => {
  const autopsy = clock("dispute_autopsy", {
    unit: "hours",
    amount: 48,
    title_zh: "尸检期限",
    due_at: new Date(Date.now() + 20.5 * 3_600_000).toISOString(),
  });
  await render(<Parts dispute={{ ...dispute, open_appraisals: 1, clocks: [autopsy] }} />);
  expect(within(await panel("尸检")).getByText("还剩 20 小时")).toBeInTheDocument();
  expect(within(await panel("鉴定")).getByText("调解期限已暂停，鉴定意见出具后继续计算。")).toBeInTheDocument();
});

test("the list goes on paper with a place to sign for each side", async () => {
  server.use(http.get(`*/api/v1/disputes/${dispute.id}`, () => HttpResponse.json({ ...dispute, seals: [seal] })));
  await render(<SealPrintPage />, {
    at: `/disputes/${dispute.id}/seals/s1/print`,
    path: "/disputes/$id/seals/$seal/print",
  });
  expect(await screen.findByText("手术记录 3 页")).toBeInTheDocument();
  expect(screen.getByText(/^医方（签名、时间）/)).toBeInTheDocument();
  expect(screen.getByText(/^患方（签名、时间）/)).toBeInTheDocument();
});
