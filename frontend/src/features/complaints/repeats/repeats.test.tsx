import { readFileSync } from "node:fs";
import path from "node:path";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { pathOf } from "@/shared/lib/paths";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { complaint } from "../specimen";
import type { Repeat } from "./api";
import { RepeatPage, repeatForms } from "./RepeatPage";
import { RepeatsPage } from "./RepeatsPage";
import { say } from "./words";

const repeat: Repeat = {
  id: "0192f5c4-0000-7000-8000-0000000000d1",
  version: 2,
  created_at: "2026-11-20T02:00:00Z",
  updated_at: "2026-11-20T02:00:00Z",
  clocks: [],
  available_actions: [{ step: "answer", label: "研究处理", open: true, code: null, reason: null }],
  state: "open",
  organisation_id: "0192f5c4-0000-7000-8000-0000000000aa",
  organisation_name: "区人民医院",
  region_code: "990102",
  matter: "waiting",
  department: "超声科",
  count: 4,
  first_received_at: "2026-11-01T02:00:00Z",
  last_received_at: "2026-11-19T02:00:00.500000Z",
  relapse: 1,
  cause: null,
  measures: null,
  answered_at: null,
  answered_by_name: null,
  listing_proposed_at: "2026-11-20T02:00:00Z",
};

test("a line says what is repeated, how often, from when to when, and that it came back", async () => {
  server.use(
    http.get("*/api/v1/complaint-repeats", () => HttpResponse.json({ items: [repeat], next_cursor: null, total: 1 })),
  );
  await render(<RepeatsPage />);
  expect(await screen.findByRole("link", { name: "候诊时间（超声科）反复投诉" })).toHaveAttribute(
    "href",
    pathOf("complaint_repeat", repeat.id),
  );
  expect(screen.getByText("2026-11-01 至 2026-11-19")).toBeInTheDocument();
  expect(screen.getByText("处理后再犯 1 次")).toBeInTheDocument();
  expect(screen.getByText("待研究处理")).toBeInTheDocument();
});

test("one shows exactly the complaints that it sums up, and its head answers with cause and measures", async () => {
  const asked: URLSearchParams[] = [];
  const sent: unknown[] = [];
  server.use(
    http.get("*/api/v1/complaint-repeats/:id", () => HttpResponse.json(repeat)),
    http.get("*/api/v1/complaints", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: [complaint], next_cursor: null, total: null });
    }),
    http.post("*/api/v1/complaint-repeats/:id/answer", async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json({ ...repeat, available_actions: [], state: "answered" });
    }),
  );
  await render(<RepeatPage />, { path: "/complaints/repeats/$id", at: `/complaints/repeats/${repeat.id}` });
  expect(await screen.findByRole("link", { name: complaint.title })).toBeInTheDocument();
  expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
    organisation_id: repeat.organisation_id,
    matter: "waiting",
    department: "超声科",
    received_from: repeat.first_received_at,
    received_before: "2026-11-19T02:00:01.500Z",
  });
  await userEvent.click(screen.getByRole("button", { name: "研究处理" }));
  await userEvent.type(await screen.findByLabelText("造成投诉的环节或人员"), "上午集中排队");
  await userEvent.type(screen.getByLabelText("处理措施"), "分时段预约");
  await userEvent.click(screen.getAllByRole("button", { name: "研究处理" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toEqual([['"2"', { cause: "上午集中排队", measures: "分时段预约" }]]));
});

test("states and the answer's form are those of the drawn workflow and of the contract", () => {
  const drawn = readFileSync(path.resolve("..", "docs", "workflows", "complaint_repeat.md"), "utf8");
  for (const state of ["open", "answered"] as const) expect(drawn).toContain(`${state}: ${say(state)}`);
  const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as {
    components: { schemas: Record<string, { properties: object }> };
  };
  const known = Object.keys(contract.components.schemas.AnswerIn?.properties ?? {});
  expect(repeatForms().answer?.fields.map((field) => field.name)).toEqual(known);
});
