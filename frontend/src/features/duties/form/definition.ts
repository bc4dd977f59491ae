/** A form as the API serves it (`form/1`): indicators and the checks between their values. */

export type IndicatorKind = "integer" | "decimal" | "money" | "rate" | "yes_no" | "text" | "choice" | "date";

interface Pair {
  zh: string;
  en: string;
}

export interface Target {
  op: "=" | ">=" | "<=" | "between" | "rising";
  value: boolean | number | [number, number] | null;
  best_effort: boolean;
}

export interface Indicator extends Pair {
  code: string;
  kind: IndicatorKind;
  heading: Pair | null;
  unit: string | null;
  required: boolean;
  min: number;
  max: number | null;
  cumulative: boolean;
  rate: { numerator: string; denominator: string } | null;
  options: (Pair & { code: string })[];
  target: Target | null;
  help: Pair | null;
}

export interface Share {
  of: string;
  percent: number | null;
  permille: number | null;
  per: number | null;
}

export type Check =
  | { kind: "sum"; total: string; parts: string[] }
  | { kind: "at_most"; value: string; limit: string }
  | {
      kind: "required_if";
      indicator: string;
      when: string;
      equals: boolean | string | null;
      above: number | null;
    }
  | { kind: "at_least_highest_of"; value: string; terms: Share[]; basis: Pair }
  | {
      kind: "target_if";
      indicator: string;
      when: string;
      equals: boolean | string;
      target: Target;
      basis: Pair;
    };

export interface FormDefinition {
  code: string;
  version: number;
  title: Pair;
  indicators: Indicator[];
  checks: Check[];
}

/** The contract says no more than "an object"; its own schema, `form/1`, says the rest. */
export const definitionOf = (given: object | null): FormDefinition | null => given as FormDefinition | null;

/** What a line of the form holds while somebody types: text as typed, an answer, or nothing. */
export type Typed = string | boolean | null | undefined;
export type TypedValues = Record<string, Typed>;

/** What goes to the server: text trimmed, what is empty left out. Numbers stay text, so that no decimal is lost. */
export function valuesToSend(form: FormDefinition, typed: TypedValues): Record<string, string | boolean> {
  const values: Record<string, string | boolean> = {};
  for (const indicator of form.indicators) {
    const value = typed[indicator.code];
    if (indicator.kind === "rate" || value === undefined || value === null) continue;
    if (typeof value === "boolean") values[indicator.code] = value;
    else if (value.trim() !== "") values[indicator.code] = value.trim();
  }
  return values;
}

/** What was sent before, as lines hold it: the start of a correction. */
export function typedFrom(form: FormDefinition, values: Record<string, unknown>): TypedValues {
  const typed: TypedValues = {};
  for (const { code, kind } of form.indicators) {
    const value = values[code];
    if (kind === "rate" || value === undefined || value === null) continue;
    typed[code] = typeof value === "boolean" ? value : String(value);
  }
  return typed;
}
