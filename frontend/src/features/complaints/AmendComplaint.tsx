/** Correct what was written down, while nothing has been answered. When and by whom it was received stays. */
import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useConflict } from "@/shared/case/conflict";
import { Departments } from "@/shared/case/Departments";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useCommon } from "@/shared/i18n/common";
import { amendComplaint, type Complaint, lastEntry, readComplaint } from "./api";
import { MATTER, typed } from "./enums";
import { complaintLabels } from "./labels";
import { maskedOf, PERSON, PERSON_FIELDS, type PersonField, personField, privateFields } from "./persons";
import { say, useWords } from "./words";

type Patch = Schemas["ComplaintPatch"];
/** What is known of a person is not shown here: it is entered anew, or named to be deleted. */
type Typed = Patch & { remove?: PersonField[] };

const fieldsOf = (complaint: Complaint): Field<Typed>[] => {
  const known = PERSON_FIELDS.filter((name) => maskedOf(complaint, name));
  return [
    { name: "title", label: say("title"), kind: "text", required: true, max: 120 },
    { name: "matter", label: say("matter"), kind: "choice", required: true, options: typed(MATTER) },
    { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000 },
    { name: "request", label: say("request"), kind: "long", rows: 2, max: 4000 },
    {
      name: "departments",
      label: say("departments"),
      kind: "own",
      control: <Departments />,
      help: say("departmentsHelp"),
    },
    { name: "staff_concerned", label: say("staff"), kind: "text", max: 200 },
    { name: "channel_reference", label: say("reference"), kind: "text", max: 80 },
    { name: "is_key", label: say("isKey"), kind: "switch" },
    { name: "has_risk", label: say("hasRisk"), kind: "switch" },
    ...PERSON_FIELDS.map((name) => {
      const value = maskedOf(complaint, name);
      return personField<Typed>(name, value ? { help: say("keepsValue", { value }) } : {});
    }),
    ...privateFields<Typed>(),
    ...(known.length > 0
      ? [
          {
            name: "remove" as const,
            label: say("removePersons"),
            kind: "choices" as const,
            options: known.map((name) => ({ value: name, label: PERSON[name].label() })),
          },
        ]
      : []),
  ];
};

/** Only what this person changed: the rest is whoever else has changed it meanwhile. */
export function patchOf(complaint: Complaint, { remove = [], ...body }: Typed): Patch {
  const before = complaint as unknown as Record<string, unknown>;
  const changed = Object.entries(body).filter(([name, value]) =>
    PERSON_FIELDS.includes(name as PersonField)
      ? value !== null
      : JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
  );
  return Object.fromEntries([...remove.map((name) => [name, null]), ...changed]) as Patch;
}

export function AmendComplaint({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const client = useQueryClient();
  const conflict = useConflict(complaint, {
    reread: () => readComplaint(complaint.id),
    lastEntry: () => lastEntry(complaint.id),
    labels: complaintLabels(),
  });
  return (
    <Drawer open title={t("amend")} onClose={onClose} size="large">
      <ResourceForm<Typed>
        fields={fieldsOf(complaint)}
        initial={complaint as unknown as Typed}
        draft={`${complaint.id}.amend`}
        submit={conflict.shown ? c("redo") : t("amend")}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          await amendComplaint(conflict.seen, patchOf(complaint, body));
          await client.invalidateQueries({ queryKey: ["complaint"] });
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}
