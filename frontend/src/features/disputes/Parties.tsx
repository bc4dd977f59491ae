/** The patient and who claims: masked, shown whole for a stated reason and for a while. */
import { useMay, useMe } from "@/shared/api/me";
import { Protected } from "@/shared/case/Protected";
import { named } from "@/shared/i18n/enums";
import { type Dispute, keepsFile, revealParties } from "./api";
import { RELATION, SEX } from "./enums";
import { maskedOf, PARTY, PARTY_FIELDS } from "./parties";
import { useWords } from "./words";

export function Parties({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const may = useMay();
  const us = useMe().data?.organisation.id;
  const refused = !may("dispute.reveal")
    ? t("mayNot")
    : us && !keepsFile(dispute, us) && !may("dispute.mediate")
      ? t("onlyHands")
      : null;
  return (
    <Protected
      title={t("parties")}
      fields={PARTY_FIELDS.map((name) => ({ name, label: PARTY[name].label(), masked: maskedOf(dispute, name) }))}
      more={[
        { label: t("relation"), value: named(RELATION, dispute.claimant_relation) },
        { label: t("patientSex"), value: named(SEX, dispute.patient_sex) },
        { label: t("patientAge"), value: dispute.patient_age === null ? null : String(dispute.patient_age) },
      ]}
      refused={refused}
      empty={t("nothingKnown")}
      reveal={(reason, key) => revealParties(dispute, reason, key)}
    />
  );
}
