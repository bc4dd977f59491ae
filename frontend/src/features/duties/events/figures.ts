/** Figures that a report on an event carries, where its duty has a form: one field per indicator, one object to send. */
import { api, data } from "@/shared/api/client";
import { ApiProblem, asProblem } from "@/shared/api/problem";
import { useRead } from "@/shared/api/queries";
import type { Field, FieldKind } from "@/shared/case/fields";
import { aside, language } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { definitionOf, type FormDefinition, type Indicator } from "../form/definition";

type Body = Record<string, unknown>;

const MARK = "value:";

const KIND: Record<Exclude<Indicator["kind"], "rate">, FieldKind> = {
  integer: "number",
  decimal: "number",
  money: "number",
  yes_no: "yes_no",
  text: "text",
  choice: "choice",
  date: "date",
};

/** The form by its code; nothing is asked where the duty has none. */
export const useForm = (code: string | null) =>
  useRead(
    ["form", code],
    async (signal) =>
      definitionOf(
        (await data(api.GET("/api/v1/forms/{code}", { params: { path: { code: code ?? "" } }, signal }))).definition,
      ),
    { enabled: code !== null, staleTime: 300_000 },
  );

/** `asked`: the first report has to say the required ones; later reports say what has changed. */
export const figureFields = (form: FormDefinition | null | undefined, asked: boolean): Field<Body>[] =>
  (form?.indicators ?? []).flatMap((indicator) => {
    const { code, kind, unit, required, min, max, options } = indicator;
    if (kind === "rate") return [];
    const own = language() === "en" ? "en" : "zh";
    return [
      {
        name: MARK + code,
        label: indicator[own] + (unit ? aside(unit) : ""),
        kind: KIND[kind],
        required: required && asked,
        min: KIND[kind] === "number" ? min : undefined,
        max: KIND[kind] === "number" ? (max ?? undefined) : undefined,
        options: options.map((option) => ({ value: option.code, label: option[own] })),
      },
    ];
  });

/** What was typed, its figures put together as the API takes them. */
export function withValues(body: Body): Body {
  const values: Body = {};
  const rest: Body = {};
  for (const [name, value] of Object.entries(body)) {
    if (!name.startsWith(MARK)) rest[name] = value;
    else if (value !== null) values[name.slice(MARK.length)] = value;
  }
  return Object.keys(values).length > 0 ? { ...rest, values } : rest;
}

/** A refusal of a figure, moved to the field in which it was typed. */
export function atFields(error: unknown): ApiProblem {
  const found = asProblem(error);
  const errors = found.errors.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/values\//, `/${MARK}`) }));
  return new ApiProblem(
    { status: found.status, code: found.code, title: found.title, detail: found.detail, errors },
    found.retryAfter,
  );
}

/** The figures of a report in words, for those who read it. */
export const figuresOf = (
  form: FormDefinition | null | undefined,
  values: Record<string, unknown>,
): { label: string; value: string }[] =>
  (form?.indicators ?? []).flatMap((indicator) => {
    const value = values[indicator.code];
    if (value === undefined || value === null) return [];
    const own = language() === "en" ? "en" : "zh";
    const said =
      typeof value === "boolean"
        ? common(value ? "yes" : "no")
        : (indicator.options.find(({ code }) => code === value)?.[own] ?? String(value));
    return [{ label: indicator[own], value: indicator.unit ? `${said} ${indicator.unit}` : said }];
  });
