/** Whether an institution practises, as a mark. */
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import { INSTITUTION_STATUS, named } from "@/shared/i18n/enums";
import { type Tone, Toned } from "@/shared/ui/marks";

const TONE: Record<Schemas["InstitutionStatus"], Tone> = { active: "on-time", suspended: "late", closed: "not-due" };

export function StatusMark({ status }: { status: Schemas["InstitutionStatus"] }) {
  useLanguage();
  return <Toned tone={TONE[status]}>{named(INSTITUTION_STATUS, status)}</Toned>;
}
