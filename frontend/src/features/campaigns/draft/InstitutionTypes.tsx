/** Narrowing to some kinds of institutions; none chosen is all that the plan names. */
import { Select } from "antd";
import { useLanguage } from "@/shared/i18n";
import { options } from "@/shared/i18n/enums";
import { PARTY } from "../parties";

interface InstitutionTypesProps {
  id?: string;
  value?: string[];
  onChange?: (types: string[]) => void;
}

export function InstitutionTypes({ id, value, onChange }: InstitutionTypesProps) {
  useLanguage();
  // Kinds of institutions, not the agencies and sections of the same catalogue.
  const kinds = options(PARTY).slice(0, Object.keys(PARTY).indexOf("health"));
  return (
    <Select
      id={id}
      mode="multiple"
      options={kinds}
      value={value}
      showSearch={{ optionFilterProp: "label" }}
      onChange={onChange}
    />
  );
}
