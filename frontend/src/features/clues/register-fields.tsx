/** What is asked of whoever registers a clue; and the index of a secret one, which has no place for its content. */
import { Checkbox, Radio } from "antd";
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { options } from "@/shared/i18n/enums";
import { SECRECY, SOURCE, TOUT } from "./enums";
import { personField } from "./persons";
import { say } from "./words";

export type Create = Schemas["ClueCreate"];
export type Secret = Schemas["SecretClueCreate"];

const isReal = ({ is_real_name }: Partial<Create>) => is_real_name === true;

export const matterFields = (): Field<Create>[] => [
  { name: "kind", label: say("kind"), kind: "choice", required: true, options: options(CLUE_KIND) },
  { name: "source", label: say("source"), kind: "choice", required: true, options: options(SOURCE) },
  { name: "source_reference", label: say("reference"), kind: "text", max: 120 },
  { name: "title", label: say("title"), kind: "text", required: true, max: 120, placeholder: say("titleHelp") },
  { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000, rows: 4 },
  {
    name: "about_organisation_id",
    label: say("about"),
    kind: "own",
    control: <OrgPicker kinds={["institution"]} />,
  },
  { name: "place", label: say("place"), kind: "text", max: 120 },
  { name: "tout_kinds", label: say("touts"), kind: "choices", options: options(TOUT) },
  { name: "amount_fen", label: say("amount"), kind: "money" },
  { name: "found_at", label: say("found"), kind: "instant", placeholder: say("now") },
  { name: "received_at", label: say("received"), kind: "instant", placeholder: say("now") },
];

export const personFields = (): Field<Create>[] => [
  personField<Create>("subject_name"),
  personField<Create>("subject_identity"),
  personField<Create>("subject_phone"),
  {
    name: "is_real_name",
    label: say("realNameQuestion"),
    kind: "own",
    required: true,
    control: (
      <Radio.Group
        options={[
          { value: true, label: say("realName") },
          { value: false, label: say("anonymous") },
        ]}
      />
    ),
  },
  personField<Create>("reporter_name", { required: true, when: isReal }),
  personField<Create>("reporter_phone", { required: true, when: isReal }),
  { name: "is_protected", label: say("isProtected"), kind: "switch", help: say("protectedHere") },
];

/** Columns of twelve that a field takes on a desk; the whole line where it is not named. */
export const WIDTH: Partial<Record<keyof Create, number>> = {
  kind: 4,
  source: 4,
  source_reference: 4,
  about_organisation_id: 6,
  place: 6,
  tout_kinds: 6,
  amount_fen: 6,
  found_at: 6,
  received_at: 6,
  subject_name: 4,
  subject_identity: 4,
  subject_phone: 4,
  is_real_name: 4,
  reporter_name: 4,
  reporter_phone: 4,
};

/** Nothing is sent before it is ticked. */
function Checked({
  value,
  onChange,
  id,
}: {
  value?: true;
  onChange?: (checked: true | undefined) => void;
  id?: string;
}) {
  return (
    <Checkbox id={id} checked={value === true} onChange={(event) => onChange?.(event.target.checked || undefined)}>
      {say("secretConfirm")}
    </Checkbox>
  );
}

export type TypedSecret = Secret & { checked?: true };

/** Not one of them is kept on this machine. */
export const secretFields = (): Field<TypedSecret>[] => [
  {
    name: "secrecy",
    label: say("secrecy"),
    kind: "choice",
    required: true,
    options: options(SECRECY).filter(({ value }) => value !== "none"),
    sensitive: true,
  },
  { name: "kind", label: say("kind"), kind: "choice", required: true, options: options(CLUE_KIND), sensitive: true },
  { name: "source", label: say("source"), kind: "choice", required: true, options: options(SOURCE), sensitive: true },
  { name: "source_reference", label: say("reference"), kind: "text", required: true, max: 120, sensitive: true },
  { name: "received_at", label: say("received"), kind: "instant", placeholder: say("now"), sensitive: true },
  {
    name: "checked",
    label: say("secretCheck"),
    kind: "own",
    required: true,
    control: <Checked />,
    sensitive: true,
  },
];
