import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import type { Recusal } from "./api";
import { standing } from "./api";
import { RecusalsPage } from "./RecusalsPage";

const OWN: Recusal = {
  id: "r1",
  version: 1,
  user_id: "me",
  username: "lead",
  display_name: "周丽涵",
  subject_type: "organisation",
  subject_id: "o1",
  subject_label: "济世堂诊所",
  reason: "配偶在该机构任职",
  starts_at: "2026-11-01T01:00:00Z",
  ends_at: null,
  declared_by_id: "me",
  declared_by_name: "周丽涵",
  ended_by_name: null,
};
const ORDERED: Recusal = {
  ...OWN,
  id: "r2",
  subject_label: "人民医院",
  declared_by_id: "boss",
  declared_by_name: "高局长",
};

test("one ends what one declared oneself, not what a superior ordered", async () => {
  const sent: unknown[] = [];
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ id: "me", permissions: ["recusal.declare"] })),
    http.get("*/api/v1/recusals", () => HttpResponse.json({ items: [OWN, ORDERED], next_cursor: null, total: 2 })),
    http.post("*/api/v1/recusals/r1/end", async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json({ ...OWN, version: 2 });
    }),
  );
  await render(<RecusalsPage />);
  await seen(() => screen.getByText("单位 · 济世堂诊所"));
  expect(screen.queryByRole("button", { name: "决定下属回避" })).not.toBeInTheDocument();
  const ends = screen.getAllByRole("button", { name: "解除回避：周丽涵" });
  expect(ends).toHaveLength(1);
  fireEvent.click(ends[0] as HTMLElement);
  const dialog = await screen.findByRole("dialog");
  fireEvent.change(within(dialog).getByLabelText(/理由/), { target: { value: "已离职" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "解除回避" }));
  await waitFor(() => expect(sent).toEqual([['"1"', { reason: "已离职" }]]));
});

test("whoever leads chooses the subordinate by name and sends the account", async () => {
  const asked: (string | null)[] = [];
  const sent: unknown[] = [];
  const person = (id: string, display_name: string) => ({
    id,
    display_name,
    organisation_id: "o9",
    organisation_name: "医政科",
  });
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({ id: "me", permissions: ["recusal.declare", "recusal.order"], organisation: null }),
    ),
    http.get("*/api/v1/recusals", () => HttpResponse.json({ items: [], next_cursor: null, total: 0 })),
    http.get("*/api/v1/recusals/subordinates", ({ request }) => {
      const name = new URL(request.url).searchParams.get("name");
      asked.push(name);
      const items = [person("u1", "李娜"), person("u2", "王伟")].filter((one) =>
        one.display_name.startsWith(name ?? ""),
      );
      return HttpResponse.json({ items, next_cursor: null });
    }),
    http.get("*/api/v1/duties", () => HttpResponse.json({ items: [{ id: "d1", number: "DT-1" }], next_cursor: null })),
    http.post("*/api/v1/recusals", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(OWN, { status: 201 });
    }),
  );
  await render(<RecusalsPage />);
  fireEvent.click(await screen.findByRole("button", { name: "决定下属回避" }));
  const dialog = await screen.findByRole("dialog");
  const who = within(dialog).getByRole("combobox", { name: /回避人/ });
  fireEvent.mouseDown(who);
  fireEvent.change(who, { target: { value: "王" } });
  await waitFor(() => expect(asked.at(-1)).toBe("王"));
  fireEvent.click(await screen.findByText("王伟（医政科）"));
  fireEvent.mouseDown(within(dialog).getByRole("combobox", { name: /对象类型/ }));
  fireEvent.click(await screen.findByText("任务报送"));
  fireEvent.change(await within(dialog).findByLabelText(/编号/), { target: { value: "DT-1" } });
  fireEvent.change(within(dialog).getByLabelText(/理由/), { target: { value: "亲属在该单位任职" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "决定下属回避" }));
  await waitFor(() =>
    expect(sent).toEqual([{ user_id: "u2", subject_type: "duty", subject_id: "d1", reason: "亲属在该单位任职" }]),
  );
});

test("a recusal is to come, in force, or over from its last instant on", () => {
  const at = (text: string) => new Date(text);
  const limited = { ...OWN, ends_at: "2026-11-20T00:00:00Z" };
  expect(standing(limited, at("2026-10-31T00:00:00Z"))).toBe("toCome");
  expect(standing(limited, at("2026-11-19T23:59:59Z"))).toBe("inForce");
  expect(standing(limited, at("2026-11-20T00:00:00Z"))).toBe("over");
});
