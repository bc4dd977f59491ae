import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { EvidenceByPurpose, EvidenceGrid } from "./EvidenceGrid";

const PURPOSES = ["receipt", "notice", "other"] as const;
const receipt = {
  id: "a1",
  subject_type: "handoff",
  subject_id: "h1",
  purpose: "receipt",
  file_name: "回执.pdf",
  media_type: "application/pdf",
  size: 2048,
  sha256: "c".repeat(64),
  uploaded_by_name: "周丽涵",
  received_at: "2026-11-24T02:00:00Z",
  version: 1,
  withdrawn_at: null,
};
const holds = (...items: object[]) =>
  server.use(http.get("*/api/v1/attachments", () => HttpResponse.json({ items, next_cursor: null })));
const places = () => screen.queryAllByRole("region").map((place) => place.getAttribute("aria-label"));

test("what was received has its place, and one more stands open for what comes next, or for another kind", async () => {
  holds(receipt);
  await render(<EvidenceByPurpose subjectType="handoff" subjectId="h1" purposes={PURPOSES} next="notice" open />);
  expect(await screen.findByText("回执.pdf")).toBeVisible();
  expect(places()).toHaveLength(2);
  await userEvent.click(screen.getByRole("combobox", { name: "添加哪类文件" }));
  await userEvent.click(await screen.findByTitle("其他材料"));
  expect(places()).toEqual([expect.any(String), "其他材料"]);
});

test("closed and empty, it says so and takes nothing", async () => {
  holds();
  await render(
    <EvidenceByPurpose subjectType="handoff" subjectId="h1" purposes={PURPOSES} next="notice" open={false} />,
  );
  expect(await screen.findByText("还没有文书和材料。")).toBeVisible();
  expect(places()).toEqual([]);
  expect(screen.queryByRole("combobox")).toBeNull();
});

test("a place may be open where its neighbour is not, and bear a name of its own", async () => {
  holds(receipt);
  await render(
    <EvidenceGrid
      subjectType="handoff"
      subjectId="h1"
      purposes={PURPOSES}
      titles={{ notice: "公函" }}
      open={(purpose) => purpose === "notice"}
    />,
  );
  expect(await screen.findByText("回执.pdf")).toBeVisible();
  expect(places()).toHaveLength(3);
  expect(within(screen.getByRole("region", { name: "公函" })).getAllByLabelText("选择文件")).not.toHaveLength(0);
  expect(screen.getAllByLabelText("选择文件")).toHaveLength(
    within(screen.getByRole("region", { name: "公函" })).getAllByLabelText("选择文件").length,
  );
});
