import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { Photos } from "./Photos";
import { form } from "./specimen";

const PHOTOS = "*/api/v1/public/complaints/mine/photos";
const picture = (name: string, size = 3) => new File([new Uint8Array(size)], name, { type: "image/png" });
const stored = {
  file_name: "a.png",
  media_type: "image/png",
  size: 3,
  sha256: "0",
  received_at: "2026-11-24T01:20:00Z",
};

beforeEach(() => {
  URL.createObjectURL = vi.fn(() => "blob:one");
  URL.revokeObjectURL = vi.fn();
});

const shown = (waiting: File[], room = 6) =>
  render(<Photos code="P6A2" limits={form.photos} room={room} waiting={waiting} />);

test("pictures go one after the other, each under its own key and the code", async () => {
  const keys: (string | null)[] = [];
  let busy = 0;
  server.use(
    http.post(PHOTOS, async ({ request }) => {
      busy += 1;
      expect(busy).toBe(1);
      expect(request.headers.get("Receipt-Code")).toBe("P6A2");
      keys.push(request.headers.get("Idempotency-Key"));
      await request.arrayBuffer();
      busy -= 1;
      return HttpResponse.json(stored, { status: 201 });
    }),
  );
  await shown([picture("a.png"), picture("b.png")]);
  await waitFor(() => expect(screen.getAllByText("已上传")).toHaveLength(2));
  expect(new Set(keys).size).toBe(2);
  expect(screen.getByText("还可以上传 4 张")).toBeVisible();
});

test("what did not get through goes again under the same key, by a press", async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.post(PHOTOS, ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1 ? HttpResponse.error() : HttpResponse.json(stored, { status: 201 });
    }),
  );
  await shown([picture("a.png")]);
  fireEvent.click(await screen.findByRole("button", { name: "重新上传" }));
  await seen(() => screen.getByText("已上传"));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test("what is too large is not sent; what the server refuses says why", async () => {
  server.use(http.post(PHOTOS, () => problem(415, "not_a_picture", "只接受照片。")));
  await shown([picture("large.png", 2000), picture("b.png")], 1);
  await seen(() => screen.getByText("超过 1000 B，请换一张较小的"));
  await seen(() => screen.getByText("只接受照片。"));
});
