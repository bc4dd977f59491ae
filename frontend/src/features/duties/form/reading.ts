/** What was typed, read by kind and bounds. Hints only: the server reads it again and decides. */
import { language } from "@/shared/i18n";
import type { FormDefinition, Indicator } from "./definition";
import { said } from "./messages";
import { type Exact, exact, isCents, isWhole } from "./numbers";

export type Value = Exact | boolean | string;

export interface Finding {
  code: string;
  kind: string;
  text: string;
}

export interface Reading {
  values: Map<string, Value>;
  errors: Finding[];
}

const YES = new Set(["是", "有", "yes", "true"]);
const NO = new Set(["否", "无", "no", "false"]);
const MAX_TEXT = 2000;

export const nameOf = (indicator: Indicator): string => (language() === "en" ? indicator.en : indicator.zh);

export function read(form: FormDefinition, given: Record<string, unknown>): Reading {
  const reading: Reading = { values: new Map(), errors: [] };
  for (const indicator of form.indicators) {
    if (indicator.kind === "rate") continue;
    const raw = given[indicator.code];
    const value = typeof raw === "string" ? raw.normalize("NFKC").trim() : raw;
    if (value !== undefined && value !== null && value !== "") readOne(reading, indicator, value);
    else if (indicator.required)
      refuse(reading, indicator.code, "required", said("required", { name: nameOf(indicator) }));
  }
  return reading;
}

export function refuse(reading: Reading, code: string, kind: string, text: string): void {
  reading.errors.push({ code, kind, text });
}

export const refused = (reading: Reading, code: string): boolean => reading.errors.some((error) => error.code === code);

function readOne(reading: Reading, indicator: Indicator, given: unknown): void {
  const { code, kind } = indicator;
  const keep = (value: Value | null, text: string) => {
    if (value === null) refuse(reading, code, `not_a_${kind}`, text);
    else reading.values.set(code, value);
  };
  switch (kind) {
    case "integer":
    case "decimal":
    case "money":
      readNumber(reading, indicator, given);
      break;
    case "yes_no":
      keep(yesNo(given), said("yesNo"));
      break;
    case "choice":
      keep(
        indicator.options.find((option) => option.code === given || option.zh === given)?.code ?? null,
        said("choice"),
      );
      break;
    case "date":
      keep(isDay(given) ? given : null, said("date"));
      break;
    default:
      keep(typeof given === "string" && given.length <= MAX_TEXT ? given : null, said("text"));
  }
}

function yesNo(given: unknown): boolean | null {
  if (typeof given === "boolean") return given;
  const text = String(given).toLowerCase();
  return YES.has(text) ? true : NO.has(text) ? false : null;
}

const isDay = (given: unknown): given is string =>
  typeof given === "string" &&
  /^\d{4}-\d{2}-\d{2}$/.test(given) &&
  !Number.isNaN(Date.parse(given)) &&
  new Date(given).toISOString().startsWith(given);

function readNumber(reading: Reading, indicator: Indicator, given: unknown): void {
  const { code, kind, min, max } = indicator;
  const number = exact(given);
  if (number === null || (kind === "integer" && !isWhole(number))) {
    refuse(reading, code, "not_a_number", said(kind === "integer" ? "whole" : "number"));
    return;
  }
  if (kind === "money" && !isCents(number)) {
    refuse(reading, code, "money_places", said("places"));
    return;
  }
  const low = exact(min) ?? 0n;
  const high = max === null ? null : exact(max);
  if (number < low || (high !== null && number > high)) {
    const text = max === null ? said("atLeast", { low: min }) : said("within", { low: min, high: max });
    refuse(reading, code, "out_of_range", text);
    return;
  }
  reading.values.set(code, number);
}
