import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import type { Duty } from "../api";
import type { EventCase } from "../events/api";
import { EventReports } from "./EventReports";
import { DUTY } from "./specimen";

const EVENT = {
  id: "01a20b42-9182-721c-92da-e9d798f8a06e",
  version: 4,
  number: "DT-2026-000042-01",
  position: 1,
  state: "reported",
  happened_at: "2026-11-20T01:20:00Z",
  summary: "急诊大厅患者家属持械威胁医务人员",
  place: "急诊大厅",
  harm: "无",
  measures: "已报警",
  form: null,
  receiver_name: "澄岚区卫生健康局",
  phoned_at: null,
  phoned_to: null,
  late_reason: null,
  reported_at: "2026-11-20T02:00:00Z",
  reports: [],
  clocks: [],
  available_actions: [{ step: "report_continued", label: "续报", open: true, code: null, reason: null }],
} as unknown as EventCase;

test("an event opens as a case of its own, and what came after is reported on it", async () => {
  const sent: { match: string | null; body: unknown }[] = [];
  server.use(
    http.get("*/api/v1/duty-events/:id", () => HttpResponse.json(EVENT)),
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.post("*/api/v1/duty-events/:id/report-continued", async ({ request }) => {
      sent.push({ match: request.headers.get("If-Match"), body: await request.json() });
      return HttpResponse.json({ ...EVENT, version: 5, state: "continued" });
    }),
  );
  const duty = {
    ...DUTY,
    rhythm: "per_event",
    standing: true,
    event_count: 1,
    proof: "record",
    reports: [EVENT],
  } as unknown as Duty;
  await render(<EventReports duty={duty} open={false} />);
  await seen(() => screen.getByText("已首报"));
  fireEvent.click(screen.getByRole("button", { name: "查看、续报：DT-2026-000042-01" }));
  fireEvent.click(await screen.findByRole("button", { name: "续报" }));
  fireEvent.change(await screen.findByLabelText(/^进展情况/), { target: { value: "当事人已被公安机关带走" } });
  // The dialog's own button stands behind the one that opened it.
  fireEvent.click(screen.getAllByText("续报", { selector: "button span" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toEqual([{ match: '"4"', body: { development: "当事人已被公安机关带走" } }]));
  expect((await screen.findAllByText("已续报")).length).toBeGreaterThan(0);
});
