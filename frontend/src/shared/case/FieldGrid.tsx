/** Fields beside each other in twelfths of a line on a desk; one below the other on a phone. */
import type { CSSProperties } from "react";
import { FieldItem } from "./FieldItem";
import type { Field } from "./fields";
import "./field-grid.css";

const WHOLE = 12;

interface FieldGridProps<Body> {
  fields: Field<Body>[];
  /** What is typed so far. */
  values: Partial<Body>;
  /** Twelfths that a field takes; the whole line where it is not named. */
  widths: Partial<Record<keyof Body, number>>;
}

export function FieldGrid<Body>({ fields, values, widths }: FieldGridProps<Body>) {
  return (
    <div className="field-grid">
      {fields
        .filter((field) => !field.when || field.when(values))
        .map((field) => (
          <div key={field.name} style={{ "--span": widths[field.name] ?? WHOLE } as CSSProperties}>
            <FieldItem field={field} values={values} />
          </div>
        ))}
    </div>
  );
}
