/** A coverage target and how it stands, in words. */
import { named } from "@/shared/i18n/enums";
import { percent } from "@/shared/lib/numbers";
import type { Coverage } from "../api";
import { shortOf } from "../figures";
import { TARGET_UNIT } from "../parties";
import { say } from "../words";

/** `不低于 70%`; what has no number, such as "rising", is said too. */
export function targetInWords({ operator, target, unit }: Pick<Coverage, "operator" | "target" | "unit">): string {
  const suffix = named(TARGET_UNIT, unit);
  const value = (number: unknown) => `${String(number)}${suffix}`;
  if (operator === "rising") return say("opRising");
  if (Array.isArray(target)) return say("opBetween", { low: String(target[0]), high: value(target[1]) });
  if (target === null || target === undefined) return "—";
  if (operator === ">=") return say("opAtLeast", { value: value(target) });
  if (operator === "<=") return say("opAtMost", { value: value(target) });
  return say("opEqual", { value: value(target) });
}

export interface Verdict {
  text: string;
  tone: "on-time" | "missing" | "due" | "not-due";
}

/** While there is time left a target is not yet met; when its day is over it was not met. */
export function verdictOf(coverage: Coverage): Verdict {
  if (coverage.counted_by === null) return { text: say("uncounted"), tone: "not-due" };
  if (coverage.met === null) {
    const out = (coverage.owing ?? 0) - (coverage.reported ?? 0);
    return { text: out > 0 ? say("stillOut", { count: out }) : say("unjudged"), tone: "not-due" };
  }
  if (coverage.met) return { text: say("met"), tone: "on-time" };
  const short = shortOf(coverage);
  if (!coverage.past) return { text: short ? say("notYetBy", { count: short }) : say("notYet"), tone: "due" };
  return { text: short ? say("notMetBy", { count: short }) : say("notMet"), tone: "missing" };
}

/** All of it in one sentence, for those who do not see the bar. */
export const coverageInWords = (coverage: Coverage, verdict: Verdict): string =>
  say("coverageOf", {
    text: coverage.text,
    percent: percent(coverage.percent),
    target: targetInWords(coverage),
    verdict: verdict.text,
  });
