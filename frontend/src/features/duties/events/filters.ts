/** What the list of events can be narrowed by: every parameter of the API. */
import { useMemo } from "react";
import { useMay } from "@/shared/api/me";
import type { Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { one, type Search } from "@/shared/lib/search";
import { useCampaigns } from "../api";
import { campaignOptions } from "../filters";
import type { EventState } from "./api";
import { useEventWords } from "./words";

const STATES: EventState[] = ["registered", "reported", "continued", "concluded", "returned", "finished"];

export function useEventFilters(search: Search): Filter[] {
  const t = useEventWords();
  const c = useCommon();
  const office = useMay()("duty.review");
  const campaigns = useCampaigns().data;
  const campaignId = one(search.campaign_id);
  const dutyId = one(search.duty_id);
  return useMemo<Filter[]>(() => {
    const known = [...(campaigns?.values() ?? [])];
    return [
      {
        name: "state",
        label: t("told"),
        kind: "choices",
        options: STATES.map((value) => ({ value, label: t(value) })),
      },
      { name: "late", label: t("late"), kind: "yes_no" },
      { name: "received", label: t("receivedYet"), kind: "yes_no" },
      { name: "happened_from", label: t("happenedFrom"), kind: "midnight" },
      { name: "happened_before", label: t("happenedBefore"), kind: "midnight" },
      { name: "under", label: t("under"), kind: "organisation", quiet: !office },
      {
        name: "campaign_id",
        label: t("campaign"),
        kind: "choice",
        options: campaignOptions(known, campaignId, t("oneCampaign")),
        seldom: true,
        quiet: known.length === 0,
      },
      { name: "immediate", label: t("immediate"), kind: "yes_no", seldom: true },
      { name: "clause_code", label: t("clause"), kind: "tags", seldom: true, quiet: !office },
      { name: "organisation_id", label: t("owner"), kind: "organisation", seldom: true, quiet: !office },
      { name: "receiver_id", label: t("receiver"), kind: "organisation", seldom: true, quiet: !office },
      { name: "region_code", label: c("region"), kind: "text", seldom: true, quiet: !office },
      {
        name: "duty_id",
        label: t("duty"),
        kind: "choice",
        options: dutyId ? [{ value: dutyId, label: t("oneDuty") }] : [],
        quiet: true,
      },
    ];
  }, [office, campaigns, campaignId, dutyId, t, c]);
}
