import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import { grouped } from "./groups";
import { SearchPage } from "./SearchPage";

const hit = (id: string, subject_type: string, title: string) => ({
  id,
  subject_type,
  subject_id: `s-${id}`,
  title,
  subtitle: "",
  updated_at: "2026-11-01T00:00:00Z",
});

test("tasks before institutions before people; what nobody named comes last; order within a kind stays", () => {
  const found = grouped([
    hit("1", "user", "a"),
    hit("2", "unheard_of", "b"),
    hit("3", "rectification_task", "c"),
    hit("4", "user", "d"),
  ]);
  expect(found.map((group) => [group.type, group.hits.map((one) => one.id)])).toEqual([
    ["rectification_task", ["3"]],
    ["user", ["1", "4"]],
    ["unheard_of", ["2"]],
  ]);
});

test("results link to their pages, and the next page is asked for by its cursor", async () => {
  const asked: string[] = [];
  server.use(
    http.get("*/api/v1/search", ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      asked.push(cursor ?? "");
      return HttpResponse.json(
        cursor
          ? { items: [hit("2", "rectification_task", "RT-2")], next_cursor: null }
          : { items: [hit("1", "institution", "人民医院")], next_cursor: "next" },
      );
    }),
  );
  await render(<SearchPage />, { at: "/?q=人民" });
  expect(await screen.findByRole("link", { name: "人民医院" })).toHaveAttribute("href", "/institutions/s-1");
  await userEvent.click(screen.getByRole("button", { name: "再看更多" }));
  expect(await screen.findByRole("link", { name: "RT-2" })).toHaveAttribute("href", "/rectification/s-2");
  expect(asked).toEqual(["", "next"]);
});

test("one character asks nobody and says what to type", async () => {
  await render(<SearchPage />, { at: "/?q=医" });
  await seen(() => screen.getByText("请输入至少两个字。"));
  expect(screen.getByText(/RT-2026-000001/)).toBeVisible();
});

test("nothing found: the duties' own list is the next place to look", async () => {
  server.use(http.get("*/api/v1/search", () => HttpResponse.json({ items: [], next_cursor: null })));
  await render(<SearchPage />, { at: "/?q=DT-2026-000001" });
  await seen(() => screen.getByText("没有找到“DT-2026-000001”。"));
  expect(await screen.findByRole("link", { name: /任务报送列表/ })).toHaveAttribute("href", "/duties");
});
