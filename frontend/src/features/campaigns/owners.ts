/** Who owes a clause, in words: the kinds of institutions, the agencies, the sections, the issuer itself. */
import { named } from "@/shared/i18n/enums";
import { PARTY } from "./parties";
import { say } from "./words";

/** Shape of `owners` in the contract's untyped object. */
interface Owners {
  institution_types?: string[];
  agencies?: string[];
  sections?: string[];
  issuer?: boolean;
}

export const partiesInWords = (codes: string[]): string => codes.map((code) => named(PARTY, code)).join("、");

export function ownersInWords(owners: Record<string, unknown>): string {
  const { institution_types = [], agencies = [], sections = [], issuer = false } = owners as Owners;
  const names = partiesInWords([...institution_types, ...agencies, ...sections]);
  return [names, issuer ? say("issuerItself") : ""].filter(Boolean).join("、");
}
