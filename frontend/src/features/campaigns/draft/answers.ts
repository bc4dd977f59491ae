/** Answers to a plan's blanks: which places are asked, and how an answer looks to the API and to a control. */

import dayjs, { type Dayjs } from "dayjs";
import type { Schemas } from "@/shared/api/client";
import type { FieldProblem } from "@/shared/api/problem";
import { aside } from "@/shared/i18n";
import type { Answers } from "../api";
import { joined } from "../owners";
import type { PlanText } from "./plan-text";
import { sayDraft } from "./words";

export type PlaceKind = "date" | "dates" | "days" | "year" | "period" | "party";

/** One place that takes an answer, as the form shows it. */
export interface Place {
  pointer: string;
  kind: PlaceKind;
  question: string;
  asGiven: string | null;
  required: boolean;
  suggestion: unknown;
  /** Required and optional blanks of the document; other dates that were proposed or are already fixed. */
  group: "required" | "optional" | "other";
  /** A single end that is asked for beside its whole period: written along with it. */
  end?: { pointer: string; name: "from" | "to" };
}

const PERIOD = /^(\/phases\/\d+)?\/period$/;
const END = /^((?:\/phases\/\d+)?\/period)\/(from|to)$/;
const REPORT = /^\/reporting_duties\/(\d+)\/due\/(date|days)$/;
const TARGET = /^\/phases\/(\d+)\/coverage_targets\/(\d+)\/due\/date$/;

function kindOf(pointer: string, plan: PlanText | undefined): PlaceKind {
  if (pointer === "/start_year") return "year";
  if (PERIOD.test(pointer)) return "period";
  const report = REPORT.exec(pointer);
  if (report?.[2] === "days") return "days";
  // A report that comes back may have a day for each time; one that is owed once has one day.
  if (report) return plan?.reporting_duties[Number(report[1])]?.frequency === "once" ? "date" : "dates";
  if (TARGET.test(pointer) || END.test(pointer)) return "date";
  return "party";
}

/** The name of a place that the document does not ask for, such as a phase's period that it fixes itself. */
export function nameOf(pointer: string, plan: PlanText | undefined): string {
  if (pointer === "/start_year") return sayDraft("yearOfCampaign");
  const end = END.exec(pointer);
  const whole = end?.[1] ?? pointer;
  const suffix = end ? aside(sayDraft(end[2] === "from" ? "from" : "to")) : "";
  if (whole === "/period") return sayDraft("periodOfCampaign") + suffix;
  const phase = plan?.phases[Number(/^\/phases\/(\d+)/.exec(pointer)?.[1])];
  if (PERIOD.test(whole)) return sayDraft("periodOfPhase", { title: phase?.title ?? whole }) + suffix;
  const target = TARGET.exec(pointer);
  if (target) return sayDraft("dueOfTarget", { title: phase?.coverage_targets[Number(target[2])]?.text ?? pointer });
  const report = REPORT.exec(pointer);
  if (report) {
    const title = plan?.reporting_duties[Number(report[1])]?.what ?? pointer;
    return sayDraft(report[2] === "days" ? "daysOfReport" : "dueOfReport", { title });
  }
  return pointer;
}

/** The places of the form: the document's blanks in its order, then what is answered or fixed besides. */
export function placesOf(blanks: Schemas["BlankRead"][], answers: Answers, plan?: PlanText): Place[] {
  const asked = blanks.map((blank): Place => {
    const end = END.exec(blank.pointer);
    const whole = end?.[1];
    // Where the whole period is known too, both ends are shown, or its other end could never be corrected.
    const widened = end && whole && answers[whole] !== undefined ? { pointer: whole, end } : null;
    return {
      pointer: widened?.pointer ?? blank.pointer,
      kind: widened ? "period" : kindOf(blank.pointer, plan),
      question: blank.question,
      asGiven: blank.as_given,
      required: blank.required,
      suggestion: widened ? undefined : blank.suggestion,
      group: blank.required ? "required" : "optional",
      ...(widened ? { end: { pointer: blank.pointer, name: widened.end[2] as "from" | "to" } } : {}),
    };
  });
  const taken = new Set(asked.flatMap((place) => [place.pointer, place.end?.pointer]));
  const others = Object.keys(answers)
    .filter((pointer) => !taken.has(pointer))
    .map(
      (pointer): Place => ({
        pointer,
        kind: kindOf(pointer, plan),
        question: nameOf(pointer, plan),
        asGiven: null,
        required: false,
        suggestion: undefined,
        group: "other",
      }),
    );
  return [...asked, ...others];
}

