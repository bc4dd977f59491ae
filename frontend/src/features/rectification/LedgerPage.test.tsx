import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { LedgerPage } from "./LedgerPage";

const asked: URLSearchParams[] = [];

function ledger() {
  asked.length = 0;
  server.use(
    http.get("*/api/v1/rectification-tasks", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("limit") !== "1") asked.push(query);
      const total = query.get("overdue") ? 7 : query.getAll("state").join() === "submitted" ? 3 : 12;
      return HttpResponse.json({ items: [], next_cursor: null, total });
    }),
  );
}

test("the ledger opens with what is not struck off, the earliest due date first", async () => {
  ledger();
  const { router } = await render(<LedgerPage />, { at: "/rectification", path: "/rectification" });
  await waitFor(() => expect(asked.length).toBeGreaterThan(0));
  await waitFor(() => expect(asked.at(-1)?.getAll("state")).toContain("rectifying"));
  expect(asked.at(-1)?.get("sort")).toBe("due_on");
  expect(asked.at(-1)?.getAll("state")).not.toContain("draft");
  expect(asked.at(-1)?.getAll("state")).not.toContain("closed");
  expect(router.state.location.href).toContain("state=issued");
});

test("a chip says how many it holds and leads to exactly those", async () => {
  ledger();
  await render(<LedgerPage />, { at: "/rectification?state=submitted", path: "/rectification" });
  const chips = await screen.findByRole("navigation", { name: "常看的" });
  const late = await within(chips).findByRole("link", { name: "逾期 7" });
  expect(late.getAttribute("href")).toMatch(/overdue=true/);
  expect(await within(chips).findByRole("link", { name: "待复核 3" })).toHaveClass("here");
});
