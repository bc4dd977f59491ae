/** What a page of help is made of: how to, the law behind it with how sure we are, and the words it uses. */
import type { Schemas } from "@/shared/api/client";
import { language } from "@/shared/i18n";

export type Pair = readonly [zh: string, en: string];

export interface Rule {
  act: Pair;
  /** Articles, or null where the source is no statute. */
  article?: string;
  says: Pair;
  mark: Schemas["Mark"];
  /** The regional setting that holds the term, and the length it has where no region says otherwise. */
  term?: { setting: string; length: string };
}

export interface Topic {
  id: string;
  title: Pair;
  /** The screen it is about. */
  path?: string;
  /** Whoever has one of these may open that screen; none named: everybody. */
  needs?: string[];
  steps: Pair[];
  rules?: Rule[];
  /** Glossary terms, by their Chinese word. */
  terms?: string[];
}

export const told = (pair: Pair): string => pair[language() === "en" ? 1 : 0];

/** Where no law says anything and the product had to choose. */
export const PRODUCT: Pair = ["产品默认", "Product default"];
