import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import type { Institution } from "./api";
import { ComplaintWindow } from "./ComplaintWindow";

const institution = { id: "i1", organisation_id: "o1" } as Institution;
const WINDOW = "*/api/v1/institutions/i1/complaint-window";
const none = {
  version: 0,
  updated_at: null,
  office: null,
  place: null,
  hours: null,
  telephone: null,
  hotline: null,
  mediation: null,
  other_ways: null,
};

const given = (...permissions: string[]) =>
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })),
    http.get(WINDOW, () => HttpResponse.json(none)),
  );

test("the first window is published on version 0, and stands there at once", async () => {
  given("complaint.handle");
  const sent: unknown[] = [];
  server.use(
    http.put(WINDOW, async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push([request.headers.get("If-Match"), body]);
      return HttpResponse.json({ ...none, ...body, version: 1, updated_at: "2026-11-24T01:20:00Z" });
    }),
  );
  await render(<ComplaintWindow institution={institution} />);
  fireEvent.click(await screen.findByRole("button", { name: "公布" }));
  const write = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });
  await seen(() => screen.getByLabelText(/^受理部门/));
  write("受理部门", "医患关系办公室");
  write("地点", "门诊楼一层");
  write("时间", "工作日 8:00—17:00");
  write("电话", "0990-5551234");
  fireEvent.click(screen.getAllByRole("button", { name: "公布" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual([
    '"0"',
    { office: "医患关系办公室", place: "门诊楼一层", hours: "工作日 8:00—17:00", telephone: "0990-5551234" },
  ]);
  await seen(() => screen.getByText("0990-5551234"));
  expect(screen.getByText(/\/public\/complaints\/new\?institution=o1$/)).toBeVisible();
});

test("who does not handle complaints reads it only", async () => {
  given("institution.read");
  await render(<ComplaintWindow institution={institution} />);
  await seen(() => screen.getByText(/^还没有公布/));
  expect(screen.queryByRole("button", { name: "公布" })).not.toBeInTheDocument();
});
