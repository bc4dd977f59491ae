import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { server } from "@/testing/server";
import { api } from "./client";
import { whenAttended } from "./presence";

const marks: (string | null)[] = [];
const ask = () => api.GET("/api/v1/notifications/unread-count");

beforeEach(() => {
  marks.length = 0;
  vi.useFakeTimers({ toFake: ["Date"] });
  server.use(
    http.get("*/api/v1/notifications/unread-count", ({ request }) => {
      marks.push(request.headers.get("Duban-Background"));
      return HttpResponse.json({ unread: 0 });
    }),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

test("what a page asks long after the last key or press is marked as its own; what follows one is a person's", async () => {
  window.dispatchEvent(new Event("keydown"));
  await ask();
  vi.setSystemTime(Date.now() + 60_000);
  await ask();
  window.dispatchEvent(new Event("pointerdown"));
  await ask();
  expect(marks).toEqual([null, "1", null]);
});

test("what only a person may do waits for one, once, and can be called off", () => {
  const done: string[] = [];
  window.dispatchEvent(new Event("keydown"));
  whenAttended(() => done.push("at once"));
  vi.setSystemTime(Date.now() + 60_000);
  whenAttended(() => done.push("later"));
  const callOff = whenAttended(() => done.push("never"));
  callOff();
  expect(done).toEqual(["at once"]);
  window.dispatchEvent(new Event("touchstart"));
  window.dispatchEvent(new Event("touchstart"));
  expect(done).toEqual(["at once", "later"]);
});
