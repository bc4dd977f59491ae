import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { ClientsPage } from "./ClientsPage";

const client = {
  id: "c1",
  client_id: "his-demo",
  name: "区人民医院信息系统",
  organisation_id: "o1",
  organisation_name: "区人民医院",
  scopes: ["duty.read"],
  active: true,
  previous_until: null,
  created_at: "2026-11-24T02:00:00Z",
  updated_at: "2026-11-24T02:00:00Z",
  version: 2,
};

test("a new secret whose answer was lost is asked for under the same key, and is then shown, once", async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["client.manage"] })),
    http.get("*/api/v1/roles", () => HttpResponse.json({ roles: [], permissions: [], scopes: {} })),
    http.get("*/api/v1/api-clients", () => HttpResponse.json({ items: [client], next_cursor: null, total: 1 })),
    http.get("*/api/v1/api-clients/c1", () => HttpResponse.json(client)),
    http.post("*/api/v1/api-clients/c1/rotate", ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1 ? HttpResponse.error() : HttpResponse.json({ ...client, client_secret: "only-once" });
    }),
  );
  await render(<ClientsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "更换密钥 his-demo" }));
  const send = async () => userEvent.click(await screen.findByRole("button", { name: "更换密钥" }));
  await send();
  expect(await screen.findByText(/连不上服务器/)).toBeInTheDocument();
  await send();
  expect(await screen.findByText("only-once")).toBeInTheDocument();
  expect(keys[1]).toBe(keys[0]);
  await userEvent.click(screen.getByRole("button", { name: "已保管好，关闭" }));
  await waitFor(() => expect(screen.queryByText("only-once")).toBeNull());
});
