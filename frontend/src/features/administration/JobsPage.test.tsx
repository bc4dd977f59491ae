import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import { JobsPage } from "./JobsPage";

const job = {
  id: "j1",
  kind: "import-apply",
  title_zh: "写入导入文件",
  title_en: "Apply an import",
  state: "dead",
  done: 3,
  total: 10,
  error: "磁盘已满",
  message_zh: null,
  message_en: null,
  attempts: 5,
  max_attempts: 5,
  created_at: "2026-11-24T02:00:00Z",
  version: 7,
};

test("a job that failed says why and how far it came, and is run again by the version it has now", async () => {
  const versions: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: [...me.permissions, "job.manage"] })),
    http.get("*/api/v1/jobs", () => HttpResponse.json({ items: [job], next_cursor: null, total: 1 })),
    http.get("*/api/v1/jobs/j1", () => HttpResponse.json({ ...job, version: 8 })),
    http.post("*/api/v1/jobs/j1/restart", ({ request }) => {
      versions.push(request.headers.get("If-Match"));
      return HttpResponse.json({ ...job, state: "waiting" });
    }),
  );
  await render(<JobsPage />);
  await seen(() => screen.getByText("磁盘已满"));
  expect(screen.getByText("5/5")).toBeVisible();
  expect(screen.getByRole("combobox", { name: "状态" })).toBeInTheDocument();
  await userEvent.click(await screen.findByRole("button", { name: "重新运行" }));
  await waitFor(() => expect(versions).toEqual(['"8"']));
});
