/** For tests: lines of the shipped forms `security_capability` and, shortened and made cumulative, `charging_and_prices`. */
import type { FormDefinition, Indicator } from "./definition";

const indicator = (code: string, zh: string, rest: Partial<Indicator> = {}): Indicator => ({
  code,
  zh,
  en: code,
  kind: "integer",
  heading: null,
  unit: null,
  required: true,
  min: 0,
  max: null,
  cumulative: false,
  rate: null,
  options: [],
  target: null,
  help: null,
  ...rest,
});

const YES = { op: "=", value: true, best_effort: false } as const;
const ALL = { op: "=", value: 100, best_effort: false } as const;
const BASIS = {
  zh: "《关于推进医院安全秩序管理工作的指导意见》（2021年）；国卫办医发〔2013〕28号",
  en: "Guiding opinions on hospital security (2021); 国卫办医发〔2013〕28号",
};

export const SECURITY: FormDefinition = {
  code: "security_capability",
  version: 1,
  title: { zh: "医院安全防范能力（三防）", en: "Security capability of an institution" },
  indicators: [
    indicator("medical_staff_on_duty", "在岗医务人员数", { unit: "person", heading: { zh: "规模", en: "Size" } }),
    indicator("beds", "实有床位数", { unit: "bed" }),
    indicator("mean_daily_outpatients", "日均门诊量", { kind: "decimal", unit: "person_time" }),
    indicator("guards", "专职保安员数", { unit: "person" }),
    indicator("guards_certified", "其中持证上岗", { unit: "person" }),
    indicator("key_areas", "重点区域、重点部门数", { unit: "place" }),
    indicator("key_areas_with_video", "其中视频监控覆盖", { unit: "place" }),
    indicator("video_coverage", "重点区域、重点部门视频监控覆盖率", {
      kind: "rate",
      unit: "percent",
      rate: { numerator: "key_areas_with_video", denominator: "key_areas" },
      target: ALL,
    }),
    indicator("video_kept_days", "录像保存天数", {
      unit: "day",
      target: { op: ">=", value: 30, best_effort: false },
    }),
    indicator("one_key_alarm", "已安装一键报警装置", { kind: "yes_no", target: YES }),
    indicator("alarm_linked_to_police", "报警装置已与公安机关联网", { kind: "yes_no", required: false, target: YES }),
  ],
  checks: [
    { kind: "at_most", value: "guards_certified", limit: "guards" },
    { kind: "at_most", value: "key_areas_with_video", limit: "key_areas" },
    { kind: "required_if", indicator: "alarm_linked_to_police", when: "one_key_alarm", equals: true, above: null },
    {
      kind: "at_least_highest_of",
      value: "guards",
      terms: [
        { of: "medical_staff_on_duty", percent: 3, permille: null, per: null },
        { of: "beds", percent: null, permille: null, per: 20 },
        { of: "mean_daily_outpatients", percent: null, permille: 3, per: null },
      ],
      basis: BASIS,
    },
  ],
};

export const CHARGING: FormDefinition = {
  code: "charging_and_prices",
  version: 1,
  title: { zh: "收费和价格公示自查情况", en: "Charging and publication of prices" },
  indicators: [
    indicator("problems", "发现收费问题", { unit: "item", cumulative: true }),
    indicator("self_made_items", "其中自立项目、自定标准", { unit: "item" }),
    indicator("split_items", "其中分解、重复收费", { unit: "item" }),
    indicator("wrongly_charged", "违规收费金额", { kind: "money", unit: "yuan" }),
    indicator("refunded", "其中已退费", { kind: "money", unit: "yuan" }),
    indicator("refund_rate", "退费率", {
      kind: "rate",
      unit: "percent",
      rate: { numerator: "refunded", denominator: "wrongly_charged" },
      target: { op: "rising", value: null, best_effort: false },
    }),
  ],
  checks: [
    { kind: "sum", total: "problems", parts: ["self_made_items", "split_items"] },
    { kind: "at_most", value: "refunded", limit: "wrongly_charged" },
  ],
};

/** A hospital in which everything is as it should be. */
export const SOUND = {
  medical_staff_on_duty: "400",
  beds: "300",
  mean_daily_outpatients: "1200.5",
  guards: "15",
  guards_certified: "15",
  key_areas: "20",
  key_areas_with_video: "20",
  video_kept_days: "30",
  one_key_alarm: true,
  alarm_linked_to_police: true,
};
