import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import { Messages } from "./Messages";
import { complaint } from "./specimen";

const MESSAGES = `*/api/v1/complaints/${complaint.id}/messages`;
const held = { ...complaint, has_receipt: true, unread_messages: 1, unread_since: "2026-11-25T01:00:00Z" };
const asked = {
  id: "0192f5c4-0000-7000-8000-00000000d001",
  sender: "handler",
  by_name: "何静",
  organisation_name: "澄岚区卫生健康局",
  text: "哪一天？",
  at: "2026-11-25T00:00:00Z",
  read_at: "2026-11-25T00:30:00Z",
};
const replied = {
  ...asked,
  id: "0192f5c4-0000-7000-8000-00000000d002",
  sender: "complainant",
  by_name: null,
  organisation_name: null,
  text: "周一上午。",
  read_at: null,
};

function given(...permissions: string[]) {
  const marked: unknown[] = [];
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })),
    http.get(MESSAGES, () => HttpResponse.json({ items: [asked, replied], next_cursor: null })),
    http.post(`${MESSAGES}/read`, async ({ request }) => {
      marked.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return marked;
}

test("whoever handles it reads, which counts, and answers on the version that was read", async () => {
  const marked = given("complaint.read", "complaint.handle");
  const sent: unknown[] = [];
  server.use(
    http.post(MESSAGES, async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json(asked, { status: 201 });
    }),
  );
  window.dispatchEvent(new Event("keydown"));
  await render(<Messages complaint={held} shown />);
  await seen(() => screen.getByText("周一上午。"));
  await waitFor(() => expect(marked).toEqual([{ up_to: replied.id }]));
  await userEvent.type(screen.getByLabelText("写给投诉人"), "收到，正在核实。");
  await userEvent.click(screen.getByRole("button", { name: "发送" }));
  await waitFor(() => expect(sent).toEqual([[`"${held.version}"`, { text: "收到，正在核实。" }]]));
  await waitFor(() => expect(screen.getByLabelText("写给投诉人")).toHaveValue(""));
});

test("who only supervises reads along: nothing is marked, nothing can be written", async () => {
  const marked = given("complaint.read");
  await render(<Messages complaint={held} shown />);
  await seen(() => screen.getByText("周一上午。"));
  expect(screen.getByText("只有承办单位可以与投诉人往来。")).toBeVisible();
  expect(screen.queryByLabelText("写给投诉人")).not.toBeInTheDocument();
  expect(marked).toEqual([]);
});
