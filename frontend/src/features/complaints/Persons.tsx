/** Who complains and who the patient is: masked, shown whole for a stated reason and for a while, or kept back. */
import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { Keys } from "@/shared/api/queries";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { named } from "@/shared/i18n/enums";
import { useForgetting } from "@/shared/lib/forget";
import { Facts, Panel } from "@/shared/ui/Page";
import { type Complaint, type Revealed, revealPersons } from "./api";
import { RELATION, SEX } from "./enums";
import { maskedOf, PERSON, PERSON_FIELDS } from "./persons";
import { useWords } from "./words";

export function Persons({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const may = useMay();
  const me = useMe().data?.organisation;
  const [asking, setAsking] = useState(false);
  // Held by this component alone: no cache, no storage, gone with the page.
  const [shown, setShown] = useState<Revealed | null>(null);

  if (complaint.is_protected && me?.kind === "institution")
    return (
      <Panel title={t("persons")}>
        <strong>{t("protected")}</strong>
        <p className="quiet" style={{ marginBottom: 0 }}>
          {t("protectedText")}
        </p>
      </Panel>
    );
  const known = PERSON_FIELDS.some((name) => maskedOf(complaint, name));
  const refused = !may("complaint.reveal")
    ? t("mayNot")
    : me && me.id !== complaint.handler_id
      ? t("onlyHandler", { name: complaint.handler_name })
      : null;
  return (
    <Panel
      title={t("persons")}
      extra={
        known &&
        !refused &&
        !shown && (
          <Button size="small" onClick={() => setAsking(true)} aria-haspopup="dialog">
            {t("reveal")}
          </Button>
        )
      }
    >
      {complaint.is_protected && <p style={{ marginTop: 0 }}>{t("protectedHere")}</p>}
      <Values complaint={complaint} shown={shown} />
      {shown && <Countdown revealed={shown} hide={() => setShown(null)} />}
      {known && refused && <p className="quiet complaint-small">{refused}</p>}
      {asking && <Ask complaint={complaint} onShown={setShown} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function Values({ complaint, shown }: { complaint: Complaint; shown: Revealed | null }) {
  const t = useWords();
  const value = (name: (typeof PERSON_FIELDS)[number]) => {
    const plain = shown?.[name];
    return plain ? <strong>{plain}</strong> : maskedOf(complaint, name);
  };
  const items = [
    ...PERSON_FIELDS.map((name) => ({ label: PERSON[name].label(), value: value(name) })),
    { label: t("relation"), value: named(RELATION, complaint.relation) },
    { label: t("patientSex"), value: named(SEX, complaint.patient_sex) },
    { label: t("patientAge"), value: complaint.patient_age === null ? null : String(complaint.patient_age) },
  ];
  if (items.every((item) => !item.value)) return <p className="quiet">{t("nothingKnown")}</p>;
  return <Facts items={items} />;
}

function Countdown({ revealed, hide }: { revealed: Revealed; hide: () => void }) {
  const t = useWords();
  const left = useForgetting(revealed.forget_at, hide);
  const gone = PERSON_FIELDS.every((name) => revealed[name] === null);
  return (
    <div className="row" style={{ marginTop: 12 }}>
      {gone && <span>{t("revealGone")}</span>}
      <span className="quiet nowrap">{t("hidesIn", { seconds: left })}</span>
      <Button size="small" onClick={hide}>
        {t("hideNow")}
      </Button>
    </div>
  );
}

interface AskProps {
  complaint: Complaint;
  onShown: (revealed: Revealed) => void;
  onClose: () => void;
}

function Ask({ complaint, onShown, onClose }: AskProps) {
  const t = useWords();
  const keys = useRef(new Keys());
  return (
    <Modal open title={t("persons")} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="quiet">{t("revealNote")}</p>
      <ResourceForm<{ reason: string }>
        fields={[{ name: "reason", label: t("revealReason"), kind: "long", required: true, max: 200, rows: 2 }]}
        submit={t("reveal")}
        onCancel={onClose}
        onSubmit={async ({ reason }) => {
          const revealed = await revealPersons(complaint, reason, keys.current.for(reason));
          keys.current.spend();
          onShown(revealed);
          onClose();
        }}
      />
    </Modal>
  );
}
