/** What happened to the patient and what it is taken for: a death, an accident, a quality event, a rescue and its notes. */
import { useCommon } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import type { Dispute } from "./api";
import { ACCIDENT, QUALITY_GRADE } from "./enums";
import { useWords } from "./words";

export function Death({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const c = useCommon();
  if (!dispute.has_died) return null;
  return (
    <Panel title={t("death")}>
      <Facts
        items={[
          { label: t("diedAt"), value: instant(dispute.died_at) },
          { label: t("deathDisputed"), value: c(dispute.death_disputed ? "yes" : "no") },
          { label: t("bodyFrozen"), value: c(dispute.body_frozen ? "yes" : "no") },
          { label: t("bodyReleasedAt"), value: instant(dispute.body_released_at) || t("bodyKept") },
        ]}
      />
    </Panel>
  );
}

export function Accident({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  if (!dispute.is_accident) return null;
  return (
    <Panel title={t("accidentInfo")}>
      <Facts
        items={[
          { label: t("accidentLevel"), value: named(ACCIDENT, dispute.accident_level), keep: true },
          { label: t("negligenceAt"), value: instant(dispute.negligence_at) },
          { label: t("accidentReportedAt"), value: instant(dispute.accident_reported_at) },
        ]}
      />
    </Panel>
  );
}

export function QualityEvent({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  if (!dispute.quality_grade) return null;
  return (
    <Panel title={t("qualityEvent")}>
      <Facts
        items={[
          { label: t("qualityGrade"), value: named(QUALITY_GRADE, dispute.quality_grade) },
          { label: t("qualityFoundAt"), value: instant(dispute.quality_found_at) },
        ]}
      />
    </Panel>
  );
}

export function Rescue({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  if (!dispute.rescue_ended_at) return null;
  const late = dispute.rescue_notes_late ? ` · ${t("rescueNotesLate")}` : "";
  return (
    <Panel title={t("rescue")}>
      <Facts
        items={[
          { label: t("rescueEndedAt"), value: instant(dispute.rescue_ended_at) },
          {
            label: t("rescueNotesAt"),
            value: dispute.rescue_notes_at ? `${instant(dispute.rescue_notes_at)}${late}` : t("rescueNotesAwaited"),
          },
        ]}
      />
    </Panel>
  );
}
