import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { useKeys } from "./useKeys";

const act = vi.fn();

function Page() {
  useKeys({ enter: act, j: act });
  return (
    <>
      <a href="#content">跳到正文</a>
      <button type="button">按钮</button>
      <details>
        <summary>说明</summary>
      </details>
      <div role="menu">
        <div role="menuitem" tabIndex={-1}>
          专项行动
        </div>
      </div>
      <div role="tab" tabIndex={0}>
        标签
      </div>
      <input aria-label="搜索" />
      <div data-item tabIndex={-1}>
        <span>事项</span>
        <a href="/x">事项链接</a>
      </div>
    </>
  );
}

/** True where the key was left to what has the focus. */
const left = (element: HTMLElement, key: string) => {
  act.mockReset();
  const prevented = !fireEvent.keyDown(element, { key });
  expect(act).toHaveBeenCalledTimes(prevented ? 1 : 0);
  return !prevented;
};

test("enter stays with the skip link, links, buttons, menus, tabs and fields; on an item it opens the item", async () => {
  await render(<Page />);
  await screen.findByText("跳到正文");
  for (const name of ["跳到正文", "按钮", "说明", "专项行动", "标签", "事项链接"])
    expect(left(screen.getByText(name), "Enter"), name).toBe(true);
  expect(left(screen.getByLabelText("搜索"), "Enter")).toBe(true);
  expect(left(screen.getByText("事项"), "Enter")).toBe(false);
  expect(left(document.body, "Enter")).toBe(false);
});

test("a letter moves from anywhere but a field or a menu, which take letters themselves", async () => {
  await render(<Page />);
  await screen.findByText("跳到正文");
  expect(left(screen.getByText("跳到正文"), "j")).toBe(false);
  expect(left(screen.getByText("事项链接"), "j")).toBe(false);
  expect(left(screen.getByLabelText("搜索"), "j")).toBe(true);
  expect(left(screen.getByText("专项行动"), "j")).toBe(true);
});
