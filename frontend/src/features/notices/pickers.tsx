/** Controls of this feature's forms alone. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { useRead } from "@/shared/api/queries";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { findInstitutions } from "./api";
import { useWords } from "./words";

interface Control<Value> {
  value?: Value;
  onChange?: (value: Value | undefined) => void;
  id?: string;
}

const PAUSE_MS = 250;

/** An institution for whoever sees no part of the tree that it lies in: sought among those that are published. */
export function PublishedInstitution({ value, onChange, id }: Control<string>) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(["institution", "published", sought], (signal) => findInstitutions(sought, signal), {
    enabled: sought.length > 0,
    placeholderData: (before) => before,
  });
  return (
    <Select
      id={id}
      value={value}
      onChange={(next) => onChange?.(next)}
      allowClear
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      options={(found.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
      placeholder={t("seekInstitution")}
    />
  );
}

/** One institution where the API takes a list of them: the step is taken once for each. */
export function OneInstitution({ value, onChange, id }: Control<string[]>) {
  return (
    <OrgPicker
      id={id}
      value={value?.[0]}
      kinds={["institution"]}
      onChange={(next) => onChange?.(next ? [next] : undefined)}
    />
  );
}
