import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import type { Institution } from "./api";
import { Standing } from "./Standing";

const INSTITUTION: Institution = {
  id: "i1",
  organisation_id: "o1",
  uscc: "91350100M000100Y43",
  name: "南垄村卫生室",
  types: ["medical_institution", "village_clinic"],
  stated_types: ["village_clinic"],
  level: "unrated",
  grade: "unrated",
  ownership: "public",
  profit_kind: "non_profit",
  region_code: "990102",
  beds: 0,
  status: "active",
  status_since: null,
  version: 1,
  created_at: "2026-04-23T00:00:00Z",
  updated_at: "2026-04-23T00:00:00Z",
  licence_number: null,
  licence_warnings: [],
  aliases: [],
  affiliation: null,
  address: null,
  fields: [],
  designations: [],
  staff: 3,
  medical_staff: 2,
  outpatients_per_day: 17,
  hotline: null,
  complaint_place: null,
  complaint_hours: null,
  verified_on: null,
};
const NEWER: Institution = { ...INSTITUTION, staff: 4, version: 2 };

/** The page as it is when a live event brings the newer record while the form is open. */
function Living() {
  const [shown, setShown] = useState(INSTITUTION);
  return (
    <>
      <button type="button" onClick={() => setShown(NEWER)}>
        live
      </button>
      <Standing institution={shown} />
    </>
  );
}

test("a conflict shows what somebody else changed, and sending again keeps it", async () => {
  const sent: { match: string | null; body: unknown }[] = [];
  server.use(
    http.get("*/api/v1/institutions/i1", () => HttpResponse.json(NEWER)),
    http.get("*/api/v1/institutions/i1/history", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.patch("*/api/v1/institutions/i1", async ({ request }) => {
      const match = request.headers.get("If-Match");
      sent.push({ match, body: await request.json() });
      return match === '"1"'
        ? problem(412, "version_conflict", "记录已被更改。")
        : HttpResponse.json({ ...NEWER, outpatients_per_day: 19, version: 3 });
    }),
  );
  await render(<Living />);
  await userEvent.click(await screen.findByRole("button", { name: "修改登记信息" }));
  const field = screen.getByLabelText(/日均门急诊人次/);
  await userEvent.clear(field);
  await userEvent.type(field, "19");
  screen.getByText("live").click();
  const dialog = screen.getByRole("dialog");
  await userEvent.click(screen.getAllByRole("button", { name: "修改登记信息" }).at(-1) as HTMLElement);
  await seen(() => screen.getByText("这条记录刚刚被别人改动过"));
  expect(dialog).toHaveTextContent("在岗人数");
  await userEvent.click(screen.getByRole("button", { name: "已核对，重新提交" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    { match: '"1"', body: { outpatients_per_day: 19 } },
    { match: '"2"', body: { outpatients_per_day: 19 } },
  ]);
});
