import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ApiProblem } from "@/shared/api/problem";
import { queryClient } from "@/shared/api/queries";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
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

/** As on a phone: no width is reached. */
const onPhone = () => {
  const wide = window.matchMedia;
  vi.stubGlobal("matchMedia", (query: string) => ({ ...wide(query), matches: false }));
  onTestFinished(() => void vi.stubGlobal("matchMedia", wide));
};

const table = (at = "/", bulk?: BulkAction[], sorts?: { value: string; label: string }[]) =>
  render(
    <ResourceTable<Row>
      resource="thing"
      load={load}
      columns={[
        { key: "title", title: "名称", render: (row) => row.title },
        { key: "place", title: "地区", render: (row) => `${row.title}区` },
        { key: "note", title: "备注", render: () => "有备注", hidden: true },
      ]}
      filters={[{ name: "state", label: "状态", kind: "choices", options: [{ value: "late", label: "迟报" }] }]}
      card={(row) => row.title}
      bulk={bulk}
      sorts={sorts}
      exportPath="/api/v1/things"
      empty={<p>先起草一条</p>}
    />,
    { at },
  );

test("the address is the filter, and goes to the API as it stands", async () => {
  load.mockResolvedValue({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  await table("/?state=late&q=消防&unknown=1");
  await seen(() => screen.getByText("甲"));
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
  await seen(() => screen.getByText("乙"));
  expect(load.mock.calls.at(-1)?.[0]).toEqual({ cursor: "c1", limit: 50 });
  await userEvent.click(screen.getByRole("button", { name: /上一页/ }));
  await seen(() => screen.getByText("甲"));
});

test("an empty list says what to do, a failed one why, and loads again on demand", async () => {
  load.mockRejectedValueOnce(
    new ApiProblem({ status: 500, code: "internal_error", title: "出错了", detail: "请稍后再试" }),
  );
  load.mockResolvedValue({ items: [], next_cursor: null, total: 0 });
  await table();
  await seen(() => screen.getByText("请稍后再试"));
  expect(screen.getByText("错误代码：internal_error")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /重\s*试/ }));
  await seen(() => screen.getByText("先起草一条"));
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

test("while it loads, the table already has its head and rows of grey", async () => {
  load.mockReturnValue(new Promise(() => {}));
  await table();
  await seen(() => screen.getByRole("columnheader", { name: "名称" }));
  expect(document.querySelectorAll("[aria-busy=true] tbody .ant-skeleton").length).toBeGreaterThan(4);
});

test("what could not be read anew stays, says so slimly, and is tried again on demand", async () => {
  load.mockResolvedValueOnce({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  await table();
  await seen(() => screen.getByText("甲"));
  load.mockRejectedValueOnce(new ApiProblem({ status: 500, code: "internal_error", detail: "出错了" }));
  await queryClient.invalidateQueries({ queryKey: ["thing"] });
  await seen(() => screen.getByText(/没有更新成功/));
  expect(screen.getByText("甲")).toBeVisible();
  load.mockResolvedValueOnce({ items: [{ id: "2", title: "乙" }], next_cursor: null, total: 1 });
  await userEvent.click(screen.getByRole("button", { name: /重\s*试/ }));
  await seen(() => screen.getByText("乙"));
  expect(screen.queryByText(/没有更新成功/)).toBeNull();
});

test("a saved view brings its filters back; it and the columns are its owner's, not the machine's", async () => {
  load.mockResolvedValue({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  const first = await table("/?state=late");
  await screen.findByText("甲");
  await userEvent.click(screen.getByRole("button", { name: /常用视图/ }));
  await userEvent.type(await screen.findByLabelText("视图名称"), "迟报的{Enter}");
  await userEvent.click(screen.getByRole("button", { name: /显示列/ }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "备注" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "地区" }));
  expect(screen.getByRole("columnheader", { name: "备注" })).toBeVisible();
  expect(screen.queryByRole("columnheader", { name: "地区" })).toBeNull();
  first.unmount();

  const second = await table("/?q=别的");
  await screen.findByText("甲");
  expect(screen.getByRole("columnheader", { name: "备注" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /常用视图/ }));
  await userEvent.click(await screen.findByRole("button", { name: "迟报的" }));
  await waitFor(() => expect(second.router.state.location.search).toEqual({ state: "late" }));
  second.unmount();

  queryClient.clear();
  server.use(http.get("*/api/v1/me", () => HttpResponse.json({ ...me, id: "another-person" })));
  await table();
  await screen.findByText("甲");
  expect(screen.queryByRole("columnheader", { name: "备注" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /常用视图/ }));
  expect(await screen.findByText(/还没有保存过视图/)).toBeInTheDocument();
});

test("the export is of what is shown: the same filters and order, in the format chosen", async () => {
  load.mockResolvedValue({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  const asked: string[] = [];
  server.use(
    http.get("*/api/v1/things", ({ request }) => {
      asked.push(new URL(request.url).search);
      return new HttpResponse("id");
    }),
  );
  URL.createObjectURL = () => "blob:x";
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  await table("/?state=late&sort=-due", undefined, [
    { value: "due", label: "先到期" },
    { value: "-due", label: "后到期" },
  ]);
  await screen.findByText("甲");
  expect(screen.getByRole("combobox", { name: "排序" })).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: /导出/ }));
  await userEvent.click(await screen.findByText("导出为 CSV"));
  await waitFor(() => expect(asked).toEqual(["?sort=-due&state=late&format=csv"]));
});

test("on a phone the filters stand in one drawer that says how many are set, and cards can be selected", async () => {
  onPhone();
  const run = vi.fn<BulkAction["run"]>(async () => ({ done: 1, refused: 0, refusals: [] }));
  load.mockResolvedValue({
    items: [
      { id: "1", title: "甲" },
      { id: "2", title: "乙" },
    ],
    next_cursor: null,
    total: 2,
  });
  await table("/?state=late", [{ step: "return", label: "退回", run }]);
  await screen.findByText("甲");
  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.queryByLabelText("状态")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /筛选（1）/ }));
  expect(await screen.findByLabelText("状态")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "查看结果" }));

  await userEvent.click(screen.getByRole("checkbox", { name: "选择 2" }));
  await userEvent.click(screen.getByRole("button", { name: "退回" }));
  await userEvent.type(await screen.findByLabelText("理由"), "材料不全");
  await userEvent.click(screen.getAllByRole("button", { name: "退回" }).at(-1) as HTMLElement);
  await waitFor(() => expect(run).toHaveBeenCalledWith(["2"], "材料不全", expect.any(String)));
});

test("a reason half written for many is back after a reload", async () => {
  load.mockResolvedValue({ items: [{ id: "1", title: "甲" }], next_cursor: null, total: 1 });
  const bulk: BulkAction[] = [{ step: "return", label: "退回", run: vi.fn() }];
  const open = async () => {
    const view = await table("/", bulk);
    await screen.findByText("甲");
    await userEvent.click(screen.getByRole("button", { name: "选择本页" }));
    await userEvent.click(screen.getByRole("button", { name: "退回" }));
    return view;
  };
  const first = await open();
  await userEvent.type(await screen.findByLabelText("理由"), "材料");
  first.unmount();
  await open();
  expect(await screen.findByLabelText("理由")).toHaveValue("材料");
});
