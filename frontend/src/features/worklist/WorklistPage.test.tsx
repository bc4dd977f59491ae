import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import type { WorkItem } from "./api";
import { inGroups } from "./groups";
import { WorklistPage } from "./WorklistPage";

const item = (id: string, due_on: string, late: boolean): WorkItem => ({
  id,
  subject_type: "rectification_task",
  subject_id: `s-${id}`,
  subject_label: `RT-${id}`,
  term: "rectification",
  title_zh: "整改期限",
  title_en: "rectification",
  permission: "task.answer",
  started_at: "2026-11-01T00:00:00Z",
  due_at: `${due_on}T16:00:00Z`,
  due_on,
  missed_at: late ? `${due_on}T16:00:00Z` : null,
  provisional: false,
  basis: "某办法",
  organisation_id: "o1",
  organisation_name: "人民医院",
  holder_id: "o1",
  holder_name: "人民医院",
  paused: false,
  late,
  why: `依据：${id}`,
});

const ITEMS = [item("a", "2026-01-02", true), item("b", "2099-01-01", false), item("c", "2099-02-01", false)];

beforeEach(() =>
  server.use(
    http.get("*/api/v1/worklist", () => HttpResponse.json({ items: ITEMS, next_cursor: null })),
    http.get("*/api/v1/worklist/counts", () =>
      HttpResponse.json({
        items: [
          {
            section: "owed",
            subject_type: "rectification_task",
            permission: "task.answer",
            total: 3,
            late: 1,
            soon: 0,
          },
        ],
        total: 3,
        late: 1,
      }),
    ),
  ),
);

test("overdue first, then soon, then later; the order of the true due times stays", () => {
  const now = new Date("2026-11-24T02:00:00Z");
  const found = inGroups(
    [item("a", "2026-11-20", true), item("b", "2026-11-26", false), item("c", "2026-11-28", false)],
    "due",
    now,
  );
  expect(found.map((group) => [group.bucket as string, group.items.map((one) => one.id)])).toEqual([
    ["overdueGroup", ["a"]],
    ["soonGroup", ["b"]],
    ["laterGroup", ["c"]],
  ]);
});

test("by kind: each kind once, overdue first within it; what need not be done comes last and is marked", async () => {
  const verify = { ...item("v", "2026-11-21", false), permission: "task.verify" };
  const object = { ...item("o", "2026-11-22", false), term: "rectification_objection" };
  const late = item("l", "2026-11-23", true);
  const found = inGroups([item("a", "2026-11-20", false), verify, object, late], "kind");
  expect(found.map((group) => [group.key, group.items.map((one) => one.id)])).toEqual([
    ["rectification_task.task.answer", ["l", "a"]],
    ["rectification_task.task.verify", ["v"]],
    ["optional", ["o"]],
  ]);

  server.use(http.get("*/api/v1/worklist", () => HttpResponse.json({ items: [...ITEMS, object], next_cursor: null })));
  const first = await render(<WorklistPage />);
  const optional = await screen.findByRole("region", { name: "可以办，不是必须" });
  expect(within(optional).getByText("RT-o")).toBeVisible();
  await userEvent.click(screen.getByText("按类型"));
  await seen(() => screen.getByRole("region", { name: "整改与答复" }));
  first.unmount();
  // The choice is remembered.
  await render(<WorklistPage />);
  await seen(() => screen.getByRole("region", { name: "整改与答复" }));
});

test("every row says by which article it is due, unasked", async () => {
  await render(<WorklistPage />);
  await screen.findByText("RT-a");
  expect(screen.getAllByText("依据：某办法")).toHaveLength(ITEMS.length);
});

test("j and k move, w tells why, enter opens: no mouse needed", async () => {
  const { router } = await render(<WorklistPage />);
  await seen(() => screen.getByText("RT-a"));
  await userEvent.keyboard("j");
  await userEvent.keyboard("j");
  await userEvent.keyboard("w");
  await seen(() => screen.getByText("依据：b"));
  await userEvent.keyboard("k");
  await userEvent.keyboard("{Enter}");
  expect(router.state.location.pathname).toBe("/rectification/s-a");
});

test("the kinds of work say how many and how many late, and choose", async () => {
  const { router } = await render(<WorklistPage />);
  const kind = await screen.findByRole("button", { name: /整改与答复 3/ });
  expect(kind).toHaveTextContent("逾期 1");
  await userEvent.click(kind);
  expect(router.state.location.search).toEqual({ permission: "task.answer", subject_type: "rectification_task" });
});
