/** Whom to call: the contacts of an institution, present ones first, their numbers masked. */

import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { CONTACT_ROLE, named } from "@/shared/i18n/enums";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { type Contact, readContacts } from "./api";
import { AddContact, ChangeContact, type ContactStep } from "./ContactForms";
import { Phone } from "./Phone";
import { useWords } from "./words";

export function Contacts({ institutionId }: { institutionId: string }) {
  const t = useWords();
  const may = useMay()("institution.write");
  const contacts = useRead(["institution_contact", institutionId], (signal) => readContacts(institutionId, signal));
  const [adding, setAdding] = useState(false);
  const [withEnded, setWithEnded] = useState(false);
  const [changing, setChanging] = useState<{ contact: Contact; step: ContactStep } | null>(null);
  return (
    <Panel
      title={t("contacts")}
      extra={
        may && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t("addContact")}
          </Button>
        )
      }
    >
      <Faces
        of={contacts}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={<Nothing>{t(may ? "noContacts" : "noContactsRead")}</Nothing>}
      >
        {({ items }) => {
          const ended = items.filter((one) => one.ended_on);
          const shown = withEnded ? items : items.filter((one) => !one.ended_on);
          return (
            <>
              <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {shown.map((contact) => (
                  <Row
                    key={contact.id}
                    contact={contact}
                    change={may ? (step) => setChanging({ contact, step }) : undefined}
                  />
                ))}
              </ul>
              {shown.length === 0 && <p className="quiet">{t(may ? "noContacts" : "noContactsRead")}</p>}
              {ended.length > 0 && (
                <Button
                  type="link"
                  size="small"
                  style={{ padding: 0 }}
                  aria-expanded={withEnded}
                  onClick={() => setWithEnded(!withEnded)}
                >
                  {withEnded ? t("hideEnded") : t("showEnded", { count: ended.length })}
                </Button>
              )}
            </>
          );
        }}
      </Faces>
      {adding && <AddContact institutionId={institutionId} onClose={() => setAdding(false)} />}
      {changing && <ChangeContact {...changing} onClose={() => setChanging(null)} />}
    </Panel>
  );
}

function Row({ contact, change }: { contact: Contact; change?: (step: ContactStep) => void }) {
  const t = useWords();
  const c = useCommon();
  return (
    <li
      className="row"
      style={{ justifyContent: "space-between", borderTop: "1px solid var(--line)", padding: "8px 0" }}
    >
      <div>
        <strong>{contact.name}</strong>{" "}
        <span className="quiet">
          {[...new Set([named(CONTACT_ROLE, contact.role), contact.position])].filter(Boolean).join(" · ")}
          {contact.ended_on && ` · ${t("ended", { day: contact.ended_on })}`}
        </span>
        <div style={{ marginTop: 4 }}>
          <Phone contact={contact} />
        </div>
      </div>
      {change && !contact.ended_on && (
        <div className="row">
          <Button size="small" onClick={() => change("amend")} aria-label={pair(c("edit"), contact.name)}>
            {c("edit")}
          </Button>
          <Button size="small" onClick={() => change("end")} aria-label={pair(t("endContact"), contact.name)}>
            {t("endContact")}
          </Button>
        </div>
      )}
    </li>
  );
}
