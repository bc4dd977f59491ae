/** A telephone number: masked, shown whole for a stated reason, and masked again when the server's time for it is up. */

import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { Keys } from "@/shared/api/queries";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { pair } from "@/shared/i18n";
import { useForgetting } from "@/shared/lib/forget";
import { type Contact, revealPhone } from "./api";
import { useWords } from "./words";

export function Phone({ contact }: { contact: Contact }) {
  const t = useWords();
  const may = useMay();
  const keys = useRef(new Keys());
  const [asking, setAsking] = useState(false);
  // Held by this component alone: no cache, no storage, gone with the page.
  const [shown, setShown] = useState<Schemas["Revealed"] | null>(null);

  if (!contact.phone_masked) return <span className="quiet">{t("noPhone")}</span>;
  if (shown) return <Shown revealed={shown} hide={() => setShown(null)} />;
  return (
    <span className="row">
      <span className="nowrap">{contact.phone_masked}</span>
      {may("institution.reveal") && (
        <Button size="small" onClick={() => setAsking(true)} aria-label={pair(t("reveal"), contact.name)}>
          {t("reveal")}
        </Button>
      )}
      {asking && (
        <Modal open title={pair(t("reveal"), contact.name)} footer={null} onCancel={() => setAsking(false)}>
          <p className="quiet">{t("revealNote")}</p>
          <ResourceForm<Schemas["RevealIn"]>
            fields={[{ name: "reason", label: t("revealReason"), kind: "long", required: true, max: 200, rows: 2 }]}
            submit={t("reveal")}
            onCancel={() => setAsking(false)}
            onSubmit={async ({ reason }) => {
              const revealed = await revealPhone(contact, reason, keys.current.for(reason));
              keys.current.spend();
              setShown(revealed);
              setAsking(false);
            }}
          />
        </Modal>
      )}
    </span>
  );
}

function Shown({ revealed, hide }: { revealed: Schemas["Revealed"]; hide: () => void }) {
  const t = useWords();
  const left = useForgetting(revealed.forget_at, hide);
  if (left === 0) return null;
  return (
    <span className="row">
      {revealed.phone ? <strong className="nowrap">{revealed.phone}</strong> : <span>{t("revealGone")}</span>}
      <span className="quiet nowrap">{t("hidesIn", { seconds: left })}</span>
      <Button size="small" onClick={hide}>
        {t("hideNow")}
      </Button>
    </span>
  );
}
