import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "@/shared/api/problem";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { FormModal, type Sent } from "./FormModal";
import type { Field } from "./fields";

interface Body {
  name: string;
  aliases?: string;
  secret?: string;
}
interface Office {
  id: string;
  version: number;
  name: string;
  aliases: string;
}
const OFFICE: Office = { id: "o1", version: 3, name: "卫生局", aliases: "卫计局" };
const FIELDS: Field<Body>[] = [
  { name: "name", label: "名称", kind: "text", required: true },
  { name: "aliases", label: "别名", kind: "text" },
  { name: "secret", label: "密码", kind: "password" },
];
const send = vi.fn<(body: Body, sent: Sent<Office>) => Promise<unknown>>();
beforeEach(() => {
  send.mockReset();
});

const modal = (onClose = () => {}) =>
  render(
    <FormModal<Body, Office>
      title="修改单位"
      fields={FIELDS}
      initial={OFFICE}
      record={OFFICE}
      reread={async () => ({ ...OFFICE, version: 4, name: "卫生健康局" })}
      labels={{ name: { label: "名称" }, aliases: { label: "别名" } }}
      onSubmit={send}
      onClose={onClose}
    />,
  );

test("a record somebody else changed shows what changed, keeps what was typed, and goes again on the newest", async () => {
  send.mockRejectedValueOnce(new ApiProblem({ status: 412, code: "version_changed" }));
  send.mockResolvedValueOnce(null);
  const close = vi.fn();
  await modal(close);
  await userEvent.type(await screen.findByLabelText(/别名/), "（旧）");
  await userEvent.click(screen.getByRole("button", { name: "修改单位" }));
  await seen(() => screen.getByText("这条记录刚刚被别人改动过"));
  expect(screen.getByText("卫生健康局")).toBeVisible();
  expect(screen.getByLabelText(/别名/)).toHaveValue("卫计局（旧）");

  await userEvent.click(screen.getByRole("button", { name: "已核对，重新提交" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  const [before, after] = send.mock.calls.map(([, sent]) => sent);
  expect(before?.record.version).toBe(3);
  expect(after?.record.version).toBe(4);
  expect(after?.key).not.toBe(before?.key);
});

test("a lost answer repeats its key; another body is another act", async () => {
  send.mockRejectedValue(new ApiProblem({ status: 0, code: "offline" }));
  await modal();
  await screen.findByLabelText(/别名/);
  const again = async (times: number) => {
    await userEvent.click(screen.getByRole("button", { name: "修改单位" }));
    await waitFor(() => expect(send).toHaveBeenCalledTimes(times));
    await screen.findByText(/连不上服务器/);
  };
  await again(1);
  await again(2);
  await userEvent.type(screen.getByLabelText(/别名/), "二");
  await again(3);
  const keys = send.mock.calls.map(([, sent]) => sent.key);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("what was typed is back after a reload without being asked for, a password never; the rest is the newest record", async () => {
  const first = await modal();
  await userEvent.type(await screen.findByLabelText(/别名/), "二");
  await userEvent.type(screen.getByLabelText(/密码/), "geheim-2026");
  expect(JSON.stringify(localStorage)).not.toContain("geheim");
  expect(JSON.stringify(localStorage)).not.toContain("卫生局");
  first.unmount();

  await modal();
  expect(await screen.findByText("已恢复您上次未提交的内容")).toBeInTheDocument();
  expect(screen.getByLabelText(/别名/)).toHaveValue("卫计局二");
  expect(screen.getByLabelText(/名称/)).toHaveValue("卫生局");
  expect(screen.getByLabelText(/密码/)).toHaveValue("");
});
