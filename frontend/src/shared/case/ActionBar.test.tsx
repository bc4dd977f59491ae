import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { ActionBar } from "./ActionBar";
import type { ActionForms } from "./actions";

interface Record {
  id: string;
  version: number;
  due_on: string;
  available_actions: Schemas["ActionRead"][];
}
const RETURN = { step: "return", label: "退回整改", open: true, code: null, reason: null };
const CLOSE = { step: "close", label: "批准销号", open: false, code: "guard_refused", reason: "还需一名复核人" };
const FOREIGN = { step: "issue", label: "下发", open: false, code: "permission_missing", reason: "没有权限" };
const RECORD: Record = { id: "t1", version: 3, due_on: "2026-12-01", available_actions: [RETURN, CLOSE, FOREIGN] };
const FORMS: ActionForms = { return: { fields: [{ name: "reason", label: "理由", kind: "long", required: true }] } };
const LABELS = { due_on: { label: "整改期限" } };

const send = vi.fn<(record: Record, step: string, body: unknown, key: string) => Promise<Record>>();
beforeEach(() => {
  send.mockReset();
});

const bar = (at = "/") =>
  render(
    <ActionBar
      record={RECORD}
      forms={FORMS}
      labels={LABELS}
      send={send}
      reread={async () => ({ ...RECORD, version: 4, due_on: "2026-12-15" })}
      lastEntry={async () => ({
        id: "h1",
        at: "2026-11-24T02:00:00Z",
        action: "rectification_task:grant_extension",
        label: "批准延期",
        actor_name: "王主任",
        actor_kind: "person",
        actor_organisation: null,
        changes: {},
        reason: null,
      })}
    />,
    { at },
  );

test("an open step is a button; what cannot be done stands in a list with its reason, another role's last", async () => {
  await bar();
  expect(await screen.findByRole("button", { name: "退回整改" })).toBeEnabled();
  expect(screen.queryByRole("button", { name: /批准销号|下发/ })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "为什么不能办理" }));
  expect(await screen.findByText("没有权限")).toBeInTheDocument();
  expect(screen.getAllByRole("definition").map((reason) => reason.textContent)).toEqual(["还需一名复核人", "没有权限"]);
});

test("a conflict shows who changed what, keeps the text, and goes again on the newest version", async () => {
  send.mockRejectedValueOnce(new ApiProblem({ status: 412, code: "version_changed" }));
  send.mockResolvedValueOnce(RECORD);
  await bar();
  await userEvent.click(await screen.findByRole("button", { name: "退回整改" }));
  await userEvent.type(await screen.findByLabelText(/理由/), "照片看不清");
  await userEvent.click(screen.getAllByRole("button", { name: "退回整改" }).at(-1) as HTMLElement);

  await seen(() => screen.getByText("这条记录刚刚被别人改动过"));
  expect(screen.getByText(/王主任/)).toHaveTextContent("批准延期");
  expect(screen.getByText("2026-12-15")).toBeVisible();
  expect(screen.getByLabelText(/理由/)).toHaveValue("照片看不清");

  await userEvent.click(screen.getByRole("button", { name: "已核对，重新提交" }));
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  const [before, after] = send.mock.calls;
  expect(before?.[0].version).toBe(3);
  expect(after?.[0].version).toBe(4);
  expect(after?.[2]).toEqual({ reason: "照片看不清" });
  expect(after?.[3]).not.toBe(before?.[3]);
});

test("a lost answer repeats the same key, so that nothing is done twice", async () => {
  send.mockRejectedValueOnce(new ApiProblem({ status: 0, code: "offline" }));
  send.mockResolvedValueOnce(RECORD);
  await bar();
  await userEvent.click(await screen.findByRole("button", { name: "退回整改" }));
  await userEvent.type(await screen.findByLabelText(/理由/), "照片看不清");
  const again = () => userEvent.click(screen.getAllByRole("button", { name: "退回整改" }).at(-1) as HTMLElement);
  await again();
  await seen(() => screen.getByText(/连不上服务器/));
  await again();
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  expect(send.mock.calls[1]?.[3]).toBe(send.mock.calls[0]?.[3]);
});

test("come by the worklist's action key, the first open step is open at once", async () => {
  await bar("/?act=first");
  expect(await screen.findByRole("dialog")).toHaveTextContent("退回整改");
});
