/** One question of a public form: its label, what helps, its control, what is wrong. */
import type { ReactNode } from "react";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";

interface FieldProps {
  /** Of the control; what is wrong is found under `<id>-wrong`, what helps under `<id>-help`. */
  id: string;
  label: string;
  help?: ReactNode;
  wrong?: string | undefined;
  optional?: boolean;
  /** Several controls that answer together: the label names the group. */
  group?: boolean;
  children: ReactNode;
}

/** What a control of the field says of itself. */
export const described = (id: string, help: boolean, wrong: string | undefined) => ({
  id,
  "aria-describedby": [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined,
  "aria-invalid": wrong ? true : undefined,
  status: wrong ? ("error" as const) : ("" as const),
});

export function Field({ id, label, help, wrong, optional = false, group = false, children }: FieldProps) {
  const c = useCommon();
  const name = (
    <>
      {label}
      {optional && <span className="quiet">{aside(c("optional"))}</span>}
    </>
  );
  return (
    <div className="public-field">
      {group ? (
        <span className="label" id={`${id}-label`}>
          {name}
        </span>
      ) : (
        <label className="label" htmlFor={id}>
          {name}
        </label>
      )}
      {children}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {help && (
        <p className="quiet help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}
