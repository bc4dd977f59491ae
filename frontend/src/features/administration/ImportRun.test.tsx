import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { ImportRun } from "./ImportRun";

const run = {
  id: "i1",
  number: "IM-2026-000001",
  resource: "people",
  state: "checked",
  mode: "per_row",
  file_name: "人员名单.xlsx",
  total: 2,
  to_create: 1,
  to_update: 0,
  unchanged: 0,
  errors: 1,
  pending: 0,
  failure: null,
  job_id: null,
  version: 3,
};
const row = {
  number: 2,
  key: "zhang",
  outcome: "error",
  errors: [{ pointer: "/phone", code: "phone", zh: "电话不对", en: "wrong number" }],
};

test("a checked file shows its errors first; applying goes by version, and a lost answer repeats its key", async () => {
  let state = run;
  const heads: Headers[] = [];
  const outcomes: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/imports/i1", () => HttpResponse.json(state)),
    http.get("*/api/v1/imports/i1/rows", ({ request }) => {
      outcomes.push(new URL(request.url).searchParams.get("outcome"));
      return HttpResponse.json({ items: [row], next_cursor: null });
    }),
    http.post("*/api/v1/imports/i1/apply", ({ request }) => {
      heads.push(request.headers);
      if (heads.length === 1) return HttpResponse.error();
      state = { ...run, state: "applied", version: 4 };
      return HttpResponse.json(state);
    }),
    http.post("*/api/v1/imports/i1/secrets", ({ request }) => {
      heads.push(request.headers);
      return heads.length === 3
        ? problem(503, "busy", "请稍后再试")
        : HttpResponse.json({ items: [{ key: "zhang", secret: "first-pw" }] });
    }),
  );
  await render(<ImportRun id="i1" onBack={() => {}} />);
  await seen(() => screen.getByText("phone：电话不对"));
  expect(outcomes).toEqual(["error"]);
  await userEvent.click(screen.getByRole("button", { name: "写入" }));
  await waitFor(() => expect(heads).toHaveLength(1));
  await waitFor(() => expect(screen.getByRole("button", { name: "写入" })).toBeEnabled());
  await userEvent.click(screen.getByRole("button", { name: "写入" }));
  const reveal = await screen.findByRole("button", { name: "查看初始密码（仅一次）" });
  expect(heads[1]?.get("If-Match")).toBe('"3"');
  expect(heads[1]?.get("Idempotency-Key")).toBe(heads[0]?.get("Idempotency-Key"));

  // Passwords shown once: an answer lost on the way is asked for under the same key, and so not lost for good.
  await userEvent.click(reveal);
  await seen(() => screen.getByText("请稍后再试"));
  await userEvent.click(reveal);
  expect(await screen.findByText("first-pw")).toBeInTheDocument();
  expect(heads[3]?.get("Idempotency-Key")).toBe(heads[2]?.get("Idempotency-Key"));
});
