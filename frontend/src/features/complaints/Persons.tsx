/** Who complains and who the patient is: masked, shown whole for a stated reason and for a while, or kept back. */
import { useMay, useMe } from "@/shared/api/me";
import { Protected } from "@/shared/case/Protected";
import { named } from "@/shared/i18n/enums";
import { Panel } from "@/shared/ui/Page";
import { type Complaint, revealPersons } from "./api";
import { RELATION, SEX } from "./enums";
import { maskedOf, PERSON, PERSON_FIELDS } from "./persons";
import { useWords } from "./words";

export function Persons({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const may = useMay();
  const me = useMe().data?.organisation;

  if (complaint.is_protected && me?.kind === "institution")
    return (
      <Panel title={t("persons")}>
        <strong>{t("protected")}</strong>
        <p className="quiet" style={{ marginBottom: 0 }}>
          {t("protectedText")}
        </p>
      </Panel>
    );
  const refused = !may("complaint.reveal")
    ? t("mayNot")
    : me && me.id !== complaint.handler_id
      ? t("onlyHandler", { name: complaint.handler_name })
      : null;
  return (
    <Protected
      title={t("persons")}
      note={complaint.is_protected ? t("protectedHere") : null}
      fields={PERSON_FIELDS.map((name) => ({ name, label: PERSON[name].label(), masked: maskedOf(complaint, name) }))}
      more={[
        { label: t("relation"), value: named(RELATION, complaint.relation) },
        { label: t("patientSex"), value: named(SEX, complaint.patient_sex) },
        { label: t("patientAge"), value: complaint.patient_age === null ? null : String(complaint.patient_age) },
      ]}
      refused={refused}
      empty={t("nothingKnown")}
      reveal={(reason, key) => revealPersons(complaint, reason, key)}
    />
  );
}
