/** A complaint that is being written, and the body it is sent as. */
import { newKey } from "@/shared/api/queries";
import type { Body, Institution } from "./api";

export const STEPS = ["where", "what", "who", "send"] as const;
export type Step = (typeof STEPS)[number];

/** What is typed: empty fields are left out of what is sent. */
export interface Typed {
  matter: Body["matter"] | null;
  facts: string;
  happened: string;
  request: string;
  is_real_name: boolean | null;
  complainant_name: string;
  complainant_phone: string;
  relation: NonNullable<Body["relation"]> | null;
  is_protected: boolean;
}

export type Field = keyof Typed | "organisation_id" | "consented";

export interface Draft {
  /** The receipt code comes of it: made once, so that sending again after a lost answer is the same complaint. */
  key: string;
  institution: Institution | null;
  typed: Typed;
  /** What was sent and nobody answered: one of them may have arrived. Exactly that again gets its receipt. */
  sent: Body[];
  /** Pictures chosen; a reload loses them, and says so. */
  photos: number;
}

export const emptyDraft = (): Draft => ({
  key: newKey(),
  institution: null,
  typed: {
    matter: null,
    facts: "",
    happened: "",
    request: "",
    is_real_name: null,
    complainant_name: "",
    complainant_phone: "",
    relation: null,
    is_protected: false,
  },
  sent: [],
  photos: 0,
});

/** Where each field stands. */
export const STEP_OF: Record<Field, Step> = {
  organisation_id: "where",
  matter: "where",
  facts: "what",
  happened: "what",
  request: "what",
  is_real_name: "who",
  complainant_name: "who",
  complainant_phone: "who",
  relation: "who",
  is_protected: "who",
  consented: "send",
};

/** What has to be there before one goes on from `step`; in the order of the page. */
export function missing(draft: Draft, step: Step): Field[] {
  const { typed, institution } = draft;
  const open: Partial<Record<Field, boolean>> = {
    organisation_id: institution === null,
    matter: typed.matter === null,
    facts: typed.facts.trim() === "",
    is_real_name: typed.is_real_name === null,
    complainant_name: typed.is_real_name === true && typed.complainant_name.trim() === "",
    complainant_phone: typed.is_real_name === true && typed.complainant_phone.trim() === "",
  };
  return (Object.keys(open) as Field[]).filter((field) => open[field] && STEP_OF[field] === step);
}

/** As the API takes it. Null while something is missing. Who stays anonymous sends no name, whatever was typed before. */
export function bodyOf({ institution, typed }: Draft, edition: string): Body | null {
  const { matter, is_real_name: named } = typed;
  if (institution === null || matter === null || named === null) return null;
  const text = (value: string) => value.trim() || null;
  return {
    organisation_id: institution.id,
    matter,
    facts: typed.facts.trim(),
    happened: text(typed.happened),
    request: text(typed.request),
    departments: [],
    is_real_name: named,
    complainant_name: named ? text(typed.complainant_name) : null,
    complainant_phone: named ? text(typed.complainant_phone) : null,
    relation: typed.relation,
    is_protected: typed.is_protected,
    consented: true,
    notice_edition: edition,
  };
}
