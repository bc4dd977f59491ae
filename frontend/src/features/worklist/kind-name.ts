/** What a kind of work is called: by what is needed to do it, else by its subject. */
import { named, SUBJECT } from "@/shared/i18n/enums";
import type { useWords } from "./words";

type Say = ReturnType<typeof useWords>;

export function kindName(t: Say, one: { subject_type: string; permission: string }): string {
  const said = t(one.permission as Parameters<Say>[0]);
  return said === one.permission ? `${named(SUBJECT, one.subject_type)} ${one.permission}` : said;
}
