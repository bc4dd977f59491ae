/** The figures of a campaign: worst fact, arrears, rows behind numbers, how many are short of a target. */
import { describe, expect, test } from "vitest";
import type { Coverage, Group } from "./api";
import { coverageInWords, targetInWords, verdictOf } from "./board/coverage-words";
import { groupName, periodName } from "./board/group-name";
import { behind, shortOf, sumOf, targetAt, totalOf, worstFact } from "./figures";

const group = (title: string, facts: Partial<Record<string, number>>, key: string | null = title): Group => ({
  key,
  title,
  title_en: null,
  mine: false,
  facts: {
    not_due: 0,
    due: 0,
    on_time: 0,
    zero: 0,
    late: 0,
    missing: 0,
    exempt: 0,
    quiet: 0,
    ...facts,
  } as Group["facts"],
  total: 0,
  expected: 0,
  actual: 0,
  rate: null,
  rows: { total: "campaign_id=c" },
});

describe("the worst fact of a cell", () => {
  test.each([
    [{ on_time: 9, missing: 1 }, "missing"],
    [{ due: 3, late: 1, on_time: 2 }, "late"],
    [{ zero: 2, due: 1 }, "due"],
    [{ on_time: 1, not_due: 11 }, "on_time"],
    [{ exempt: 2, not_due: 1 }, "not_due"],
    [{ quiet: 3, exempt: 2 }, "quiet"],
    [{ quiet: 3, not_due: 1 }, "not_due"],
    [{ missing: 0, exempt: 1 }, "exempt"],
  ])("%o → %s", (facts, worst) => expect(worstFact(facts)).toBe(worst));

  test("nothing owed is no fact", () => expect(worstFact({})).toBeNull());
  test("cells add up", () => {
    const sum = sumOf([{ late: 1, due: 2 }, { late: 2 }, {}]);
    expect(sum).toEqual({ late: 3, due: 2 });
    expect(totalOf(sum)).toBe(5);
  });
});

test("behind: most missing and late first, then most missing, then most owed; nobody else", () => {
  const names = behind([
    group("全按时", { on_time: 5 }),
    group("一缺", { missing: 1 }),
    group("两迟", { late: 2 }),
    group("两缺", { missing: 2 }),
    group("一缺一待", { missing: 1, due: 4 }),
    group("只待报", { due: 9 }),
  ]).map((one) => one.title);
  expect(names).toEqual(["两缺", "两迟", "一缺一待", "一缺"]);
});

describe("coverage", () => {
  const coverage: Coverage = {
    clause_code: "P2.coverage",
    index: 0,
    phase: "P2",
    text: "完成机构总数的70%",
    operator: ">=",
    target: 70,
    unit: "percent",
    population_text: "各级各类医疗机构",
    institution_types: [],
    best_effort: false,
    population: 109,
    reached: 70,
    percent: 64.22,
    met: false,
    regions: [],
    metric: null,
    due_on: "2026-12-31",
    past: false,
    as_of: "2026-11-28",
    counted_by: "reports",
    counted_clauses: ["P1.self_check"],
    approved_only: false,
    value: null,
    owing: 109,
    reported: 70,
    rows: {},
    now: null,
  };
  test("how many are short is counted in whole organisations", () => {
    expect(shortOf(coverage)).toBe(7);
    expect(shortOf({ ...coverage, target: 100, population: 5, reached: 5 })).toBe(0);
    expect(shortOf({ ...coverage, population: null })).toBeNull();
    expect(shortOf({ ...coverage, counted_by: "each", population: 12, reached: 9 })).toBe(3);
    // Of 40 key areas 30: ten areas are short, and areas are not organisations.
    expect(shortOf({ ...coverage, counted_by: "share", population: 40, reached: 30 })).toBeNull();
  });
  test("a target is not yet met until its day, and not met after it", () => {
    expect(verdictOf(coverage)).toEqual({ text: "尚未达标，还差 7 家", tone: "due" });
    expect(verdictOf({ ...coverage, past: true })).toEqual({ text: "未达标，还差 7 家", tone: "missing" });
    expect(verdictOf({ ...coverage, met: true, past: true }).text).toBe("已达标");
  });
  test("while reports are out that may change the answer, nothing is judged", () => {
    const out = { ...coverage, counted_by: "share" as const, met: null, owing: 12, reported: 9 };
    expect(verdictOf(out)).toEqual({ text: "还有 3 家未报，暂不能判定", tone: "not-due" });
    expect(verdictOf({ ...out, reported: 12 }).text).toBe("不设达标线");
  });
  test("what nothing counts is said to be uncounted, not 0 %", () => {
    const uncounted = { ...coverage, counted_by: null, population: null, reached: null, percent: null, met: null };
    expect(verdictOf(uncounted).text).toBe("暂时无法统计");
    expect(coverageInWords(uncounted, verdictOf(uncounted))).toContain("当前 —");
  });
  test("targets of every operator in words", () => {
    expect(targetInWords(coverage)).toBe("不低于 70%");
    expect(targetInWords({ operator: "between", target: [1, 2], unit: "institutions" })).toBe("1 至 2 家机构");
    expect(targetInWords({ operator: "rising", target: null, unit: "percent" })).toBe("持续提高");
    expect(targetInWords({ operator: "=", target: 24, unit: "hours_per_day" })).toBe("达到 24 小时／天");
  });
  test("only percent has a place on the bar", () => {
    expect(targetAt(coverage)).toBe(70);
    expect(targetAt({ ...coverage, unit: "townships", target: 6 })).toBeNull();
  });
});

test("periods and groups have names that people read", () => {
  const phases = [
    {
      code: "P2",
      title: "集中整治",
      stage: null,
      runs_throughout: false,
      starts_on: "2026-01-01",
      ends_on: "2026-02-01",
    },
  ];
  expect(periodName("2026-03-H2", phases)).toBe("2026 年 03 月下半月");
  expect(periodName("2026-Q4", phases)).toBe("2026 年第 4 季度");
  expect(periodName("P2", phases)).toBe("集中整治");
  expect(groupName(group("x", {}, null), "phase", phases, [])).toBe("不分阶段（贯穿全程）");
  // A code is for machines: where the plan gives no title, people count.
  expect(periodName("P3", phases)).toBe("第 3 阶段");
  const regions = [{ code: "990102", name: "澄岚区", authority: "澄岚区卫生健康局", parent: null }];
  expect(groupName(group("990102", {}), "region", phases, regions)).toBe("澄岚区");
});
