/** The files of a duty: those that are the report, and those that explain it. */
import { useMay, useMe } from "@/shared/api/me";
import { Evidence, useEvidence } from "@/shared/case/Evidence";
import { Panel } from "@/shared/ui/Page";
import type { Duty } from "./api";
import { useWords } from "./words";

/** While somebody reviews it, and after it is released, files stay as they are. */
const FIXED = new Set<Duty["state"]>(["submitted", "exempt"]);

export function Documents({ duty }: { duty: Duty }) {
  const t = useWords();
  const may = useMay();
  const me = useMe();
  const open = may("evidence.add") && !FIXED.has(duty.state);
  const owner = me.data?.organisation?.id === duty.organisation_id;
  // Where things took place they are asked for; elsewhere somebody may have added them all the same.
  const evidence = useEvidence("duty", duty.id).data?.items ?? [];
  const minutes = duty.proof === "record" || evidence.some(({ purpose }) => purpose === "minutes");
  return (
    <>
      <Panel>
        <Evidence subjectType="duty" subjectId={duty.id} purpose="document" open={open && owner} />
        <p className="quiet">{t("documentNote")}</p>
      </Panel>
      {minutes && (
        <Panel>
          <Evidence subjectType="duty" subjectId={duty.id} purpose="minutes" open={open && owner} />
          <p className="quiet">{t("minutesNote")}</p>
        </Panel>
      )}
      <Panel>
        <Evidence subjectType="duty" subjectId={duty.id} purpose="other" open={open} />
        <p className="quiet">{t("otherNote")}</p>
      </Panel>
    </>
  );
}
