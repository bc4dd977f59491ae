import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { problem, server } from "@/testing/server";
import { Notice } from "./Notice";

const CALENDAR: Schemas["CalendarRead"] = {
  year: 2027,
  region_code: "",
  edition: 1,
  status: "provisional",
  source: "",
  days: [{ day: "2027-01-01", kind: "off", note: "元旦" }],
  editions: [],
} as unknown as Schemas["CalendarRead"];

test("a notice half written is back after a reload; one published meanwhile is shown, and nothing goes unseen", async () => {
  const editions: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/calendars/2027", () =>
      HttpResponse.json({ ...CALENDAR, edition: 2, source: "国办发明电〔2026〕9号" }),
    ),
    http.put("*/api/v1/calendars/2027", ({ request }) => {
      editions.push(request.headers.get("If-Match"));
      if (editions.length === 1) return problem(412, "version_changed", "已被改动");
      return HttpResponse.json({ days: [], clocks: null, job_id: null });
    }),
  );
  const done = vi.fn();
  const open = () => render(<Notice calendar={CALENDAR} onClose={() => {}} onDone={done} />);
  const first = await open();
  await userEvent.type(await screen.findByLabelText("依据"), "国办通知");
  await userEvent.type(screen.getByLabelText("理由"), "新一年");
  first.unmount();

  await open();
  expect(await screen.findByText("已恢复您上次未提交的内容")).toBeInTheDocument();
  expect(screen.getByLabelText("依据")).toHaveValue("国办通知");
  await userEvent.click(screen.getByRole("button", { name: "预览影响" }));
  expect(await screen.findByText("国办发明电〔2026〕9号")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "正式公布" })).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "预览影响" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "正式公布" })).toBeEnabled());
  await userEvent.click(screen.getByRole("button", { name: "正式公布" }));
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(editions).toEqual(['"1"', '"2"', '"2"']);
  expect(Object.keys(localStorage).filter((key) => key.includes("notice"))).toEqual([]);
});
