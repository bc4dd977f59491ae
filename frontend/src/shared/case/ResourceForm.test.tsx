import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ApiProblem } from "@/shared/api/problem";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import type { Field } from "./fields";
import { ResourceForm } from "./ResourceForm";

interface Body {
  title: string;
  due_on?: string;
}
const FIELDS: Field<Body>[] = [
  { name: "title", label: "标题", kind: "text", required: true },
  { name: "due_on", label: "期限", kind: "date" },
];

test("what the server refuses lands on its field, and what was typed stays", async () => {
  const send = vi.fn(async () => {
    throw new ApiProblem({
      status: 422,
      code: "invalid",
      detail: "内容不符合要求",
      errors: [{ pointer: "/title", code: "too_short", detail: "标题至少四个字" }],
    });
  });
  await render(<ResourceForm<Body> fields={FIELDS} onSubmit={send} />);
  await userEvent.type(await screen.findByLabelText(/标题/), "短");
  await userEvent.click(screen.getByRole("button", { name: "提交" }));
  const field = screen.getByLabelText(/标题/);
  await waitFor(() => expect(field).toHaveAccessibleDescription("标题至少四个字"));
  expect(field).toHaveValue("短");
  expect(screen.getByRole("alert", { name: "" })).toHaveTextContent("内容不符合要求");
});

test("nothing is sent while a required field is empty", async () => {
  const send = vi.fn(async () => {});
  await render(<ResourceForm<Body> fields={FIELDS} onSubmit={send} />);
  await userEvent.click(await screen.findByRole("button", { name: "提交" }));
  await seen(() => screen.getByText("标题：必填"));
  expect(send).not.toHaveBeenCalled();
});

test("what was typed and not sent is back after a reload, and gone after it was sent", async () => {
  const send = vi.fn(async () => {});
  const first = await render(<ResourceForm<Body> fields={FIELDS} onSubmit={send} draft="t1" />);
  await userEvent.type(await screen.findByLabelText(/标题/), "写了一半");
  first.unmount();

  const second = await render(<ResourceForm<Body> fields={FIELDS} onSubmit={send} draft="t1" />);
  await seen(() => screen.getByText("已恢复您上次未提交的内容"));
  expect(screen.getByLabelText(/标题/)).toHaveValue("写了一半");
  await userEvent.click(screen.getByRole("button", { name: "提交" }));
  await waitFor(() => expect(send).toHaveBeenCalledWith({ title: "写了一半" }));
  second.unmount();

  await render(<ResourceForm<Body> fields={FIELDS} onSubmit={send} draft="t1" />);
  expect(await screen.findByLabelText(/标题/)).toHaveValue("");
});
