import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { NotificationsPage } from "./NotificationsPage";

const item = (id: string, text: string, read_at: string | null) => ({
  id,
  text,
  read_at,
  at: "2026-11-24T02:00:00Z",
  subject_type: "duty",
  subject_id: `d-${id}`,
});

test("what is unread says so without shouting, and is read once it is opened", async () => {
  const read: string[] = [];
  server.use(
    http.get("*/api/v1/notifications", () =>
      HttpResponse.json({
        items: [item("1", "任务已退回", null), item("2", "任务已审定", "2026-11-24T03:00:00Z")],
        next_cursor: null,
      }),
    ),
    http.post("*/api/v1/notifications/:id/read", ({ params }) => {
      read.push(String(params.id));
      return HttpResponse.json({});
    }),
  );
  const { router } = await render(<NotificationsPage />);
  const link = await screen.findByRole("link", { name: "任务已退回" });
  expect(screen.getAllByRole("img", { name: "未读" })).toHaveLength(1);
  expect(link.querySelector("strong")).toBeNull();
  await userEvent.click(link);
  await waitFor(() => expect(read).toEqual(["1"]));
  expect(router.state.location.pathname).toBe("/duties/d-1");
});
