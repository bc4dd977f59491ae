/** Correct what was written down, while the dispute is open. When it was raised and by whom it was entered stays. */
import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useConflict } from "@/shared/case/conflict";
import { Departments } from "@/shared/case/Departments";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useCommon } from "@/shared/i18n/common";
import { options } from "@/shared/i18n/enums";
import { amendDispute, type Dispute, lastEntry, readDispute } from "./api";
import { INSURED } from "./enums";
import { disputeLabels } from "./labels";
import { maskedOf, PARTY, PARTY_FIELDS, type PartyField, partyField, privateField } from "./parties";
import { say, useWords } from "./words";

type Patch = Schemas["DisputePatch"];
/** What is known of a person is not shown here: it is entered anew, or named to be deleted. */
type Typed = Patch & { remove?: PartyField[] };

const fieldsOf = (dispute: Dispute): Field<Typed>[] => {
  // The patient is always named.
  const known = PARTY_FIELDS.filter((name) => name !== "patient_name" && maskedOf(dispute, name));
  return [
    { name: "title", label: say("title"), kind: "text", required: true, max: 120 },
    { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000 },
    { name: "demand", label: say("demand"), kind: "long", rows: 2, max: 4000 },
    {
      name: "departments",
      label: say("departments"),
      kind: "own",
      control: <Departments />,
      help: say("departmentsHelp"),
    },
    { name: "treated_on", label: say("treatedOn"), kind: "date" },
    { name: "insured", label: say("insured"), kind: "choice", required: true, options: options(INSURED) },
    ...PARTY_FIELDS.map((name) => {
      const value = maskedOf(dispute, name);
      return partyField<Typed>(name, value ? { help: say("keepsValue", { value }) } : {});
    }),
    privateField.relation<Typed>(),
    privateField.sex<Typed>(),
    privateField.age<Typed>(),
    ...(known.length > 0
      ? [
          {
            name: "remove" as const,
            label: say("removePersons"),
            kind: "choices" as const,
            options: known.map((name) => ({ value: name, label: PARTY[name].label() })),
          },
        ]
      : []),
  ];
};

/** Only what this person changed: the rest is whoever else has changed it meanwhile. */
export function patchOf(dispute: Dispute, { remove = [], ...body }: Typed): Patch {
  const before = dispute as unknown as Record<string, unknown>;
  const changed = Object.entries(body).filter(([name, value]) =>
    PARTY_FIELDS.includes(name as PartyField)
      ? value !== null
      : JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
  );
  return Object.fromEntries([...remove.map((name) => [name, null]), ...changed]) as Patch;
}

export function AmendDispute({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const client = useQueryClient();
  const conflict = useConflict(dispute, {
    reread: () => readDispute(dispute.id),
    lastEntry: () => lastEntry(dispute.id),
    labels: disputeLabels(),
  });
  return (
    <Drawer open title={t("amend")} onClose={onClose} size="large">
      <ResourceForm<Typed>
        fields={fieldsOf(dispute)}
        initial={dispute as unknown as Typed}
        draft={`${dispute.id}.amend`}
        submit={conflict.shown ? c("redo") : t("amend")}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          await amendDispute(conflict.seen, patchOf(dispute, body));
          await client.invalidateQueries({ queryKey: ["dispute"] });
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}
