/** Names of departments, each ended by a separator or Enter; what stands there when one goes on counts too. */
import { Select } from "antd";

interface DepartmentsProps {
  value?: string[];
  onChange?: (names: string[]) => void;
  id?: string;
}

const SEPARATORS = ["、", "，", ",", "；", ";"];

export function Departments({ value, onChange, id }: DepartmentsProps) {
  return (
    <Select
      id={id}
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={SEPARATORS}
      value={value}
      onChange={(names: string[]) => onChange?.(names.map((name) => name.trim()).filter(Boolean))}
    />
  );
}
