/** The material of a dispute by what it proves: what was received, and a place for what is added now. */
import { Select } from "antd";
import { useId, useState } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { Evidence, useEvidence } from "@/shared/case/Evidence";
import { useLanguage } from "@/shared/i18n";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
import { Panel } from "@/shared/ui/Page";
import { type Dispute, keepsFile, type State } from "./api";
import { useWords } from "./words";

const PURPOSES = [
  "information",
  "seal_list",
  "autopsy_consent",
  "opinion",
  "report",
  "agreement",
  "extension_agreement",
  "judgment",
  "accident_application",
  "acceptance_notice",
  "payment",
  "other",
] as const;

type Purpose = (typeof PURPOSES)[number];

/** What the next step of the way asks for, where it asks for something. */
const NEXT: Partial<Record<State, Purpose>> = {
  registered: "information",
  informed: "information",
  negotiating: "agreement",
  mediating: "agreement",
  admin_mediating: "agreement",
  suing: "judgment",
  performing: "payment",
};

export function Material({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  useLanguage();
  const may = useMay();
  const us = useMe().data?.organisation;
  const id = useId();
  const evidence = useEvidence("dispute", dispute.id);
  const [adding, setAdding] = useState<Purpose>(NEXT[dispute.state] ?? "other");
  const handles = may("dispute.handle") && keepsFile(dispute, us?.id);
  const mediates = may("dispute.mediate") && us?.kind !== "institution";
  const open = handles || mediates;
  const held = (purpose: Purpose) => evidence.data?.items.some((item) => item.purpose === purpose) ?? false;
  const shown = PURPOSES.filter((purpose) => held(purpose) || (open && purpose === adding));
  return (
    <Panel>
      {open && (
        <div className="row" style={{ marginBottom: 16 }}>
          <label htmlFor={id}>{t("addMaterial")}</label>
          <Select<Purpose>
            id={id}
            value={adding}
            onChange={setAdding}
            style={{ minWidth: 200 }}
            options={PURPOSES.map((value) => ({ value, label: named(ATTACHMENT_PURPOSE, value) }))}
          />
        </div>
      )}
      {evidence.isSuccess && shown.length === 0 && <p className="quiet">{t("noMaterial")}</p>}
      <div className="dispute-material">
        {shown.map((purpose) => (
          <Evidence key={purpose} subjectType="dispute" subjectId={dispute.id} purpose={purpose} open={open} />
        ))}
      </div>
    </Panel>
  );
}
