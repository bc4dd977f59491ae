/** Fields of forms as data: what a field is called, what it takes, and how it is shown. */
import { DatePicker, Input, InputNumber, Radio, Select, Switch } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { common } from "@/shared/i18n/common";
import { Money } from "./Money";
import { OrgPicker } from "./OrgPicker";

export type FieldKind =
  | "text"
  | "long"
  | "password"
  | "date"
  | "instant"
  | "number"
  /** Typed in yuan, held and sent in fen. */
  | "money"
  | "choice"
  | "choices"
  | "tags"
  | "yes_no"
  | "switch"
  | "organisation"
  | "own";

export interface Field<Body> {
  name: keyof Body & string;
  label: string;
  kind: FieldKind;
  required?: boolean;
  /** Said below it; a function where it depends on what is typed so far. */
  help?: ReactNode | ((values: Partial<Body>) => ReactNode);
  initial?: unknown;
  /** `keys`: what else one may type to find it. */
  options?: { value: string; label: string; disabled?: boolean; keys?: string }[];
  /** Of a person, or a secret: never kept as a draft on this machine. */
  sensitive?: boolean;
  /** The control of kind `own`: one that a single feature needs. */
  control?: ReactNode;
  min?: number;
  max?: number;
  rows?: number;
  placeholder?: string;
  autoComplete?: string;
  /** Shown only while this holds of what is typed so far. */
  when?: (values: Partial<Body>) => boolean;
}

const FOUND_BY = ["label", "keys"];

/** Whether what is typed there may be kept on this machine until it is sent. */
export const isKept = <Body,>(field: Field<Body>): boolean => field.kind !== "password" && !field.sensitive;

/** A control of antd's `Form.Item`: it gets `value`, `onChange` and `id` from there. */
export function control<Body>(field: Field<Body>): ReactNode {
  switch (field.kind) {
    case "text":
      return <Input maxLength={field.max} placeholder={field.placeholder} autoComplete={field.autoComplete ?? "off"} />;
    case "long":
      return (
        <Input.TextArea
          autoSize={{ minRows: field.rows ?? 3, maxRows: 12 }}
          maxLength={field.max}
          placeholder={field.placeholder}
        />
      );
    case "password":
      return <Input.Password autoComplete={field.autoComplete ?? "new-password"} />;
    case "date":
      return <DatePicker style={{ width: "100%" }} />;
    case "instant":
      // What is typed counts when one goes on, without a press of a button.
      return (
        <DatePicker
          showTime={{ format: "HH:mm" }}
          format="YYYY-MM-DD HH:mm"
          needConfirm={false}
          placeholder={field.placeholder}
          style={{ width: "100%" }}
        />
      );
    case "number":
      return <InputNumber min={field.min} max={field.max} style={{ width: "100%" }} />;
    case "money":
      return <Money placeholder={field.placeholder} />;
    case "choice":
      return (
        <Select
          options={field.options}
          allowClear={!field.required}
          placeholder={field.placeholder}
          showSearch={{ optionFilterProp: FOUND_BY }}
        />
      );
    case "choices":
      return (
        <Select
          mode="multiple"
          options={field.options}
          placeholder={field.placeholder}
          showSearch={{ optionFilterProp: FOUND_BY }}
        />
      );
    case "tags":
      return <Select mode="tags" open={false} suffixIcon={null} placeholder={field.placeholder} />;
    case "yes_no":
      return (
        <Radio.Group
          options={[
            { value: true, label: common("yes") },
            { value: false, label: common("no") },
          ]}
        />
      );
    case "switch":
      return <Switch />;
    case "organisation":
      return <OrgPicker />;
    case "own":
      return field.control;
  }
}

/** What the control holds → what the API takes. Empty text is nothing. */
export function toBody<Body>(fields: Field<Body>[], values: Record<string, unknown>): Body {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.when && !field.when(values as Partial<Body>)) continue;
    const value = values[field.name];
    if (value === undefined || value === "" || value === null) {
      if (value === null || value === "") body[field.name] = null;
      continue;
    }
    if (field.kind === "date") body[field.name] = (value as Dayjs).format("YYYY-MM-DD");
    else if (field.kind === "instant") body[field.name] = (value as Dayjs).toISOString();
    else if (typeof value === "string") body[field.name] = value.trim();
    else body[field.name] = value;
  }
  return body as Body;
}

/** What the API gave, or a draft kept → what the controls hold. */
export function toControls<Body>(fields: Field<Body>[], values: Partial<Body>): Record<string, unknown> {
  const held: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name] ?? field.initial;
    if (value === undefined || value === null) continue;
    held[field.name] = field.kind === "date" || field.kind === "instant" ? dayjs(value as string) : value;
  }
  return held;
}
