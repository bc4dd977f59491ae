import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import type { Campaign, Clause } from "../api";
import { MatrixGrid } from "./MatrixGrid";

const ROWS = 300;
const COLUMNS = 60;
/** What a desk shows: about 15 rows and 11 columns, some more on each side so that scrolling stays smooth. */
const WINDOW = { clientHeight: 600, clientWidth: 1200 } as const;
const MOST_MOUNTED = 600;

const sizes = Object.entries(WINDOW);
beforeAll(() => {
  for (const [name, value] of sizes)
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
});
afterAll(() => {
  for (const [name] of sizes) Reflect.deleteProperty(HTMLElement.prototype, name);
});

const clauses = Array.from({ length: COLUMNS }, (_, index) => ({
  code: `c${index}`,
  title: `条款 ${index + 1}`,
  source_clause: `${index + 1}`,
})) as unknown as Clause[];
const lines = Array.from({ length: ROWS }, (_, row) => ({
  organisation_id: `o${row}`,
  name: `机构 ${row + 1}`,
  cells: Object.fromEntries(clauses.map(({ code }) => [code, { on_time: 1, missing: row % 3 }])),
})) as unknown as Schemas["MatrixLine"][];

const grid = () =>
  render(
    <MatrixGrid
      campaign={{ id: "c" } as Campaign}
      lines={lines}
      columns={clauses}
      hasMore={false}
      loadMore={() => {}}
    />,
  );

test("of 300 × 60 cells only those near the window are in the page", async () => {
  await grid();
  const table = await screen.findByRole("grid");
  await waitFor(() => expect(table.querySelectorAll('[role="gridcell"]').length).toBeGreaterThan(100));
  expect(table.querySelectorAll('[role="gridcell"]').length).toBeLessThan(MOST_MOUNTED);
  // What is not mounted is still counted for those who hear the table.
  expect(table).toHaveAttribute("aria-rowcount", String(ROWS + 1));
  expect(table).toHaveAttribute("aria-colcount", String(COLUMNS + 1));
});

test("arrow keys walk from cell to cell, with one place for Tab", async () => {
  await grid();
  const table = await screen.findByRole("grid");
  await waitFor(() => expect(table.querySelector('[data-place="1:1"]')).not.toBeNull());
  const at = (place: string) => table.querySelector<HTMLElement>(`[data-place="${place}"]`);
  at("1:1")?.focus();
  fireEvent.keyDown(table, { key: "ArrowRight" });
  await waitFor(() => expect(at("1:2")).toHaveFocus());
  fireEvent.keyDown(table, { key: "ArrowDown" });
  await waitFor(() => expect(at("2:2")).toHaveFocus());
  expect(at("2:2")).toHaveAccessibleName("机构 2，条款 2：缺报 1、按时 1");
  expect(table.querySelectorAll('[data-place][tabindex="0"]')).toHaveLength(1);
});
