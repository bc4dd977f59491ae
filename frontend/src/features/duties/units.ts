/** What the figures of forms are counted in (the API's catalogue `unit`). */
import { named } from "@/shared/i18n/enums";

export const UNITS: Record<string, readonly [zh: string, en: string]> = {
  person: ["人", "persons"],
  person_time: ["人次", "person-times"],
  household: ["户", "households"],
  household_time: ["户次", "institution-times"],
  institution: ["家", "institutions"],
  piece: ["件", "cases"],
  item: ["条", "items"],
  entry: ["项", "entries"],
  time: ["次", "times"],
  session: ["场次", "sessions"],
  copy: ["份", "copies"],
  place: ["处", "places"],
  site: ["个", "units"],
  bed: ["张", "beds"],
  day: ["天", "days"],
  hour: ["小时", "hours"],
  yuan: ["元", "yuan"],
  percent: ["%", "%"],
  sample: ["份", "samples"],
  township: ["个乡镇", "townships"],
  village: ["个村", "villages"],
  area: ["个县区", "counties and districts"],
  committee: ["个", "committees"],
  box: ["箱（件）", "boxes"],
};

export const unitName = (unit: string | null): string => named(UNITS, unit);

/** `30 天`, `100%`, `30 days`. */
export function withUnit(value: string | number, unit: string | null): string {
  if (!unit) return String(value);
  const space = unit === "percent" ? "" : " ";
  return `${value}${space}${unitName(unit)}`;
}
