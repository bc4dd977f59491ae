/** A sum as people type it, in yuan; held as the API takes it, in whole fen. */
import { InputNumber } from "antd";
import { common } from "@/shared/i18n/common";

interface MoneyProps {
  value?: number | null;
  onChange?: (fen: number | null) => void;
  id?: string;
  placeholder?: string;
}

const FEN = 100;

/** What is typed is not regrouped by thousands: that would move the caret and swallow the point of "12345." */
export function Money({ value, onChange, ...rest }: MoneyProps) {
  return (
    <InputNumber<number>
      {...rest}
      min={0}
      value={value === null || value === undefined ? null : value / FEN}
      onChange={(yuan) => onChange?.(yuan === null ? null : Math.round(yuan * FEN))}
      suffix={common("yuan")}
      style={{ width: "100%" }}
    />
  );
}
