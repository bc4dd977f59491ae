import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "@/shared/api/problem";
import { render } from "@/testing/render";
import { ResourceTable } from "./ResourceTable";
import type { BulkAction, Load } from "./table";

interface Row {
  id: string;
  title: string;
}
const load = vi.fn<Load<Row>>();
beforeEach(() => {
  load.mockReset();
});

const table = (at = "/", bulk?: BulkAction[]) =>
  render(
    <ResourceTable<Row>
      resource="thing"
      load={load}
      columns={[{ key: "title", title: "名称", render: (row) => row.title }]}
      filters={[{ name: "state", label: "状态", kind: "choices", options: [{ value: "late", label: "迟报" }] }]}
      card={(row) => row.title}
      bulk={bulk}
      empty={<p>先起草一条</p>}
    />,
    { at },
  );

test("the address is the filter, and goes to the API as it stands", async () => {
  load.mockResolvedValue({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  await table("/?state=late&q=消防&unknown=1");
  expect(await screen.findByText("甲")).toBeVisible();
  expect(load.mock.calls[0]?.[0]).toEqual({ state: "late", q: "消防", limit: 50, count: "exact" });
  expect(screen.getByText("共 1 条")).toBeVisible();
});

test("pages follow the cursor forth and back, and count once", async () => {
  load.mockImplementation(async ({ cursor }) =>
    cursor
      ? { items: [{ id: "2", title: "乙" }], next_cursor: null }
      : { items: [{ id: "1", title: "甲" }], next_cursor: "c1", total: 2 },
  );
  await table();
  await userEvent.click(await screen.findByRole("button", { name: /下一页/ }));
  expect(await screen.findByText("乙")).toBeVisible();
  expect(load.mock.calls.at(-1)?.[0]).toEqual({ cursor: "c1", limit: 50 });
  await userEvent.click(screen.getByRole("button", { name: /上一页/ }));
  expect(await screen.findByText("甲")).toBeVisible();
});

test("an empty list says what to do, a failed one why, and loads again on demand", async () => {
  load.mockRejectedValueOnce(
    new ApiProblem({ status: 500, code: "internal_error", title: "出错了", detail: "请稍后再试" }),
  );
  load.mockResolvedValue({ items: [], next_cursor: null, total: 0 });
  await table();
  expect(await screen.findByText("请稍后再试")).toBeVisible();
  expect(screen.getByText("错误代码：internal_error")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /重\s*试/ }));
  expect(await screen.findByText("先起草一条")).toBeVisible();
});

test("one reason for many rows; what was refused is told row by row", async () => {
  const run = vi.fn<BulkAction["run"]>(async () => ({
    done: 1,
    refused: 1,
    refusals: [{ label: "乙", reason: "已销号" }],
  }));
  load.mockResolvedValue({
    items: [
      { id: "1", title: "甲" },
      { id: "2", title: "乙" },
    ],
    next_cursor: null,
    total: 2,
  });
  await table("/", [{ step: "return", label: "退回", run }]);
  await screen.findByText("甲");
  await userEvent.click(screen.getByRole("button", { name: "选择本页" }));
  await userEvent.click(screen.getByRole("button", { name: "退回" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("button", { name: "退回" })).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText("理由"), "材料不全");
  await userEvent.click(within(dialog).getByRole("button", { name: "退回" }));
  await waitFor(() => expect(run).toHaveBeenCalledWith(["1", "2"], "材料不全", expect.any(String)));
  expect(await screen.findByText("已销号")).toBeInTheDocument();
});
