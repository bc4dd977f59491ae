/**
 * The logic checks of a form as somebody types, rule by rule as the server has them (`form_values`): parts within their
 * whole, sums, cumulative figures that do not fall, targets. Hints only; the server checks again and decides.
 */
import { language } from "@/shared/i18n";
import { withUnit } from "../units";
import type { Check, FormDefinition, Indicator, Share, Target, TypedValues } from "./definition";
import { said } from "./messages";
import { ceilDivide, compare, type Exact, exact, ONE, percentText, plain, type Ratio, ratio } from "./numbers";
import { type Finding, nameOf, type Reading, read, refuse, refused, type Value } from "./reading";

export interface Checked {
  /** What the server would refuse. */
  errors: Finding[];
  /** Facts worth knowing before one sends: targets not reached. */
  warnings: Finding[];
  /** Rates in percent with two decimals; null where there is nothing to divide by. */
  derived: Record<string, string | null>;
}

type Comparable = Value | Ratio;

const isNumber = (value: Value | undefined): value is Exact => typeof value === "bigint";
const isRatio = (value: Comparable): value is Ratio => typeof value === "object";

export function check(
  form: FormDefinition,
  typed: TypedValues,
  previous: Record<string, unknown> | null = null,
): Checked {
  const now = read(form, typed);
  const before = read(form, previous ?? {});
  const rates = ratesOf(form, now);
  const earlier = ratesOf(form, before);
  const named = new Map(form.indicators.map((indicator) => [indicator.code, indicator]));
  const warnings: Finding[] = [];

  for (const indicator of form.indicators) {
    checkCumulative(indicator, now, before);
    if (!indicator.target) continue;
    const { code } = indicator;
    const value = rates.get(code) ?? now.values.get(code);
    const then = earlier.get(code) ?? before.values.get(code);
    const warning = checkTarget(indicator, indicator.target, value, then);
    if (warning) warnings.push(warning);
  }
  for (const rule of form.checks) {
    const warning = rule.kind === "target_if" ? checkSome(rule) : checkRule(rule, now, named);
    if (warning) warnings.push(warning);
  }
  function checkSome({ indicator: code, when, equals, target, basis }: TargetIf): Finding | null {
    const indicator = named.get(code);
    if (!indicator || now.values.get(when) !== equals) return null;
    const found = checkTarget(indicator, target, rates.get(code) ?? now.values.get(code), undefined);
    return found && { ...found, text: said("because", { text: found.text, basis: basis[language()] }) };
  }
  const derived = Object.fromEntries(
    form.indicators
      .filter((indicator) => indicator.rate)
      .map(({ code }) => {
        const rate = rates.get(code);
        return [code, rate ? percentText(rate) : null];
      }),
  );
  return { errors: now.errors, warnings, derived };
}

function ratesOf(form: FormDefinition, { values }: Reading): Map<string, Ratio> {
  const rates = new Map<string, Ratio>();
  for (const { code, rate } of form.indicators) {
    if (!rate) continue;
    const of = values.get(rate.numerator);
    const over = values.get(rate.denominator);
    if (isNumber(of) && isNumber(over) && over !== 0n) rates.set(code, ratio(of * 100n, over));
  }
  return rates;
}

function checkCumulative({ code, cumulative }: Indicator, now: Reading, before: Reading): void {
  const value = now.values.get(code);
  const old = before.values.get(code);
  if (cumulative && isNumber(value) && isNumber(old) && value < old)
    refuse(now, code, "cumulative_fell", said("fell", { old: plain(old) }));
}

function checkTarget(
  { code, unit }: Indicator,
  target: Target,
  now: Comparable | undefined,
  then: Comparable | undefined,
): Finding | null {
  if (now === undefined || (target.op === "rising" && then === undefined) || reached(target, now, then)) return null;
  return { code, kind: "target_not_reached", text: said("missed", { goal: goalText(target, unit, then) }) };
}

const asRatio = (value: Comparable | undefined): Ratio | null => {
  if (typeof value === "bigint") return { of: value, over: ONE };
  return value !== undefined && isRatio(value) ? value : null;
};