export type Held = Record<string, unknown>;

const day = (value: unknown): Dayjs | undefined => {
  const found = typeof value === "string" ? dayjs(value) : undefined;
  return found?.isValid() ? found : undefined;
};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** One answer as its control holds it. */
export function toControl(kind: PlaceKind, answer: unknown): unknown {
  if (answer === undefined || answer === null) return undefined;
  switch (kind) {
    case "date":
      return day(list(answer).at(-1));
    case "dates":
      return list(answer).flatMap((value) => day(value) ?? []);
    case "days":
      return list(answer);
    case "year":
      return list(answer)[0];
    case "period": {
      const { from, to } = answer as { from?: string; to?: string };
      return [day(from) ?? null, day(to) ?? null];
    }
    case "party":
      return answer;
  }
}

const written = (value: unknown): string | undefined => (dayjs.isDayjs(value) ? value.format("YYYY-MM-DD") : undefined);

/** What a control holds as the API takes it; undefined is "no answer". */
export function toAnswer(kind: PlaceKind, held: unknown): unknown {
  if (held === undefined || held === null || held === "") return undefined;
  switch (kind) {
    case "date":
      return written(held);
    case "dates": {
      const days = list(held).flatMap((value) => written(value) ?? []);
      return days.length > 1 ? days.sort() : days[0];
    }
    case "days": {
      const days = list(held).map(Number);
      return days.length > 0 ? days.sort((one, other) => one - other) : undefined;
    }
    case "year":
      return Number(held);
    case "period": {
      const [from, to] = list(held).map(written);
      return from || to ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : undefined;
    }
    case "party":
      return String(held).trim() || undefined;
  }
}

export const toControls = (places: Place[], answers: Answers): Held =>
  Object.fromEntries(places.map((place) => [place.pointer, toControl(place.kind, answers[place.pointer])]));

/** All answers after the form, in place of those before it. Answers the form does not show are kept. */
export function toAnswers(places: Place[], held: Held, before: Answers): Answers {
  const answers = { ...before };
  for (const place of places) {
    const answer = toAnswer(place.kind, held[place.pointer]);
    if (answer === undefined) delete answers[place.pointer];
    else answers[place.pointer] = answer;
    if (!place.end) continue;
    const end = (answer as { from?: string; to?: string } | undefined)?.[place.end.name];
    if (end === undefined) delete answers[place.end.pointer];
    else answers[place.end.pointer] = end;
  }
  return answers;
}

/** The server's problems by the place they are about; a period answers for its ends. The rest belongs to no place. */
export function problemsByPlace(places: Place[], errors: FieldProblem[]) {
  const found = new Map<string, string[]>();
  const rest: FieldProblem[] = [];
  for (const error of errors) {
    const pointer = error.pointer
      .replace(/^\/answers(?=\/)/, "")
      .replaceAll("~1", "/")
      .replaceAll("~0", "~")
      .replace(/^\/\//, "/");
    const place =
      places.find((one) => one.pointer === pointer || one.end?.pointer === pointer) ??
      places.find((one) => pointer.startsWith(`${one.pointer}/`) || one.pointer.startsWith(`${pointer}/`));
    if (place) found.set(place.pointer, [...(found.get(place.pointer) ?? []), error.detail]);
    else rest.push(error);
  }
  return { found, rest };
}

/** An answer or a suggestion as a person reads it. */
export function inWords(kind: PlaceKind, answer: unknown): string {
  if (kind === "period") {
    const { from = "…", to = "…" } = (answer ?? {}) as { from?: string; to?: string };
    return `${from} — ${to}`;
  }
  if (kind === "days") return joined(list(answer).map((one) => sayDraft("dayOfMonth", { day: String(one) })));
  return joined(list(answer).map(String));
}
