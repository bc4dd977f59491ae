/** A labelled control outside a table: what it asks, how, and what is wrong with it. */

import { Input } from "antd";
import { useId } from "react";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";

interface LongFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  required?: boolean;
  max?: number;
  rows?: number;
  wrong?: string;
  className?: string;
  /** One line instead of several. */
  short?: boolean;
}

export function TextField(props: LongFieldProps) {
  const { label, value, onChange, hint, required, max, rows = 2, wrong, className = "", short } = props;
  const c = useCommon();
  const id = useId();
  const shared = {
    id,
    value,
    maxLength: max,
    placeholder: hint,
    status: wrong ? ("error" as const) : undefined,
    "aria-invalid": wrong ? true : undefined,
    "aria-describedby": `${id}-said`,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className={`duty-field ${className}`}>
      <label htmlFor={id}>
        {label}
        {!required && <span className="quiet">{aside(c("optional"))}</span>}
      </label>
      {short ? (
        <Input {...shared} autoComplete="off" />
      ) : (
        <Input.TextArea {...shared} autoSize={{ minRows: rows, maxRows: 12 }} />
      )}
      <div className="said wrong" id={`${id}-said`} aria-live="polite">
        {wrong}
      </div>
    </div>
  );
}
