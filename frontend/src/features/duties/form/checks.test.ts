/** What is expected here is what the server's own checks (`form_values.check`) answered to the same values. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "./checks";
import { type FormDefinition, type TypedValues, typedFrom, valuesToSend } from "./definition";
import { CHARGING, SECURITY, SOUND } from "./specimen";

const kinds = (form: FormDefinition, typed: TypedValues, previous: Record<string, unknown> | null = null) => {
  const { errors, warnings, derived } = check(form, typed, previous);
  return {
    errors: errors.map(({ code, kind }) => `${code} ${kind}`),
    warnings: warnings.map(({ code, kind }) => `${code} ${kind}`),
    derived,
  };
};

test("the specimen says what the shipped form says", () => {
  const file = path.resolve("..", "backend", "duban", "campaigns", "data", "forms", "security_capability.yaml");
  const text = readFileSync(file, "utf8");
  for (const { code, zh } of SECURITY.indicators) {
    expect(text).toContain(`code: ${code}`);
    expect(text).toContain(`zh: ${zh}`);
  }
  expect(text).toContain("{kind: at_most, value: guards_certified, limit: guards}");
  expect(text).toContain("{kind: required_if, indicator: alarm_linked_to_police, when: one_key_alarm, equals: true}");
  for (const term of ["medical_staff_on_duty, percent: 3", "beds, per: 20", "mean_daily_outpatients, permille: 3"])
    expect(text).toContain(`{of: ${term}}`);
});

describe("the hospital's security form", () => {
  const none = { errors: [], warnings: [], derived: { video_coverage: "100.00" } };

  test("has nothing against sound figures", () => expect(kinds(SECURITY, SOUND)).toEqual(none));

  test("asks for the highest of three numbers of guards, each rounded up, and only warns", () => {
    const found = check(SECURITY, { ...SOUND, guards: "14", guards_certified: "14" });
    expect(found.errors).toEqual([]);
    expect(found.warnings.map(({ text }) => text)).toEqual([
      "应不少于 15，现为 14。依据：《关于推进医院安全秩序管理工作的指导意见》（2021年）；国卫办医发〔2013〕28号",
    ]);
  });
  test("reads full-width digits and thousands", () =>
    expect(kinds(SECURITY, { ...SOUND, guards: "１４", mean_daily_outpatients: "5,000" })).toEqual({
      ...none,
      errors: ["guards_certified at_most"],
      warnings: ["guards target_not_reached"],
    }));
  test("does not let a part outgrow its whole", () => {
    const [error] = check(SECURITY, { ...SOUND, guards_certified: "16" }).errors;
    expect(error).toEqual({ code: "guards_certified", kind: "at_most", text: "不能大于“专职保安员数”（15）。" });
  });
  test("asks for more where an answer calls for it", () => {
    const { alarm_linked_to_police: _, ...open } = SOUND;
    expect(kinds(SECURITY, open).errors).toEqual(["alarm_linked_to_police required_if"]);
    expect(kinds(SECURITY, { ...open, one_key_alarm: false })).toEqual({
      ...none,
      warnings: ["one_key_alarm target_not_reached"],
    });
  });
  test("asks of some only what a law asks of them, and names it", () => {
    const basis = { zh: "《反恐怖主义法》第三十二条", en: "Counter-terrorism Law art. 32" };
    const target = { op: ">=" as const, value: 90, best_effort: false };
    const some = { kind: "target_if" as const, indicator: "video_kept_days", target, basis };
    const form = { ...SECURITY, checks: [{ ...some, when: "one_key_alarm", equals: true }] };
    expect(check(form, SOUND).warnings).toEqual([
      {
        code: "video_kept_days",
        kind: "target_not_reached",
        text: "未达到目标：≥ 90 天。如实填报即可。依据：《反恐怖主义法》第三十二条",
      },
    ]);
    expect(check(form, { ...SOUND, video_kept_days: "90" }).warnings).toEqual([]);
    const others = { ...SECURITY, checks: [{ ...some, when: "one_key_alarm", equals: false }] };
    expect(check(others, SOUND).warnings).toEqual([]);
  });
  test("reckons a rate to two decimals, and none over nought", () => {
    const third = { ...SOUND, key_areas: "3", key_areas_with_video: "1", video_kept_days: "29" };
    expect(kinds(SECURITY, third)).toEqual({
      errors: [],
      warnings: ["video_coverage target_not_reached", "video_kept_days target_not_reached"],
      derived: { video_coverage: "33.33" },
    });
    const nought = { ...SOUND, key_areas: "0", key_areas_with_video: "0" };
    expect(kinds(SECURITY, nought)).toEqual({ ...none, derived: { video_coverage: null } });
  });
  test("refuses what is no whole number or lies below nought", () =>
    expect(kinds(SECURITY, { ...SOUND, beds: "1.5", guards: "-1" }).errors).toEqual([
      "beds not_a_number",
      "guards out_of_range",
    ]));
});

describe("the charging form", () => {
  const typed = { problems: "3", self_made_items: "1", split_items: "2", wrongly_charged: "100", refunded: "50" };
  const before = {
    problems: 5,
    self_made_items: 2,
    split_items: 3,
    wrongly_charged: "300.00",
    refunded: "200.00",
  };

  test("adds up", () => {
    expect(kinds(CHARGING, typed).errors).toEqual([]);
    const [error] = check(CHARGING, { ...typed, problems: "4" }).errors;
    expect(error?.text).toBe("应等于“其中自立项目、自定标准”、“其中分解、重复收费”之和（3）。");
  });
  test("waits with the sum until all its parts are there", () =>
    expect(kinds(CHARGING, { ...typed, problems: "9", split_items: "" }).errors).toEqual(["split_items required"]));
  test("takes two decimals of a yuan", () =>
    expect(kinds(CHARGING, { ...typed, refunded: "50.005" })).toEqual({
      errors: ["refunded money_places"],
      warnings: [],
      derived: { refund_rate: null },
    }));
  test("does not let a cumulative figure fall", () => {
    const found = check(CHARGING, typed, before);
    expect(found.errors).toEqual([
      { code: "problems", kind: "cumulative_fell", text: "累计数不能小于上期（上期 5）。" },
    ]);
    expect(found.warnings[0]?.text).toBe("未达到目标：不低于上期（66.67%）。如实填报即可。");
  });
  test("compares rates exactly, not as they are shown", () => {
    const level = { ...typed, problems: "5", split_items: "4" };
    expect(kinds(CHARGING, { ...level, refunded: "66.67" }, before).warnings).toEqual([]);
    expect(kinds(CHARGING, { ...level, refunded: "66.66" }, before).warnings).toEqual([
      "refund_rate target_not_reached",
    ]);
  });
});

test("what is sent leaves out what is empty and what is reckoned", () => {
  const typed = {
    ...typedFrom(CHARGING, { problems: 5, refunded: "200.00", refund_rate: "66.67" }),
    split_items: "  ",
  };
  expect(valuesToSend(CHARGING, { ...typed, self_made_items: " 0 " })).toEqual({
    problems: "5",
    refunded: "200.00",
    self_made_items: "0",
  });
});
