/** What a kind of work is called: by what is needed to do it, else by its subject. */
import { named, SUBJECT } from "@/shared/i18n/enums";
import type { useWords } from "./words";

type Say = ReturnType<typeof useWords>;

export function kindName(t: Say, one: { subject_type: string; permission: string }): string {
  // The same permission may mean something else of another subject: an event is not a report.
  const own = `${one.subject_type}:${one.permission}`;
  const special = t(own as Parameters<Say>[0]);
  if (special !== own) return special;
  const said = t(one.permission as Parameters<Say>[0]);
  return said === one.permission ? `${named(SUBJECT, one.subject_type)} ${one.permission}` : said;
}
