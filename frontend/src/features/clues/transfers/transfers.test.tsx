import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { transfer } from "../specimen";
import { TransferPage } from "./TransferPage";
import { TransfersPage } from "./TransfersPage";

const open = { code: null, reason: null, open: true };

test("a transfer says to whom, why and how far; what the receiver did is entered with its day", async () => {
  const sent: unknown[] = [];
  const signed = {
    ...transfer,
    state: "signed" as const,
    sent_at: "2026-11-26T01:00:00Z",
    signed_by: "收发室",
    signed_at: "2026-11-27T01:00:00Z",
    available_actions: [
      { ...open, step: "urge", label: "催办" },
      { ...open, step: "answer", label: "登记反馈" },
    ],
  };
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["clue.keep", "clue.read_all"] })),
    http.get(`*/api/v1/clue-transfers/${transfer.id}`, () => HttpResponse.json(signed)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.post(`*/api/v1/clue-transfers/${transfer.id}/urge`, async ({ request }) => {
      sent.push([await request.json(), request.headers.get("If-Match")]);
      return HttpResponse.json(signed);
    }),
  );
  await render(<TransferPage />, { at: `/clue-transfers/${transfer.id}`, path: "/clue-transfers/$id" });
  expect(await screen.findByText(transfer.reason ?? "")).toBeInTheDocument();
  expect(screen.getByText("还没有反馈。")).toBeInTheDocument();
  expect(screen.getByText("责任单位：接收机关")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "登记反馈" })).toHaveClass("ant-btn-primary");
  await userEvent.click(screen.getByRole("button", { name: "催办" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("理由"), "电话催问");
  await userEvent.click(dialog.getByRole("button", { name: "催办" }));
  await waitFor(() => expect(sent).toEqual([[{ reason: "电话催问" }, '"1"']]));
});

test("the ledger leads to the transfer and to its clue", async () => {
  const { available_actions: _, clocks: __, ...line } = transfer;
  server.use(
    http.get("*/api/v1/clue-transfers", () => HttpResponse.json({ items: [line], next_cursor: null, total: 1 })),
  );
  await render(<TransfersPage />, { at: "/clue-transfers", path: "/clue-transfers" });
  expect(await screen.findByRole("link", { name: transfer.receiver_name })).toHaveAttribute(
    "href",
    `/clue-transfers/${transfer.id}`,
  );
  expect(screen.getByRole("link", { name: transfer.clue_number })).toHaveAttribute(
    "href",
    `/clues/${transfer.clue_id}`,
  );
  expect(await screen.findByRole("link", { name: "待审批 1" })).toBeInTheDocument();
});
