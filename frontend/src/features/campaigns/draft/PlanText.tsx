/** What a campaign says: what it rests on, then the document clause by clause beside the duties read out of it. */
import { useLanguage } from "@/shared/i18n";
import { Faces } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { useCampaignPlan } from "../api";
import { Beside } from "./ReadPlan";
import { useDraftWords } from "./words";

export function PlanText({ id }: { id: string }) {
  const t = useDraftWords();
  useLanguage();
  const plan = useCampaignPlan(id);
  return (
    <Faces of={plan} rows={12}>
      {(found) => (
        <>
          {found.plan.based_on.length > 0 && (
            <Panel title={t("basedOn")}>
              <ul style={{ margin: 0, paddingInlineStart: 20 }}>
                {found.plan.based_on.map(({ title, number }) => (
                  <li key={title}>
                    {title} {number && <span className="quiet">{number}</span>}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel>
            <Beside plan={found} leftOut={found.left_out} />
          </Panel>
        </>
      )}
    </Faces>
  );
}
