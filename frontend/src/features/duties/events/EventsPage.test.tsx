import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import { EventsPage } from "./EventsPage";
import { lateSince } from "./late";

const EVENT = {
  id: "01a20b42-9182-721c-92da-e9d798f8a06e",
  version: 4,
  number: "DT-2026-000042-01",
  duty_id: "01a1852b-c280-7263-b445-7d6cd59596ad",
  campaign_id: "01a1852b-c280-7263-b445-7d43e0695004",
  clause_code: "RD1",
  title: "发现伤医隐患随时报告",
  organisation_name: "澄岚区人民医院",
  immediate: true,
  state: "continued",
  happened_at: "2026-11-20T01:20:00Z",
  summary: "急诊大厅患者家属持械威胁医务人员",
  place: "急诊大厅",
  reported_at: "2026-11-20T05:00:00Z",
  last_reported_at: "2026-11-21T05:00:00Z",
  last_kind: "continued",
  received_at: null,
  finished_at: null,
  late_at: "2026-11-20T03:20:00Z",
};
const OWED = {
  ...EVENT,
  id: "01a20b42-9182-721c-92da-e9d798f8a06f",
  number: "DT-2026-000042-02",
  state: "registered",
  reported_at: null,
  last_kind: null,
  late_at: new Date(Date.now() - 5 * 3_600_000 - 60_000).toISOString(),
};

const asked: URLSearchParams[] = [];
function events(items: object[]) {
  asked.length = 0;
  server.use(
    http.get("*/api/v1/campaigns", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("*/api/v1/duty-events", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items, next_cursor: null, total: items.length });
    }),
  );
}

const at = (address: string) => render(<EventsPage />, { at: address, path: "/duty-events" });

test("a row says what happened, that it was late, and that nobody has signed for it; it opens the event", async () => {
  events([EVENT]);
  await at("/duty-events");
  const row = (await screen.findByRole("link", { name: "DT-2026-000042-01" })).closest("tr") as HTMLElement;
  expect(within(row).getByRole("link", { name: EVENT.summary })).toHaveAttribute("href", `/duty-events/${EVENT.id}`);
  for (const said of ["2026-11-20 09:20", "2026-11-20 13:00", "迟报", "已续报", "待签收"])
    expect(within(row).getByText(said)).toBeVisible();
  expect(asked[0]?.get("sort")).toBe("-happened_at");
});

test("a report that had to follow and came late is no late first report", async () => {
  events([{ ...EVENT, reported_at: "2026-11-20T02:00:00Z", late_at: "2026-11-21T02:00:00Z" }]);
  await at("/duty-events");
  await seen(() => screen.getByText("续报迟报"));
  expect(screen.queryByText("迟报", { selector: ".fact-mark" })).toBeNull();
});

test("what is still owed says for how long", async () => {
  events([OWED]);
  await at("/duty-events");
  await seen(() => screen.getByText("逾期 6 小时"));
  expect(lateSince("2026-11-20T03:20:00Z", Date.parse("2026-11-25T03:20:00Z")).unit).toBe("calendar_days");
});

test("the address is the question: of one duty, from a day on as an instant; a chip asks another", async () => {
  events([]);
  const from = encodeURIComponent("2026-11-20T00:00:00+08:00");
  await at(`/duty-events?duty_id=${EVENT.duty_id}&happened_from=${from}`);
  await waitFor(() => expect(asked[0]?.get("happened_from")).toBe("2026-11-20T00:00:00+08:00"));
  expect(asked[0]?.get("duty_id")).toBe(EVENT.duty_id);
  expect(screen.getByLabelText("发生时间不早于")).toHaveValue("2026-11-20");
  expect(screen.getByRole("combobox", { name: "任务" })).toBeVisible();

  fireEvent.click(screen.getByRole("link", { name: "待我单位签收" }));
  await waitFor(() => expect(asked.at(-1)?.get("received")).toBe("false"));
  expect(asked.at(-1)?.getAll("state")).toEqual(["reported", "continued", "concluded"]);
  expect(asked.at(-1)?.get("duty_id")).toBeNull();
  // The tabs above tell where one is, and lead to the other list.
  expect(screen.getByRole("link", { name: "任务" })).toHaveAttribute("href", "/duties");
  await seen(() => screen.getByText(/^没有符合条件的事件/));
});
