/** What is typed in a form and not sent: kept on this machine under a name, without what must not lie there. */
import { dropDraft, keepDraft } from "@/shared/lib/drafts";
import { type Field, isKept, toBody, toControls } from "./fields";

/** Only what was changed is kept, so that a restored form does not take back what others changed. */
export function keepTyped<Body>(
  draft: string,
  fields: Field<Body>[],
  values: Record<string, unknown>,
  initial: Partial<Body>,
): void {
  const open = fields.filter(isKept);
  const typed = Object.entries(toBody(open, values) as object);
  const before = toBody(open, toControls(fields, initial)) as Record<string, unknown>;
  const changed = typed.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  if (changed.length > 0) keepDraft(draft, Object.fromEntries(changed));
  else dropDraft(draft);
}
