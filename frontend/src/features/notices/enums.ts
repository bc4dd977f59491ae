/** Kinds of notices in words, and who sends which. */
import type { Schemas } from "@/shared/api/client";
import { named } from "@/shared/i18n/enums";

export type Kind = Schemas["NoticeKind"];
type Pair = readonly [zh: string, en: string];

export const KIND: Record<Kind, Pair> = {
  police_disposal_notice: ["公安案件处置情况通报", "Police: how a case is handled"],
  sector_loophole_notice: ["行业管理漏洞通报", "Police: loophole in the sector"],
  joint_conference_notice: ["联席会议通报", "Joint conference"],
  procuratorial_opinion: ["检察意见", "Procuratorial opinion"],
  procuratorial_suggestion: ["检察建议", "Procuratorial suggestion"],
  supervisory_suggestion: ["监察建议", "Supervisory suggestion"],
  judicial_suggestion: ["司法建议", "Judicial suggestion"],
  police_reminder: ["公安提示函", "Police reminder"],
  other: ["其他", "Other"],
};

export const PROCURATORIAL: ReadonlySet<string> = new Set(["procuratorial_opinion", "procuratorial_suggestion"]);

const BY_ANYBODY: Kind[] = ["joint_conference_notice", "other"];
const BY_ORGAN: Partial<Record<Schemas["OrganisationKind"], Kind[]>> = {
  police: ["sector_loophole_notice", "police_disposal_notice", "police_reminder"],
  procuratorate: ["procuratorial_opinion", "procuratorial_suggestion"],
  discipline: ["supervisory_suggestion"],
  court: ["judicial_suggestion"],
};
const HEALTH: Schemas["OrganisationKind"][] = ["health_authority", "section", "institution"];

/** Whether somebody of such an organisation sends notices, instead of receiving them. */
export const sends = (kind: Schemas["OrganisationKind"] | undefined): boolean =>
  kind !== undefined && !HEALTH.includes(kind);

/** The kinds to choose from: an organ's own, or all of them for whoever enters what came on paper. */
export function kindsFor(organ: Schemas["OrganisationKind"] | undefined): { value: string; label: string }[] {
  const kinds = sends(organ) && organ ? [...(BY_ORGAN[organ] ?? []), ...BY_ANYBODY] : (Object.keys(KIND) as Kind[]);
  return kinds.map((value) => ({ value, label: named(KIND, value) }));
}
