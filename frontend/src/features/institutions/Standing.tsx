/** What may be done with a registry entry: amend it, suspend, close, reopen. The server decides, and says why not. */

import { App, Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ActionDialog } from "@/shared/case/ActionDialog";
import type { ActionForm } from "@/shared/case/actions";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { today } from "@/shared/lib/time";
import { amendInstitution, type Institution, readHistory, readInstitution, turnInstitution } from "./api";
import { changed, editable, registryFields, registryLabels } from "./registry";
import { useWords } from "./words";

type Step = "amend" | "suspend" | "close" | "reopen";

/** What is offered in each status; anything else the server refuses anyway. */
const OFFERED: Record<Schemas["InstitutionStatus"], Step[]> = {
  active: ["amend", "suspend", "close"],
  suspended: ["amend", "reopen", "close"],
  closed: ["amend", "reopen"],
};

const NOTE = { suspend: "suspendNote", close: "closeNote", reopen: "reopenNote" } as const;

export function Standing({ institution }: { institution: Institution }) {
  const t = useWords();
  const c = useCommon();
  const { message } = App.useApp();
  /** The step with the record as it was when it was opened: a live event may bring a newer one meanwhile. */
  const [taken, setTaken] = useState<{ step: Step; record: Institution } | null>(null);

  const form = (of: Step, record: Institution): ActionForm => {
    if (of === "amend") return { fields: registryFields() as never, initial: editable(record), note: t("amendNote") };
    return {
      fields: [
        { name: "on", label: t("on"), kind: "date", required: true },
        { name: "reason", label: c("reason"), kind: "long", required: true, max: 200 },
      ],
      initial: { on: today() },
      note: t(NOTE[of]),
      danger: of !== "reopen",
    };
  };

  return (
    <>
      {OFFERED[institution.status].map((of) => (
        <Button key={of} onClick={() => setTaken({ step: of, record: institution })} danger={of === "close"}>
          {t(of)}
        </Button>
      ))}
      {taken && (
        <ActionDialog<Institution>
          key={taken.step}
          // The draft is kept by this name: what was typed over an older entry must not come back as one's own change.
          action={{
            step: `${taken.step}.${taken.record.version}`,
            label: t(taken.step),
            open: true,
            code: null,
            reason: null,
          }}
          form={form(taken.step, taken.record)}
          record={taken.record}
          labels={registryLabels()}
          send={(seen, _step, body, key) =>
            taken.step === "amend"
              ? amendInstitution(seen, changed<Schemas["InstitutionPatch"]>(editable(taken.record), body as never))
              : turnInstitution(seen, taken.step, body, key)
          }
          reread={() => readInstitution(institution.id)}
          lastEntry={async () => {
            const { items } = await readHistory(institution.id, undefined);
            const last = items[0];
            return last ? ({ ...last, actor_kind: "person", actor_organisation: null, label: null } as never) : null;
          }}
          onDone={() => {
            setTaken(null);
            void queryClient.invalidateQueries({ queryKey: ["institution"] });
            void message.success(pair(t(taken.step), c("done")));
          }}
          onClose={() => setTaken(null)}
        />
      )}
    </>
  );
}
