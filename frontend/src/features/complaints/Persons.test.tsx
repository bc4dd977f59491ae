import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, problem, server } from "@/testing/server";
import { Persons } from "./Persons";
import { complaint } from "./specimen";

const REVEAL = `*/api/v1/complaints/${complaint.id}/reveal`;
const may = (...permissions: string[]) =>
  server.use(http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions })));
const asInstitution = () =>
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({
        ...me,
        permissions: ["complaint.read", "complaint.handle", "complaint.reveal"],
        organisation: { ...me.organisation, id: complaint.organisation_id, kind: "institution" },
      }),
    ),
  );

afterEach(() => vi.restoreAllMocks());

async function look(reason = "电话反馈处理意见") {
  await userEvent.click(await screen.findByRole("button", { name: "查看" }));
  await userEvent.type(screen.getByLabelText("查看理由"), reason);
  await userEvent.click(screen.getAllByRole("button", { name: "查看" }).at(-1) as HTMLElement);
}

test("who complains is shown for a reason, until the server's instant, and then masked again", async () => {
  may("complaint.read", "complaint.handle", "complaint.reveal");
  const sent: unknown[] = [];
  server.use(
    http.post(REVEAL, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({
        complainant_name: "王小明",
        complainant_phone: "13800138000",
        complainant_address: null,
        patient_name: null,
        patient_identity: null,
        visit_number: null,
        forget_at: new Date(Date.now() + 60_000).toISOString(),
      });
    }),
  );
  await render(<Persons complaint={complaint} />);
  await seen(() => screen.getByText("138****8000"));
  await look();
  await seen(() => screen.getByText("13800138000"));
  expect(screen.getByText("王小明")).toBeVisible();
  expect(screen.queryByText("138****8000")).toBeNull();
  expect(sent).toEqual([{ reason: "电话反馈处理意见" }]);
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toMatch(/13800138000|王小明/);

  // The machine sleeps past the instant: the first look afterwards takes it away.
  const later = Date.now() + 61_000;
  vi.spyOn(Date, "now").mockReturnValue(later);
  await act(() => new Promise((resolve) => setTimeout(resolve, 1200)));
  expect(screen.queryByText("13800138000")).toBeNull();
  expect(screen.getByText("138****8000")).toBeVisible();
});

test("a refused look shows nothing, and its field says why", async () => {
  may("complaint.read", "complaint.handle", "complaint.reveal");
  server.use(
    http.post(REVEAL, () =>
      problem(422, "invalid", "请求内容有误。", [
        { pointer: "/reason", code: "string_too_short", detail: "至少 2 个字" },
      ]),
    ),
  );
  await render(<Persons complaint={complaint} />);
  await look("查");
  expect((await screen.findAllByText("至少 2 个字")).length).toBeGreaterThan(0);
  expect(screen.getByText("138****8000")).toBeInTheDocument();
});

test("whoever does not handle it is told why there is nothing to press", async () => {
  may("complaint.read", "complaint.handle", "complaint.reveal");
  await render(<Persons complaint={{ ...complaint, handler_id: "another", handler_name: "市卫生健康委" }} />);
  await seen(() => screen.getByText("只有承办单位（市卫生健康委）可以查看完整信息。"));
  expect(screen.queryByRole("button", { name: "查看" })).toBeNull();
});

test("whose role handles no complaints is told so", async () => {
  may("complaint.read");
  await render(<Persons complaint={complaint} />);
  await seen(() => screen.getByText(/您的岗位不办理投诉/));
  expect(screen.queryByRole("button", { name: "查看" })).toBeNull();
});

test("an institution reads that the person asked to be protected, and sees none", async () => {
  asInstitution();
  const masked = { complainant_name_masked: null, complainant_phone_masked: null, relation: null };
  await render(<Persons complaint={{ ...complaint, ...masked, is_protected: true }} />);
  await seen(() => screen.getByText("投诉人要求保密"));
  expect(screen.queryByRole("button", { name: "查看" })).toBeNull();
});
