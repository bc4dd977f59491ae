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
const THOUSANDS = /\B(?=(\d{3})+(?!\d))/g;

export function Money({ value, onChange, ...rest }: MoneyProps) {
  return (
    <InputNumber<number>
      {...rest}
      min={0}
      precision={value === null || value === undefined || value % FEN === 0 ? 0 : 2}
      value={value === null || value === undefined ? null : value / FEN}
      onChange={(yuan) => onChange?.(yuan === null ? null : Math.round(yuan * FEN))}
      formatter={(yuan) => {
        const [whole = "", part] = String(yuan ?? "").split(".");
        return whole.replace(THOUSANDS, ",") + (part === undefined ? "" : `.${part}`);
      }}
      parser={(text) => Number((text ?? "").replaceAll(",", ""))}
      suffix={common("yuan")}
      style={{ width: "100%" }}
    />
  );
}
