import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
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
  expect(await screen.findByText("单位 · 济世堂诊所")).toBeVisible();
  expect(screen.queryByRole("button", { name: "决定下属回避" })).not.toBeInTheDocument();
  const ends = screen.getAllByRole("button", { name: "解除回避：周丽涵" });
  expect(ends).toHaveLength(1);
  fireEvent.click(ends[0] as HTMLElement);
  const dialog = await screen.findByRole("dialog");
  fireEvent.change(within(dialog).getByLabelText(/理由/), { target: { value: "已离职" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "解除回避" }));
  await waitFor(() => expect(sent).toEqual([['"1"', { reason: "已离职" }]]));
});

test("a recusal is to come, in force, or over from its last instant on", () => {
  const at = (text: string) => new Date(text);
  const limited = { ...OWN, ends_at: "2026-11-20T00:00:00Z" };
  expect(standing(limited, at("2026-10-31T00:00:00Z"))).toBe("toCome");
  expect(standing(limited, at("2026-11-19T23:59:59Z"))).toBe("inForce");
  expect(standing(limited, at("2026-11-20T00:00:00Z"))).toBe("over");
});
