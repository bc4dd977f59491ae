/** Choose a person out of a list of the API, by the beginning of the name. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { type Key, useRead } from "@/shared/api/queries";
import { aside } from "@/shared/i18n";

const PAUSE_MS = 250;

interface Option {
  value: string;
  label: string;
}

interface PeopleProps {
  /** `Form.Item` gives the next three. */
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
  /** Under which the answers are kept. */
  name: Key;
  load: (
    name: string,
    signal: AbortSignal,
  ) => Promise<{ items: { id: string; display_name: string; organisation_name: string }[] }>;
  /** Who cannot be chosen, unless it is who was chosen here. */
  without?: string[];
  "aria-label"?: string;
  placeholder: string;
  /** Said where nobody is called so. */
  none: string;
}

export function People({
  id,
  value,
  onChange,
  name: key,
  load,
  without = [],
  placeholder,
  none,
  ...named
}: PeopleProps) {
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setName(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const people = useRead([...key, name], (signal) => load(name, signal));
  const found = (people.data?.items ?? [])
    .filter((one) => one.id === value || !without.includes(one.id))
    .map((one): Option => ({ value: one.id, label: one.display_name + aside(one.organisation_name) }));
  // Whom one has chosen keeps the name while another search goes on.
  const hidden = chosen && chosen.value === value && !found.some((one) => one.value === value);
  return (
    <Select
      {...named}
      id={id}
      value={value}
      style={{ width: "100%" }}
      options={hidden ? [chosen, ...found] : found}
      placeholder={placeholder}
      loading={people.isFetching}
      notFoundContent={people.isFetching ? null : none}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(next: string | undefined) => {
        setChosen(found.find((one) => one.value === next) ?? null);
        onChange?.(next);
      }}
    />
  );
}
