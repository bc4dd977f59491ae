/** Answers between the API and the controls; amendments; the document beside its duties; where a key leads. */
import dayjs from "dayjs";
import { describe, expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import type { Campaign } from "../api";
import { step } from "../board/matrix-keys";
import { answersNow, toChange } from "./amendment";
import { inWords, placesOf, problemsByPlace, toAnswer, toAnswers, toControl, toControls } from "./answers";
import { jobOf, launchingOf } from "./launching";
import { orderOf, type PlanText, sideBySide } from "./plan-text";

const blank = (
  pointer: string,
  kind: Schemas["BlankKind"],
  required = true,
  suggestion: unknown = null,
): Schemas["BlankRead"] => ({ pointer, kind, question: pointer, as_given: "20__年__月", required, suggestion });

const PLAN: PlanText = {
  based_on: [],
  title: "方案",
  key_tasks: [{ code: "T1", clause: "二(一)", title: "打击违法", measures: ["查处", "移交"] }],
  phases: [
    {
      code: "P1",
      clause: "三(一)",
      title: "自查阶段",
      runs_throughout: false,
      period: { as_given: "20__年__月" },
      tasks: ["自查"],
      deliverables: [],
      coverage_targets: [{ text: "全覆盖" }],
    },
  ],
  reporting_duties: [
    { code: "RD1", clause: "结尾", what: "总结", frequency: "once", due: { as_given: null } },
    { code: "RD2", clause: "三(一)", what: "季报", frequency: "quarterly", due: { as_given: "__月__日前" } },
  ],
  accountability_rules: [],
  requirements: [{ clause: "四", text: "加强领导" }],
};

describe("places", () => {
  test("blanks in the document's order, other known answers after them, each in its kind", () => {
    const places = placesOf(
      [
        blank("/period", "period"),
        blank("/reporting_duties/0/due/date", "date"),
        blank("/reporting_duties/1/due/date", "date", false),
        blank("/reporting_duties/1/due/days", "number", false),
        blank("/start_year", "number"),
        blank("/issuer", "party", false),
      ],
      { "/period": { from: "2026-01-01" }, "/phases/0/period": { from: "2026-01-01", to: "2026-01-31" } },
      PLAN,
    );
    expect(places.map((place) => [place.pointer, place.kind, place.group])).toEqual([
      ["/period", "period", "required"],
      ["/reporting_duties/0/due/date", "date", "required"],
      ["/reporting_duties/1/due/date", "dates", "optional"],
      ["/reporting_duties/1/due/days", "days", "optional"],
      ["/start_year", "year", "required"],
      ["/issuer", "party", "optional"],
      ["/phases/0/period", "period", "other"],
    ]);
    expect(places.at(-1)?.question).toBe("“自查阶段”起止时间");
  });

  test("a single end beside a known period is asked for as the whole, and written to both places", () => {
    const before = {
      "/phases/0/period": { from: "2026-01-01", to: "2026-01-31" },
      "/phases/0/period/to": "2026-01-31",
    };
    const places = placesOf([blank("/phases/0/period/to", "date")], before, PLAN);
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject({ pointer: "/phases/0/period", kind: "period", required: true });
    const held = { "/phases/0/period": [dayjs("2026-01-05"), dayjs("2026-02-10")] };
    expect(toAnswers(places, held, before)).toEqual({
      "/phases/0/period": { from: "2026-01-05", to: "2026-02-10" },
      "/phases/0/period/to": "2026-02-10",
    });
  });
});

describe("answers", () => {
  test.each([
    ["date", "2026-03-01"],
    ["dates", ["2026-03-01", "2026-06-01"]],
    ["days", [15, 30]],
    ["year", 2026],
    ["period", { from: "2026-01-01", to: "2026-02-01" }],
    ["period", { from: "2026-01-01" }],
    ["party", "0192f5c4-0000-7000-8000-000000000001"],
  ] as const)("%s comes back as it went in: %o", (kind, answer) => {
    expect(toAnswer(kind, toControl(kind, answer))).toEqual(answer);
  });

  test("what is emptied is no answer any more; what the form does not show is kept", () => {
    const before = { "/period": { from: "2026-01-01", to: "2026-02-01" }, "/kept": "x" };
    const places = placesOf([blank("/period", "period"), blank("/issuer", "party", false)], { "/period": 1 }, PLAN);
    expect(toAnswers(places, { "/period": [null, null], "/issuer": "  " }, before)).toEqual({ "/kept": "x" });
    expect(toControls(places, {})["/period"]).toBeUndefined();
  });

  test("days are written in order, suggestions said in words", () => {
    expect(toAnswer("days", [30, 5])).toEqual([5, 30]);
    expect(inWords("days", [15, 30])).toBe("15 日、30 日");
    expect(inWords("period", { from: "2026-01-01", to: "2026-02-01" })).toBe("2026-01-01 — 2026-02-01");
  });

  test("problems land on their place, a period's ends on the period, the rest on none", () => {
    const places = placesOf([blank("/period", "period"), blank("/phases/0/period/to", "date")], {}, PLAN);
    const error = (pointer: string) => ({ pointer, code: "c", detail: pointer });
    const { found, rest } = problemsByPlace(places, [
      error("/period/from"),
      error("/phases/0/period"),
      error("/nowhere"),
    ]);
    expect(found.get("/period")).toEqual(["/period/from"]);
    expect(found.get("/phases/0/period/to")).toEqual(["/phases/0/period"]);
    expect(rest.map((one) => one.pointer)).toEqual(["/nowhere"]);
  });
});

describe("an amendment", () => {
  const campaign = {
    starts_on: "2026-01-01",
    ends_on: "2026-06-30",
    phases: [
      { code: "P1", title: "", stage: null, runs_throughout: false, starts_on: "2026-01-01", ends_on: "2026-03-31" },
    ],
    answers: { "/period": { from: "2026-01-01", to: "2026-06-30" } },
    owners: {},
    institution_types: [],
  } as unknown as Campaign;
  const now = answersNow(campaign, PLAN);
  const typed = (answers: Record<string, unknown>) => ({
    answers,
    retire: ["RD1"],
    restore: [],
    owners: {},
    institution_types: [],
    file: null,
    reason: "因故",
  });

  test("dates nobody touched are not sent", () => {
    expect(now["/phases/0/period"]).toEqual({ from: "2026-01-01", to: "2026-03-31" });
    expect(toChange(typed({ ...now }), campaign, now)).toEqual({
      retire: ["RD1"],
      reason: "因故",
    });
  });
  test("a changed date is sent along with the answers that were there", () => {
    const change = toChange(
      typed({ ...now, "/phases/0/period": { from: "2026-01-01", to: "2026-04-30" } }),
      campaign,
      now,
    );
    expect(change.answers).toEqual({
      "/period": { from: "2026-01-01", to: "2026-06-30" },
      "/phases/0/period": { from: "2026-01-01", to: "2026-04-30" },
    });
  });
});

describe("the document", () => {
  test("clauses in the order of their numbers, what has none last", () => {
    expect(
      ["结尾", "二(十一)", "二(二)1", "三", "二(二)"].sort((a, b) => {
        const [x, y] = [orderOf(a), orderOf(b)];
        return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0) || (x[2] ?? 0) - (y[2] ?? 0);
      }),
    ).toEqual(["二(二)", "二(二)1", "二(十一)", "三", "结尾"]);
  });
  test("each clause stands beside the duties that come from it", () => {
    const duty = { code: "RD2", source_clause: "三(一)" } as Schemas["PlanClauseRead"];
    const parts = sideBySide(PLAN, [duty]);
    expect(parts.map((part) => part.clause)).toEqual(["二(一)", "三(一)", "四", "结尾"]);
    expect(parts[1]?.obligations).toEqual([duty]);
    expect(parts[1]?.lines.map((line) => [line.kind, line.texts])).toEqual([
      ["tasks", ["自查"]],
      ["targets", ["全覆盖"]],
      ["reports", ["季报（__月__日前）"]],
    ]);
  });
});

