/** The material of a dispute by what it proves: what was received, and a place for what is added now. */
import { useMay, useMe } from "@/shared/api/me";
import { EvidenceByPurpose } from "@/shared/case/EvidenceGrid";
import { Panel } from "@/shared/ui/Page";
import { type Dispute, keepsFile, type State } from "./api";

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
  const may = useMay();
  const us = useMe().data?.organisation;
  const handles = may("dispute.handle") && keepsFile(dispute, us?.id);
  const mediates = may("dispute.mediate") && us?.kind !== "institution";
  return (
    <Panel>
      <EvidenceByPurpose
        subjectType="dispute"
        subjectId={dispute.id}
        purposes={PURPOSES}
        next={NEXT[dispute.state] ?? "other"}
        open={handles || mediates}
      />
    </Panel>
  );
}
