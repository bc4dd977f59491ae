import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { render } from "@/testing/render";
import { NextDue } from "./NextDue";

const NEXT = {
  next_due_clock_id: "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
  next_due_title_zh: "重大医疗纠纷电话报告",
  next_due_title_en: "Major dispute: report by telephone",
  next_due_unit: "hours" as const,
  next_due_at: "2999-11-24T07:30:00Z",
  next_due_on: "2999-11-24",
};

test("a line says which term runs out next, in hours where hours count", async () => {
  render(<NextDue of={NEXT} />);
  expect(await screen.findByRole("button", { name: /^重大医疗纠纷电话报告：还剩 \d+ 小时/ })).toBeInTheDocument();
});

test("in English, and late", async () => {
  setLanguage("en");
  const late = {
    next_due_unit: "working_days",
    next_due_at: "2020-03-02T16:00:00Z",
    next_due_on: "2020-03-02",
  } as const;
  render(<NextDue of={{ ...NEXT, ...late }} />);
  expect(
    await screen.findByRole("button", { name: /^Major dispute: report by telephone: \d+ d late/ }),
  ).toBeInTheDocument();
});

test("where no term runs there is nothing to say", async () => {
  const none = Object.fromEntries(Object.keys(NEXT).map((key) => [key, null])) as Record<keyof typeof NEXT, null>;
  render(
    <>
      <NextDue of={none} />
      <p>after</p>
    </>,
  );
  expect(await screen.findByText("after")).toBeInTheDocument();
  expect(screen.queryByRole("button")).toBeNull();
});
