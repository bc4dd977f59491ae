/** Correct what was written down of a clue. When it was found and received stays; of a secret one only the kind. */
import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useConflict } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { useCommon } from "@/shared/i18n/common";
import { options } from "@/shared/i18n/enums";
import { amendClue, type Clue, lastEntry, readClue } from "./api";
import { TOUT } from "./enums";
import { clueLabels } from "./labels";
import { maskedOf, PERSON, PERSON_FIELDS, type PersonField, personField } from "./persons";
import { say, useWords } from "./words";

type Patch = Schemas["CluePatch"];
/** What is known of a person is not shown here: it is entered anew, or named to be deleted. */
type Typed = Patch & { remove?: PersonField[] };

function fieldsOf(clue: Clue): Field<Typed>[] {
  const kind: Field<Typed> = {
    name: "kind",
    label: say("kind"),
    kind: "choice",
    required: true,
    options: options(CLUE_KIND),
  };
  if (clue.secrecy !== "none") return [kind];
  const known = PERSON_FIELDS.filter((name) => maskedOf(clue, name));
  return [
    kind,
    { name: "title", label: say("title"), kind: "text", required: true, max: 120, placeholder: say("titleHelp") },
    { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000 },
    { name: "place", label: say("place"), kind: "text", max: 120 },
    { name: "tout_kinds", label: say("touts"), kind: "choices", options: options(TOUT) },
    { name: "amount_fen", label: say("amount"), kind: "money" },
    { name: "about_organisation_id", label: say("about"), kind: "own", control: <OrgPicker kinds={["institution"]} /> },
    { name: "is_protected", label: say("isProtected"), kind: "switch" },
    ...PERSON_FIELDS.map((name) => {
      const value = maskedOf(clue, name);
      return personField<Typed>(name, value ? { help: say("keepsValue", { value }) } : {});
    }),
    ...(known.length > 0
      ? [
          {
            name: "remove" as const,
            label: say("personsRemove"),
            kind: "choices" as const,
            options: known.map((name) => ({ value: name, label: PERSON[name].label() })),
          },
        ]
      : []),
  ];
}

/** Only what this person changed: the rest is whoever else has changed it meanwhile. */
export function patchOf(clue: Clue, { remove = [], ...body }: Typed): Patch {
  const before = clue as unknown as Record<string, unknown>;
  const changed = Object.entries(body).filter(([name, value]) =>
    PERSON_FIELDS.includes(name as PersonField)
      ? value !== null
      : JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
  );
  return Object.fromEntries([...remove.map((name) => [name, null]), ...changed]) as Patch;
}

export function AmendClue({ clue, onClose }: { clue: Clue; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const client = useQueryClient();
  const conflict = useConflict(clue, {
    reread: () => readClue(clue.id),
    lastEntry: () => lastEntry(clue.id),
    labels: clueLabels(),
  });
  return (
    <Drawer open title={t("amend")} onClose={onClose} size="large">
      <ResourceForm<Typed>
        fields={fieldsOf(clue)}
        initial={clue as unknown as Typed}
        draft={`${clue.id}.amend`}
        submit={conflict.shown ? c("redo") : t("amend")}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          await amendClue(conflict.seen, patchOf(clue, body));
          await client.invalidateQueries({ queryKey: ["clue"] });
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}