function reached(target: Target, now: Comparable, then: Comparable | undefined): boolean {
  const { op, value: goal } = target;
  if (typeof goal === "boolean") return now === goal;
  const value = asRatio(now);
  if (!value) return false;
  const against = (limit: number) => compare(value, { of: exact(limit) ?? 0n, over: ONE });
  if (op === "rising") {
    const old = asRatio(then);
    return old !== null && compare(value, old) >= 0;
  }
  if (Array.isArray(goal)) return against(goal[0]) >= 0 && against(goal[1]) <= 0;
  if (goal === null) return true;
  if (op === ">=") return against(goal) >= 0;
  return op === "<=" ? against(goal) <= 0 : against(goal) === 0;
}

/** What is to be reached, in words; with the last period's value where the target is "not below it". */
export function goalText({ op, value }: Target, unit: string | null, then?: Comparable): string {
  if (op === "rising") return then === undefined ? said("rise") : said("rising", { old: valueText(then) });
  if (typeof value === "boolean") return said(value ? "yes" : "no");
  if (Array.isArray(value)) return said("between", { low: value[0], high: withUnit(value[1], unit) });
  return `${op === ">=" ? "≥ " : op === "<=" ? "≤ " : ""}${withUnit(value ?? "", unit)}`;
}

function valueText(value: Comparable): string {
  if (typeof value === "boolean") return said(value ? "yes" : "no");
  if (typeof value === "bigint") return plain(value);
  return typeof value === "string" ? value : `${percentText(value)}%`;
}

type TargetIf = Extract<Check, { kind: "target_if" }>;

function checkRule(rule: Exclude<Check, TargetIf>, now: Reading, named: Map<string, Indicator>): Finding | null {
  const label = (code: string) => {
    const indicator = named.get(code);
    return indicator ? nameOf(indicator) : code;
  };
  switch (rule.kind) {
    case "sum": {
      const total = now.values.get(rule.total);
      if (!isNumber(total) || rule.parts.some((code) => refused(now, code))) return null;
      const parts = rule.parts.map((code) => now.values.get(code)).filter(isNumber);
      const sum = parts.reduce((added, part) => added + part, 0n);
      const names = rule.parts.map((code) => said("quoted", { name: label(code) })).join(said("comma"));
      if (sum !== total) refuse(now, rule.total, "sum", said("sum", { names, sum: plain(sum) }));
      return null;
    }
    case "at_most": {
      const value = now.values.get(rule.value);
      const limit = now.values.get(rule.limit);
      if (isNumber(value) && isNumber(limit) && value > limit)
        refuse(now, rule.value, "at_most", said("atMost", { name: label(rule.limit), limit: plain(limit) }));
      return null;
    }
    case "required_if": {
      const reason = now.values.get(rule.when);
      const above = rule.above === null ? null : exact(rule.above);
      const applies = above === null ? reason === rule.equals : isNumber(reason) && reason > above;
      if (applies && !now.values.has(rule.indicator) && !refused(now, rule.indicator)) {
        const text = said("requiredIf", { because: label(rule.when), name: label(rule.indicator) });
        refuse(now, rule.indicator, "required_if", text);
      }
      return null;
    }
    case "at_least_highest_of": {
      const needed = highest(rule.terms, now);
      const value = now.values.get(rule.value);
      if (needed === null || !isNumber(value) || value >= needed * ONE) return null;
      const basis = language() === "en" ? rule.basis.en : rule.basis.zh;
      const text = said("shortfall", { needed: String(needed), value: plain(value), basis });
      return { code: rule.value, kind: "target_not_reached", text };
    }
  }
}

/** The highest of the terms, each rounded up (就高不就低); null while none is known. */
function highest(terms: Share[], { values }: Reading): bigint | null {
  let most: bigint | null = null;
  for (const { of, percent, permille, per } of terms) {
    const whole = values.get(of);
    if (!isNumber(whole)) continue;
    const needed =
      per === null
        ? ceilDivide(whole * BigInt(percent ?? permille ?? 0), ONE * (percent === null ? 1000n : 100n))
        : ceilDivide(whole, ONE * BigInt(per));
    if (most === null || needed > most) most = needed;
  }
  return most;
}
