import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { Letters } from "./Letters";
import { referral } from "./specimen";

const AT = "2026-03-02T01:30:00Z";

test("a paper is offered once the step that it tells of was taken, and no other", async () => {
  await render(<Letters referral={{ ...referral, reconsideration_asked_at: AT }} />);
  expect(await screen.findByText("复议申请书")).toBeVisible();
  expect(screen.queryByText("立案监督建议书")).toBeNull();
  expect(screen.queryByText("物品交接清单")).toBeNull();
});

test("before any of them there is no panel", async () => {
  await render(<Letters referral={referral} />);
  expect(screen.queryByText("可生成的文书")).toBeNull();
});
