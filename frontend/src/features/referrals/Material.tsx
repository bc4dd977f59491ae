/** Documents and evidence of a referral by what they prove: what was received, and a place for what is added now. */
import { Select } from "antd";
import { useId, useState } from "react";
import { useMe } from "@/shared/api/me";
import { Evidence, useEvidence } from "@/shared/case/Evidence";
import { useLanguage } from "@/shared/i18n";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
import { Panel } from "@/shared/ui/Page";
import type { Referral, State } from "./api";
import "./referrals.css";
import { useWords } from "./words";

const PURPOSES = [
  "investigation_report",
  "expert_report",
  "earlier_penalty",
  "goods_list",
  "receipt",
  "supplement",
  "police_document",
  "procuratorate_document",
  "handover_list",
  "penalty",
  "other",
] as const;

type Purpose = (typeof PURPOSES)[number];

/** What the present state asks for, where it asks for something. */
const NEXT: Partial<Record<State, Purpose>> = {
  team_named: "investigation_report",
  approved: "expert_report",
  sent: "receipt",
  received: "police_document",
  supplementing: "supplement",
  reconsidering: "police_document",
  supervised: "procuratorate_document",
  handing_over: "handover_list",
  administrative: "penalty",
};

export function Material({ referral }: { referral: Referral }) {
  const t = useWords();
  useLanguage();
  const me = useMe().data?.id;
  const id = useId();
  const evidence = useEvidence("referral", referral.id);
  const [adding, setAdding] = useState<Purpose>(NEXT[referral.state] ?? "other");
  const ours = referral.handler_id === me || referral.officers.some(({ user_id }) => user_id === me);
  const open = ours && referral.state !== "archived" && referral.state !== "returned";
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
            style={{ minWidth: 220 }}
            options={PURPOSES.map((value) => ({ value, label: named(ATTACHMENT_PURPOSE, value) }))}
          />
        </div>
      )}
      {evidence.isSuccess && shown.length === 0 && <p className="quiet">{t("noMaterial")}</p>}
      <div className="evidence-grid">
        {shown.map((purpose) => (
          <Evidence key={purpose} subjectType="referral" subjectId={referral.id} purpose={purpose} open={open} />
        ))}
      </div>
    </Panel>
  );
}
