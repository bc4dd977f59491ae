import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { LedgerPage } from "./LedgerPage";
import { item } from "./specimen";

const asked: URLSearchParams[] = [];

function ledger(items: (typeof item)[], permissions = ["clue.read", "clue.read_all", "clue.keep"]) {
  asked.length = 0;
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })),
    http.get("*/api/v1/clues", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("limit") !== "1") asked.push(query);
      const states = query.getAll("state");
      const found = items.filter(({ state }) => states.length === 0 || states.includes(state));
      return HttpResponse.json({ items: found, next_cursor: null, total: found.length });
    }),
  );
}
const open = (query = "") => render(<LedgerPage />, { at: `/clues${query}`, path: "/clues" });
const secret = { ...item, id: "c2", number: "XS-2026-000002", title: null, secrecy: "state_secret" as const };

test("a line says that it must be referred, and of a secret one no more than that it is there", async () => {
  ledger([{ ...item, must_refer: true }, secret]);
  await open("?must_refer=true&missed=clue_triage");
  const row = (await screen.findByRole("link", { name: "倒卖专家号" })).closest("tr") as HTMLElement;
  expect(within(row).getByText("应当移送")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "涉密线索，不显示内容" })).toHaveAttribute("href", "/clues/c2");
  expect(screen.getByText("国家秘密")).toBeInTheDocument();
  await waitFor(() => expect(asked.at(-1)?.get("must_refer")).toBe("true"));
  expect(asked.at(-1)?.get("missed")).toBe("clue_triage");
  expect(await screen.findByRole("link", { name: "待研判 2" })).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /登记线索/ })).toBeInTheDocument();
});

test("whoever was only let in registers none", async () => {
  ledger([item], ["clue.read"]);
  await open();
  await screen.findByRole("link", { name: "倒卖专家号" });
  expect(screen.queryByRole("button", { name: /登记线索/ })).toBeNull();
});

test("the board counts each state, says whose turn it is, and is walked with the arrow keys", async () => {
  ledger([
    { ...item, id: "a", title: "甲", state: "registered" },
    { ...item, id: "b", title: "乙", state: "triaging", must_refer: true },
    { ...item, id: "c", title: "丙", state: "proposed" },
  ]);
  await open("?view=board&overdue=true");
  const column = await screen.findByRole("region", { name: "已呈批" });
  expect(await within(column).findByText("轮到：分管领导")).toBeInTheDocument();
  expect(within(column).getByRole("heading")).toHaveTextContent("已呈批 1");
  expect(asked.every((query) => query.get("overdue") === "true" && !query.has("view"))).toBe(true);
  const first = await screen.findByRole("link", { name: "甲" });
  first.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(await screen.findByRole("link", { name: "乙" })).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}");
  expect(screen.getByRole("link", { name: "丙" })).toHaveFocus();
});
