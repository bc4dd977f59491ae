/** One of a few words, each as large as a thumb. */
import type { ReactNode } from "react";

interface ChipsProps<T extends string> {
  id: string;
  options: { value: T; label: string; text?: ReactNode }[];
  value: T | null;
  onChange: (value: T) => void;
  wrong?: string | undefined;
  /** One below the other, each with its text. */
  stacked?: boolean;
}

export function Chips<T extends string>({ id, options, value, onChange, wrong, stacked = false }: ChipsProps<T>) {
  return (
    <div
      id={id}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={wrong && `${id}-wrong`}
      aria-invalid={wrong ? true : undefined}
      className={stacked ? "public-chips stacked" : "public-chips"}
    >
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? "chosen" : undefined}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.text && <span className="quiet">{option.text}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
