/** In a ledger: which of a record's terms runs out next and how long is left; opened, why it is due then. */
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import { DueBadge } from "./DueBadge";

type Next = Pick<
  Schemas["DisputeItem"],
  "next_due_clock_id" | "next_due_title_zh" | "next_due_title_en" | "next_due_unit" | "next_due_at" | "next_due_on"
>;

export function NextDue({ of }: { of: Next }) {
  const language = useLanguage();
  if (!of.next_due_at || !of.next_due_on || !of.next_due_clock_id) return null;
  const title = (language === "en" ? of.next_due_title_en : of.next_due_title_zh) ?? "";
  const due = {
    due_on: of.next_due_on,
    due_at: of.next_due_at,
    unit: of.next_due_unit ?? undefined,
    missed_at: Date.parse(of.next_due_at) <= Date.now() ? of.next_due_at : null,
  };
  return (
    <span className="row">
      <DueBadge due={due} clockId={of.next_due_clock_id} title={title} />
    </span>
  );
}
