/** On the page of a clue: where it was handed on, and the form that proposes another. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { FormModal } from "@/shared/case/FormModal";
import { NextDue } from "@/shared/case/NextDue";
import { named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { Faces } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Clue, loadTransfers, proposeTransfer, TOUCHED } from "../api";
import { OUTCOME, RECEIVER } from "../enums";
import { TransferStateMark } from "../marks";
import { useWords } from "../words";

export function ClueTransfers({ clue }: { clue: Clue }) {
  const t = useWords();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const transfers = useRead(["clue_transfer", "of", clue.id], (signal) =>
    loadTransfers({ clue_id: clue.id, limit: 50 } as never, signal),
  );
  const proposes = may("clue.keep") && (clue.state === "triaging" || clue.state === "referred");
  const none = transfers.data?.items.length === 0;
  if (none && !proposes) return null;
  return (
    <Panel
      id="transfers"
      title={t("transfers")}
      extra={
        proposes && (
          <Button size="small" onClick={() => setOpen(true)} aria-haspopup="dialog">
            {t("proposeTransfer")}
          </Button>
        )
      }
    >
      <Faces of={transfers} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet" style={{ margin: 0 }}>
              {t("noTransfers")}
            </p>
          ) : (
            <ul className="clue-lines">
              {items.map((one) => (
                <li key={one.id} className="row">
                  <To to={paths.clueTransfer(one.id)}>{one.receiver_name}</To>
                  <span className="quiet">{one.number}</span>
                  <TransferStateMark state={one.state} />
                  {one.outcome && <span>{named(OUTCOME, one.outcome)}</span>}
                  <NextDue of={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Faces>
      {open && <Propose clue={clue} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function Propose({ clue, onClose }: { clue: Clue; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const secret = clue.secrecy !== "none";
  const first = clue.receiver ?? clue.usual_receivers[0];
  type Body = Omit<Schemas["TransferCreate"], "clue_id">;
  return (
    <FormModal<Body>
      title={t("proposeTransfer")}
      note={t(secret ? "noteTransferSecret" : "noteTransfer")}
      draft={`${clue.id}.transfer`}
      fields={[
        {
          name: "receiver",
          label: t("receiver"),
          kind: "choice",
          required: true,
          // To the police it is referred, unless it is secret.
          options: options(RECEIVER).filter(({ value }) => secret || value !== "police"),
        },
        {
          name: "receiver_name",
          label: t("receiverName"),
          kind: "text",
          required: true,
          max: 120,
          placeholder: t("receiverNameHelp"),
        },
        { name: "reason", label: t("transferReason"), kind: "long", required: true, when: () => !secret },
      ]}
      initial={first === "police" && !secret ? {} : { receiver: first }}
      onSubmit={async (body, { key }) => {
        await proposeTransfer({ ...body, clue_id: clue.id }, key);
        await Promise.all(TOUCHED.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
      }}
      onClose={onClose}
    />
  );
}
