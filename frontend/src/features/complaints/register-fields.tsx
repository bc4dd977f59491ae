/** What is asked of whoever registers a complaint: the few things needed first, the rest for those who have them. */
import { Radio } from "antd";
import type { Schemas } from "@/shared/api/client";
import { Departments } from "@/shared/case/Departments";
import type { Field } from "@/shared/case/fields";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { CHANNEL, MATTER, typed } from "./enums";
import { personField, privateFields } from "./persons";
import { say } from "./words";

export type Create = Schemas["ComplaintCreate"];

/** Channels that bring a number of their own along. */
const WITH_REFERENCE = new Set<Create["channel"] | undefined>(["hotline_12345", "letter", "petition", "assigned"]);

const realName = () => (
  <Radio.Group
    options={[
      { value: true, label: say("realName") },
      { value: false, label: say("anonymous") },
    ]}
  />
);

const isReal = (values: Partial<Create>) => values.is_real_name !== false;

/** `inside`: for whoever works at the institution itself, which is then not asked for. */
export function neededFields(inside: boolean, values: Partial<Create>): Field<Create>[] {
  const about: Field<Create> = {
    name: "organisation_id",
    label: say("organisation"),
    kind: "own",
    required: true,
    control: <OrgPicker kinds={["institution"]} />,
  };
  return [
    ...(inside ? [] : [about]),
    { name: "channel", label: say("channel"), kind: "choice", required: true, options: typed(CHANNEL) },
    { name: "matter", label: say("matter"), kind: "choice", required: true, options: typed(MATTER) },
    { name: "received_at", label: say("received"), kind: "instant", placeholder: say("now") },
    {
      name: "channel_reference",
      label: say("reference"),
      kind: "text",
      max: 80,
      when: ({ channel }) => WITH_REFERENCE.has(channel),
    },
    { name: "title", label: say("title"), kind: "text", required: true, max: 120, placeholder: say("titleHelp") },
    { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000, rows: 4 },
    { name: "is_real_name", label: say("realNameQuestion"), kind: "own", required: true, control: realName() },
    personField<Create>("complainant_name", { required: true, when: isReal }),
    personField<Create>("complainant_phone", { required: isReal(values) && !values.complainant_address }),
    { name: "first_receiver", label: say("firstReceiver"), kind: "text", required: true, max: 80 },
    { name: "first_department", label: say("firstDepartment"), kind: "text", required: true, max: 80 },
  ];
}

export function moreFields(inside: boolean): Field<Create>[] {
  const kept: Field<Create> = {
    name: "is_protected",
    label: say("isProtected"),
    kind: "switch",
    help: say("isProtectedHelp"),
  };
  return [
    { name: "is_key", label: say("isKey"), kind: "switch" },
    { name: "has_risk", label: say("hasRisk"), kind: "switch" },
    { name: "request", label: say("request"), kind: "long", rows: 2, max: 4000 },
    {
      name: "departments",
      label: say("departments"),
      kind: "own",
      control: <Departments />,
      help: say("departmentsHelp"),
    },
    { name: "staff_concerned", label: say("staff"), kind: "text", max: 200 },
    personField<Create>("complainant_address"),
    ...privateFields<Create>(),
    personField<Create>("patient_name"),
    personField<Create>("patient_identity"),
    personField<Create>("visit_number"),
    ...(inside ? [] : [kept]),
  ];
}

/** Columns of twelve that a field takes on a desk; the whole line where it is not named. */
export const WIDTH: Partial<Record<keyof Create, number>> = {
  channel: 4,
  matter: 4,
  received_at: 4,
  is_real_name: 4,
  complainant_name: 4,
  complainant_phone: 4,
  first_receiver: 6,
  first_department: 6,
  is_key: 6,
  has_risk: 6,
  departments: 6,
  staff_concerned: 6,
  relation: 4,
  patient_sex: 4,
  patient_age: 4,
  patient_name: 4,
  patient_identity: 4,
  visit_number: 4,
};
