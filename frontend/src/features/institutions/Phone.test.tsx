import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test, vi } from "vitest";
import { secondsLeft } from "@/shared/lib/forget";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, problem, server } from "@/testing/server";
import type { Contact } from "./api";
import { contactPatch } from "./ContactForms";
import { Phone } from "./Phone";

const contact: Contact = {
  id: "c1",
  institution_id: "i1",
  name: "李敏",
  role: "liaison",
  position: null,
  phone_masked: "138****1234",
  ended_on: null,
  version: 1,
};

const mayReveal = () =>
  server.use(http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["institution.reveal"] })));

afterEach(() => vi.restoreAllMocks());

test("what is left of the time, in whole seconds, never below nothing", () => {
  const now = Date.parse("2026-11-24T02:00:00Z");
  expect(secondsLeft("2026-11-24T02:05:00Z", now)).toBe(300);
  expect(secondsLeft("2026-11-24T02:00:00.200Z", now)).toBe(1);
  expect(secondsLeft("2026-11-24T01:00:00Z", now)).toBe(0);
});

test("a number is shown for a reason, until the server's instant, and then masked again", async () => {
  mayReveal();
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/institutions/i1/contacts/c1/reveal", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ phone: "13800001234", forget_at: new Date(Date.now() + 60_000).toISOString() });
    }),
  );
  await render(<Phone contact={contact} />);
  await userEvent.click(await screen.findByRole("button", { name: "查看电话：李敏" }));
  await userEvent.type(screen.getByLabelText("查看理由"), "核实投诉");
  await userEvent.click(screen.getByRole("button", { name: "查看电话" }));
  await seen(() => screen.getByText("13800001234"));
  expect(screen.queryByText("138****1234")).toBeNull();
  expect(sent).toEqual([{ reason: "核实投诉" }]);

  // The machine sleeps past the instant: the first look afterwards takes the number away.
  const later = Date.now() + 61_000;
  vi.spyOn(Date, "now").mockReturnValue(later);
  await act(() => new Promise((resolve) => setTimeout(resolve, 1200)));
  expect(screen.queryByText("13800001234")).toBeNull();
  expect(screen.getByText("138****1234")).toBeVisible();
});

test("without a reason the server accepts, nothing is shown and the field says why", async () => {
  mayReveal();
  server.use(
    http.post("*/api/v1/institutions/i1/contacts/c1/reveal", () =>
      problem(422, "invalid", "请求内容有误。", [
        { pointer: "/reason", code: "string_too_short", detail: "至少 2 个字" },
      ]),
    ),
  );
  await render(<Phone contact={contact} />);
  await userEvent.click(await screen.findByRole("button", { name: "查看电话：李敏" }));
  await userEvent.type(screen.getByLabelText("查看理由"), "查");
  await userEvent.click(screen.getByRole("button", { name: "查看电话" }));
  expect((await screen.findAllByText("至少 2 个字")).length).toBeGreaterThan(0);
  expect(screen.getByText("138****1234")).toBeVisible();
});

test("who may not reveal is not offered it", async () => {
  await render(<Phone contact={contact} />);
  await seen(() => screen.getByText("138****1234"));
  expect(screen.queryByRole("button")).toBeNull();
});

test("a number left empty stays; only the switch removes it", () => {
  expect(contactPatch({ name: "李敏", role: "head", phone: null })).toEqual({ name: "李敏", role: "head" });
  expect(contactPatch({ name: "李敏", role: "head", phone: "13800000000" }).phone).toBe("13800000000");
  expect(contactPatch({ name: "李敏", role: "head", remove_phone: true })).toEqual({
    name: "李敏",
    role: "head",
    phone: null,
  });
});
