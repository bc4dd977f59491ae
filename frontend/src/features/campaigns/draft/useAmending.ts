/** Sending an amendment: shown first, then done; refused, it is back in the form. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { useWrite } from "@/shared/api/queries";
import { type Campaign, campaignKey, readCampaign, sendAmendment } from "../api";
import type { Change } from "./amendment";
import { useSeen } from "./useSeen";
import { useDraftWords } from "./words";

export function useAmending(campaign: Campaign, { onDone }: { onDone: () => void }) {
  const t = useDraftWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [shown, setShown] = useState<{ change: Change; difference: Schemas["Amendment"] } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { seen, conflict, onStale, written } = useSeen(campaign);
  const amend = useWrite((body: Schemas["AmendIn"], key) => sendAmendment(seen, body, key));

  /** Gives back why it was refused, unless somebody else was faster: that stands in `conflict`. */
  const send = async (change: Change, onSent: (difference: Schemas["Amendment"]) => Promise<void> | void) => {
    setProblem(null);
    try {
      await onSent(await amend.mutateAsync(change as Schemas["AmendIn"]));
      return null;
    } catch (error) {
      const refused = asProblem(error);
      setShown(null);
      if (await onStale(refused)) return null;
      setProblem(refused);
      return refused;
    }
  };
  const preview = (change: Change) =>
    send({ ...change, preview: true } as Change, (difference) => setShown({ change, difference }));
  const apply = async () => {
    if (!shown) return;
    await send({ ...shown.change, preview: false } as Change, async (difference) => {
      const fresh = await readCampaign(campaign.id);
      written(fresh);
      client.setQueryData(campaignKey(campaign.id), fresh);
      for (const resource of ["campaign", "duty", "worklist"]) {
        void client.invalidateQueries({ queryKey: [resource] });
      }
      void message.success(t(difference.applied ? "applied" : "amendWriting"));
      onDone();
    });
  };
  return {
    seen,
    conflict,
    shown,
    problem,
    busy: amend.isPending,
    preview,
    apply,
    back: () => setShown(null),
    forget: () => setProblem(null),
  };
}
