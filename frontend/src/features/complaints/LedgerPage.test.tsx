import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import { LedgerPage } from "./LedgerPage";
import { complaint } from "./specimen";

const asked: URLSearchParams[] = [];

function ledger(items: unknown[] = []) {
  asked.length = 0;
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["complaint.read", "complaint.handle"] })),
    http.get("*/api/v1/complaints", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("limit") !== "1") asked.push(query);
      const total = query.get("overdue") ? 2 : query.get("handed_to") ? 1 : 9;
      return HttpResponse.json({ items, next_cursor: null, total });
    }),
  );
}

const open = (at = "/complaints") => render(<LedgerPage />, { at, path: "/complaints" });

test("chips lead to what is ours, what is late and what we are asked to take over", async () => {
  ledger();
  await open();
  const chips = await screen.findByRole("navigation", { name: "常看的" });
  expect(within(chips).getByRole("link", { name: "全部" })).toHaveClass("here");
  const late = await within(chips).findByRole("link", { name: "逾期未反馈 2" });
  expect(late.getAttribute("href")).toMatch(/fed_back=false.*overdue=true/);
  const handed = await within(chips).findByRole("link", { name: "请求本单位接办 1" });
  expect(handed.getAttribute("href")).toContain(`handed_to=${me.organisation.id}`);
  const ours = within(chips).getByRole("link", { name: /^本单位办理/ });
  expect(ours.getAttribute("href")).toContain(`handler_id=${me.organisation.id}`);
});

test("filters of the address are asked of the server as they stand there", async () => {
  ledger();
  await open("/complaints?matter=fees&real_name=true&received_from=2026-11-01T00:00:00%2B08:00");
  await waitFor(() => expect(asked.length).toBeGreaterThan(0));
  expect(asked.at(-1)?.get("matter")).toBe("fees");
  expect(asked.at(-1)?.get("real_name")).toBe("true");
  expect(asked.at(-1)?.get("received_from")).toBe("2026-11-01T00:00:00+08:00");
  expect(asked.at(-1)?.get("sort")).toBe("-received_at");
});

test("a line says what runs while somebody waits, and when he was answered afterwards", async () => {
  ledger([
    {
      ...complaint,
      id: "1",
      title: "等候",
      feedback_due_at: "2020-01-02T15:59:59Z",
      overdue_at: "2020-01-02T16:00:00Z",
    },
    { ...complaint, id: "2", title: "收费", state: "closed", fed_back_at: "2026-11-20T02:00:00Z" },
  ]);
  await open();
  await seen(() => screen.getByText(/^逾期 \d+ 天$/));
  expect(screen.getByText("2026-11-20 已反馈")).toBeVisible();
  expect(screen.getByRole("link", { name: "等候" })).toHaveAttribute("href", "/complaints/1");
});
