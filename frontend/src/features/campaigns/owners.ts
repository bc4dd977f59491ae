/** Who owes a clause, in words: the kinds of institutions, the agencies, the sections, the issuer itself. */
import { list } from "@/shared/i18n";
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

/** A list as each language writes it. */
export const joined = (parts: string[]): string => list(parts.filter(Boolean));

export const partiesInWords = (codes: string[]): string => joined(codes.map((code) => named(PARTY, code)));

export function ownersInWords(owners: Record<string, unknown>): string {
  const { institution_types = [], agencies = [], sections = [], issuer = false } = owners as Owners;
  const names = partiesInWords([...institution_types, ...agencies, ...sections]);
  return joined([names, issuer ? say("issuerItself") : ""]);
}