describe("a launch", () => {
  const at = "2026-11-24T02:00:00Z";
  const now = Date.parse(at) + 5_000;
  const campaign = { state: "launched", duty_count: 0, launched_at: at } as const;
  const job = (state: string, created_at = at) => ({ state, created_at, done: 0 }) as Schemas["JobItem"];

  test("is followed while duties are missing, fails with its job, ends with its job", () => {
    expect(launchingOf(campaign, 12_000, job("running"), now)).toBe("writing");
    expect(launchingOf(campaign, 12_000, null, now)).toBe("writing");
    expect(launchingOf(campaign, 12_000, job("dead"), now)).toBe("failed");
    expect(launchingOf({ ...campaign, duty_count: 11_999 }, 12_000, job("done"), now)).toBe("done");
    expect(launchingOf({ ...campaign, duty_count: 12_000 }, 12_000, null, now)).toBe("done");
  });
  test("a campaign amended long ago is not waited for", () => {
    expect(launchingOf(campaign, 40, null, now + 3_600_000)).toBe("done");
  });
  test("only the job of this launch counts", () => {
    const old = job("dead", "2026-11-20T02:00:00Z");
    const own = job("running");
    expect(jobOf([old, own], at)).toBe(own);
    expect(jobOf([old], at)).toBeNull();
  });
});

test("keys walk the matrix and stay in it", () => {
  const from = { row: 1, column: 1 };
  expect(step(from, "ArrowDown", false, 300, 60)).toEqual({ row: 2, column: 1 });
  expect(step({ row: 300, column: 60 }, "ArrowRight", false, 300, 60)).toEqual({ row: 300, column: 60 });
  expect(step(from, "PageUp", false, 300, 60)).toEqual({ row: 0, column: 1 });
  expect(step(from, "End", true, 300, 60)).toEqual({ row: 300, column: 60 });
  expect(step(from, "a", false, 300, 60)).toBeNull();
});
