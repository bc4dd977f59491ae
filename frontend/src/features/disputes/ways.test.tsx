import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import type { Dispute } from "./api";
import { clock, dispute } from "./specimen";
import { Ways } from "./Ways";
import { stationOf, turnOf, waysOf } from "./ways";

const standings = (of: Partial<Dispute>) => waysOf({ ...dispute, ...of }).map(({ standing }) => standing);

const MEDIATING: Partial<Dispute> = {
  state: "mediating",
  mediator: "区医疗纠纷人民调解委员会",
  mediation_requested_at: "2026-11-24T03:00:00Z",
  mediation_requested_by: "both",
  mediation_accepted_at: "2026-11-25T01:00:00Z",
  clocks: [clock("dispute_peoples_mediation")],
};

const appraisal: Dispute["appraisals"][number] = {
  id: "a1",
  state: "commissioned",
  kind: "judicial",
  body: "某市司法鉴定中心",
  contract_at: "2026-11-26T01:00:00Z",
  material_at: null,
  avoidance: null,
  avoidance_note: null,
  delivered_at: null,
  has_harm: null,
  has_fault: null,
  has_causation: null,
  share: null,
  opinion: null,
  entered_by_name: "何静",
  available_actions: [],
};

test("before the patient was informed no way is open, afterwards each", () => {
  expect(standings({ state: "registered" })).toEqual(["later", "later", "later", "later"]);
  expect(standings({})).toEqual(["open", "open", "open", "open"]);
});

test("a claim above the region's limit shuts negotiation, and says so", () => {
  const [negotiation] = waysOf({ ...dispute, negotiation_limit_fen: 1_000_000 });
  expect(negotiation?.standing).toBe("shut");
  expect(negotiation?.lines).toEqual(["索赔超过本地自行协商上限 10,000 元"]);
});

test("while one way is gone the others wait; only the court stays open", () => {
  expect(standings(MEDIATING)).toEqual(["unused", "running", "unused", "open"]);
  expect(turnOf({ ...dispute, ...MEDIATING })).toMatchObject({ who: "区医疗纠纷人民调解委员会", what: "调解" });
});

test("an appraisal holds the mediation, and it is the turn of whoever appraises", () => {
  const held: Dispute = {
    ...dispute,
    ...MEDIATING,
    open_appraisals: 1,
    appraisals: [appraisal],
    clocks: [
      clock("dispute_peoples_mediation", { state: "paused" }),
      clock("dispute_appraisal_judicial", { title_zh: "司法鉴定期限" }),
    ],
  };
  expect(waysOf(held)[1]?.standing).toBe("held");
  expect(turnOf(held)).toMatchObject({ who: "某市司法鉴定中心", clock: { term: "dispute_appraisal_judicial" } });
});

test("what ended without result says how, and each may be chosen again", () => {
  const failed: Partial<Dispute> = {
    state: "mediation_failed",
    negotiation_place: "接待室",
    mediation_requested_at: "2026-11-24T03:00:00Z",
    mediation_outcome: "lapsed",
    mediation_ended_at: "2026-12-30T03:00:00Z",
  };
  expect(standings(failed)).toEqual(["failed", "failed", "open", "open"]);
  expect(waysOf({ ...dispute, ...failed })[1]?.lines).toContain("逾期视为调解不成");
});

test("resolved, the institution pays what is left and closes", () => {
  const agreed: Dispute = { ...dispute, state: "performing", resolved_by: "negotiation", agreed_fen: 2_000_000 };
  expect(turnOf(agreed)?.what).toBe("履行，尚应支付 20,000 元");
  expect(turnOf({ ...agreed, paid_fen: 2_000_000 })?.what).toBe("结案");
  expect(stationOf(agreed)).toBe(3);
  expect(turnOf({ ...agreed, state: "closed" })).toBeNull();
});

test("the picture says whose turn it is and until when, and each way by its word", async () => {
  await render(<Ways dispute={{ ...dispute, ...MEDIATING }} />);
  const picture = await screen.findByRole("region", { name: "解决途径" });
  expect(within(picture).getAllByText("2099-01-06 截止")).toHaveLength(2);
  const lines = within(picture)
    .getAllByRole("listitem")
    .filter((line) => line.classList.contains("ways-one"));
  expect(lines.map((line) => line.textContent)).toEqual([
    expect.stringContaining("双方协商未采用"),
    expect.stringContaining("人民调解进行中"),
    expect.stringContaining("行政调解未采用"),
    expect.stringContaining("诉讼可以选择"),
  ]);
});
