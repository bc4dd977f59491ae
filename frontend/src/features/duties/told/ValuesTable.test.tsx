import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import type { Submission } from "../api";
import { SECURITY } from "../form/specimen";
import { ValuesTable } from "./ValuesTable";

const SUBMISSION = {
  version: 1,
  zero: false,
  values: { key_areas: 20, key_areas_with_video: 18 },
  derived: { video_coverage: "90.00" },
  warnings: [],
} as unknown as Submission;

test("a reviewer sees last period's rate beside this one, though only what it is reckoned from was kept", async () => {
  await render(
    <ValuesTable
      form={SECURITY}
      submission={SUBMISSION}
      before={undefined}
      previous={{ key_areas: 20, key_areas_with_video: 5 }}
    />,
  );
  const rate = SECURITY.indicators.find(({ rate }) => rate?.numerator === "key_areas_with_video");
  const head = await screen.findByRole("rowheader", { name: new RegExp(rate?.zh ?? "none") });
  const row = head.closest("tr");
  expect(row).toHaveTextContent("25.00%");
});
