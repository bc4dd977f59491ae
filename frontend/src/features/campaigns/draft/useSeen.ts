/** Writing on the record as it was seen: after a 412 the differences are shown, and the next send is on the newest. */
import { useEffect, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { type Difference, differences } from "@/shared/case/conflict";
import { type Campaign, lastEntryOf, readCampaign } from "../api";
import { campaignLabels } from "../labels";

export interface Changed {
  found: Difference[];
  last: Schemas["HistoryEntry"] | null;
}

/**
 * `seen` is what the person has in front of him. A newer one read in passing takes its place only where nothing that
 * he sees differs; otherwise the server's 412 tells him, by `onStale`.
 */
export function useSeen(campaign: Campaign) {
  const [seen, setSeen] = useState(campaign);
  const [conflict, setConflict] = useState<Changed | null>(null);

  useEffect(() => {
    setSeen((held) =>
      campaign.version > held.version && differences(held, campaign, campaignLabels()).length === 0 ? campaign : held,
    );
  }, [campaign]);

  const onStale = async (problem: ApiProblem): Promise<boolean> => {
    if (problem.status !== 412) return false;
    const [fresh, last] = await Promise.all([readCampaign(seen.id), lastEntryOf(seen.id)]);
    setConflict({ found: differences(seen, fresh, campaignLabels()), last });
    setSeen(fresh);
    return true;
  };

  const written = (next: Campaign) => {
    setConflict(null);
    setSeen(next);
  };
  return { seen, conflict, onStale, written };
}
