/** The registry entry as data: its fields in forms, and how each value is said. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { list } from "@/shared/i18n";
import { GRADE, HOSPITAL_LEVEL, INSTITUTION_STATUS, named, OWNERSHIP, options, PROFIT } from "@/shared/i18n/enums";
import { DESIGNATION, FOCUS_FIELD, INSTITUTION_TYPE } from "./catalogues";
import { say } from "./words";

type Pair = readonly [string, string];
type Patch = Schemas["InstitutionPatch"];

/** Every institution is one: naming it in a list tells nothing. */
const SAYS_NOTHING = "medical_institution";

const several = (table: Record<string, Pair>) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 ? list(value.map((code) => named(table, String(code)))) : "—";
const oneOf = (table: Record<string, Pair>) => (value: unknown) => named(table, value as string) || "—";
const joined = (value: unknown) => (Array.isArray(value) && value.length > 0 ? list(value.map(String)) : "—");

export const namedTypes = (types: string[]): string[] =>
  types.filter((type) => type !== SAYS_NOTHING).map((type) => named(INSTITUTION_TYPE, type));

/** `atMost`: only so many of them. */
export const typesInWords = (types: string[], atMost?: number): string => list(namedTypes(types).slice(0, atMost));

/** 三级甲等; nothing of what is not rated. */
export function ratingInWords({ level, grade }: { level: Schemas["Level-Input"]; grade: Schemas["Grade"] }): string {
  if (level === "unrated") return named(HOSPITAL_LEVEL, level);
  return named(HOSPITAL_LEVEL, level) + (grade === "unrated" ? "" : ` ${named(GRADE, grade)}`);
}

/** In the order in which a licence and then the place itself is looked at. */
export const registryLabels = (): Labels => ({
  name: { label: say("name") },
  aliases: { label: say("aliases"), say: joined },
  uscc: { label: say("uscc") },
  licence_number: { label: say("licence") },
  status: { label: say("status"), say: oneOf(INSTITUTION_STATUS) },
  status_since: { label: say("statusSinceLabel") },
  types: { label: say("types"), say: several(INSTITUTION_TYPE) },
  stated_types: { label: say("statedTypes"), say: several(INSTITUTION_TYPE) },
  level: { label: say("level"), say: oneOf(HOSPITAL_LEVEL) },
  grade: { label: say("grade"), say: oneOf(GRADE) },
  ownership: { label: say("ownership"), say: oneOf(OWNERSHIP) },
  profit_kind: { label: say("profit"), say: oneOf(PROFIT) },
  affiliation: { label: say("affiliation") },
  region_code: { label: say("region") },
  address: { label: say("address") },
  fields: { label: say("fields"), say: several(FOCUS_FIELD) },
  designations: { label: say("designations"), say: several(DESIGNATION) },
  beds: { label: say("beds") },
  staff: { label: say("staff") },
  medical_staff: { label: say("medicalStaff") },
  outpatients_per_day: { label: say("outpatients") },
  hotline: { label: say("hotline") },
  complaint_place: { label: say("complaintPlace") },
  complaint_hours: { label: say("complaintHours") },
  verified_on: { label: say("verifiedOn") },
});

const number = (name: keyof Patch, label: string): Field<Patch> => ({ name, label, kind: "number", min: 0 });
const text = (name: keyof Patch, label: string, max = 120): Field<Patch> => ({ name, label, kind: "text", max });

export const registryFields = (): Field<Patch>[] => [
  { ...text("name", say("name")), required: true },
  { name: "region_code", label: say("regionCode"), kind: "text", required: true, help: say("regionCodeHelp"), max: 12 },
  { name: "types", label: say("types"), kind: "choices", options: options(INSTITUTION_TYPE), help: say("typesHelp") },
  { name: "level", label: say("level"), kind: "choice", options: options(HOSPITAL_LEVEL), required: true },
  { name: "grade", label: say("grade"), kind: "choice", options: options(GRADE), required: true },
  { name: "ownership", label: say("ownership"), kind: "choice", options: options(OWNERSHIP), required: true },
  { name: "profit_kind", label: say("profit"), kind: "choice", options: options(PROFIT), required: true },
  { name: "licence_number", label: say("licence"), kind: "text", help: say("licenceHelp"), max: 40 },
  { name: "fields", label: say("fields"), kind: "choices", options: options(FOCUS_FIELD) },
  { name: "designations", label: say("designations"), kind: "choices", options: options(DESIGNATION) },
  text("affiliation", say("affiliation")),
  text("address", say("address"), 200),
  number("beds", say("beds")),
  number("staff", say("staff")),
  number("medical_staff", say("medicalStaff")),
  number("outpatients_per_day", say("outpatients")),
  text("hotline", say("hotline"), 40),
  text("complaint_place", say("complaintPlace")),
  text("complaint_hours", say("complaintHours")),
  { name: "verified_on", label: say("verifiedOn"), kind: "date" },
  { name: "aliases", label: say("aliases"), kind: "tags", help: say("aliasesHelp") },
];

/** What the form starts from: the entry, with the types that somebody stated, not those that follow from them. */
export const editable = (found: Schemas["InstitutionRead"]): Patch => ({
  ...(Object.fromEntries(
    registryFields().map((field) => [field.name, found[field.name as keyof Schemas["InstitutionRead"]]]),
  ) as Patch),
  types: found.stated_types,
});

/** Only what the form changed, so that nobody else's change is undone by a field one never touched. */
export function changed<Patch extends object>(before: Patch, after: Patch): Patch {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !same(before[name as keyof Patch], value)),
  ) as Patch;
}
