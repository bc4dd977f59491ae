/** The plan of one campaign, also for whoever owes in it and sees nothing else of the campaign. */
import { useParams } from "@tanstack/react-router";
import { Page } from "@/shared/ui/Page";
import { useCampaignPlan } from "./api";
import "./campaigns.css";
import { PlanText } from "./draft/PlanText";
import { useWords } from "./words";

export function PlanPage() {
  const t = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const plan = useCampaignPlan(id);
  return (
    <Page title={plan.data?.title ?? t("plan")}>
      <PlanText id={id} />
    </Page>
  );
}
