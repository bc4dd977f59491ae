/** Add, amend and end a contact of an institution. */
import { Modal } from "antd";
import { useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { Keys, queryClient } from "@/shared/api/queries";
import { ActionDialog } from "@/shared/case/ActionDialog";
import type { Action } from "@/shared/case/actions";
import type { Labels } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { CONTACT_ROLE, named, options } from "@/shared/i18n/enums";
import { today } from "@/shared/lib/time";
import { addContact, amendContact, type Contact, endContact, readContacts } from "./api";
import { changed } from "./registry";
import { useWords } from "./words";

interface Typed {
  name: string;
  role: Schemas["ContactRole"];
  position?: string | null;
  phone?: string | null;
  remove_phone?: boolean;
}

type Words = ReturnType<typeof useWords>;

const contactFields = (t: Words, held: Contact | null): Field<Typed>[] => [
  { name: "name", label: t("contactName"), kind: "text", required: true, max: 60 },
  { name: "role", label: t("role"), kind: "choice", required: true, options: options(CONTACT_ROLE) },
  { name: "position", label: t("position"), kind: "text", max: 60 },
  {
    name: "phone",
    label: t("phone"),
    kind: "text",
    max: 20,
    placeholder: held?.phone_masked ?? undefined,
    help: t(held?.phone_masked ? "phoneKeep" : "phoneStored"),
    when: (typed) => !typed.remove_phone,
  },
  ...(held?.phone_masked ? [{ name: "remove_phone" as const, label: t("removePhone"), kind: "switch" as const }] : []),
];

/** A number left empty stays; it goes only where somebody says so. */
export function contactPatch({ phone, remove_phone, ...rest }: Typed): Schemas["ContactPatch"] {
  if (remove_phone) return { ...rest, phone: null };
  return phone ? { ...rest, phone } : rest;
}

const labels = (t: Words): Labels => ({
  name: { label: t("contactName") },
  role: { label: t("role"), say: (value) => named(CONTACT_ROLE, value as string) },
  position: { label: t("position") },
  phone_masked: { label: t("phone") },
  ended_on: { label: t("endContact") },
});

const readAgain = () =>
  Promise.all(
    ["institution_contact", "institution"].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );

export function AddContact({ institutionId, onClose }: { institutionId: string; onClose: () => void }) {
  const t = useWords();
  const keys = useRef(new Keys());
  return (
    <Modal open title={t("addContact")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <ResourceForm<Typed>
        fields={contactFields(t, null)}
        initial={{ role: "liaison" }}
        submit={t("addContact")}
        onCancel={onClose}
        onSubmit={async (typed) => {
          await addContact(institutionId, typed, keys.current.for(typed));
          void readAgain();
          onClose();
        }}
      />
    </Modal>
  );
}

export type ContactStep = "amend" | "end";

export function ChangeContact({
  contact,
  step,
  onClose,
}: {
  contact: Contact;
  step: ContactStep;
  onClose: () => void;
}) {
  const t = useWords();
  // As it was when it was opened: a live event may bring a newer one meanwhile.
  const [opened] = useState(contact);
  const before: Schemas["ContactPatch"] = {
    name: opened.name,
    role: opened.role,
    position: opened.position,
    phone: opened.phone_masked,
  };
  const action: Action = {
    step: `${step}.${opened.version}`,
    label: t(step === "amend" ? "amendContact" : "endContactTitle"),
    open: true,
    code: null,
    reason: null,
  };
  const end: Field<Schemas["ContactEnd"]>[] = [{ name: "on", label: t("on"), kind: "date", required: true }];
  return (
    <ActionDialog<Contact>
      action={action}
      form={
        step === "amend"
          ? {
              fields: contactFields(t, opened) as never,
              initial: { name: opened.name, role: opened.role, position: opened.position },
            }
          : { fields: end as never, initial: { on: today() }, note: t("endContactNote"), danger: true }
      }
      record={opened}
      labels={labels(t)}
      send={(seen, _step, body, key) =>
        step === "amend"
          ? amendContact(seen, changed(before, contactPatch(body as Typed)))
          : endContact(seen, body as never, key)
      }
      reread={async () => {
        const { items } = await readContacts(contact.institution_id);
        return items.find((one) => one.id === contact.id) ?? contact;
      }}
      // The journal keeps contacts to itself: who changed one is not told here.
      lastEntry={async () => null}
      onDone={() => {
        void readAgain();
        onClose();
      }}
      onClose={onClose}
    />
  );
}
