/** One field of a form: its label, its control, what is said below it, and what is wrong with it. */
import { Form } from "antd";
import type { ReactNode } from "react";
import { aside, pair } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { control, type Field } from "./fields";

interface FieldItemProps<Body> {
  field: Field<Body>;
  /** What is typed so far, for what depends on it. */
  values: Partial<Body>;
}

export function FieldItem<Body>({ field, values }: FieldItemProps<Body>) {
  return (
    <Form.Item
      name={field.name as string}
      label={field.label}
      extra={typeof field.help === "function" ? field.help(values) : field.help}
      valuePropName={field.kind === "switch" ? "checked" : "value"}
      rules={[
        {
          required: field.required,
          message: pair(field.label, common("required")),
          // The rule takes any value it is in for text, so it is there for text only.
          ...(field.kind === "text" || field.kind === "long" ? { whitespace: true } : {}),
        },
      ]}
    >
      {control(field)}
    </Form.Item>
  );
}

/** What need not be filled in says so; what must, does not. */
export const optionalMark = (label: ReactNode, { required }: { required: boolean }): ReactNode => (
  // One piece: in pieces the label would lose the space between them, and break between them.
  <span>
    {label}
    {!required && <span className="quiet">{aside(common("optional"))}</span>}
  </span>
);
