/** Documents and evidence of a referral by what they prove: what was received, and a place for what is added now. */
import { useMe } from "@/shared/api/me";
import { EvidenceByPurpose } from "@/shared/case/EvidenceGrid";
import { Panel } from "@/shared/ui/Page";
import type { Referral, State } from "./api";

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
  const me = useMe().data?.id;
  const ours = referral.handler_id === me || referral.officers.some(({ user_id }) => user_id === me);
  return (
    <Panel>
      <EvidenceByPurpose
        subjectType="referral"
        subjectId={referral.id}
        purposes={PURPOSES}
        next={NEXT[referral.state] ?? "other"}
        open={ours && referral.state !== "archived" && referral.state !== "returned"}
      />
    </Panel>
  );
}
