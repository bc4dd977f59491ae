import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import type { WorkItem } from "./api";
import { inBuckets } from "./buckets";
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
  const found = inBuckets(
    [item("a", "2026-11-20", true), item("b", "2026-11-26", false), item("c", "2026-11-28", false)],
    now,
  );
  expect(found.map((group) => [group.bucket, group.items.map((one) => one.id)])).toEqual([
    ["overdueGroup", ["a"]],
    ["soonGroup", ["b"]],
    ["laterGroup", ["c"]],
  ]);
});

test("j and k move, w tells why, enter opens: no mouse needed", async () => {
  const { router } = await render(<WorklistPage />);
  expect(await screen.findByText("RT-a")).toBeVisible();
  await userEvent.keyboard("j");
  await userEvent.keyboard("j");
  await userEvent.keyboard("w");
  expect(await screen.findByText("依据：b")).toBeVisible();
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
