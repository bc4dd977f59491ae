/** Choose one of the people who stand below oneself, by the beginning of the name. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { aside } from "@/shared/i18n";
import { useWords } from "./words";

const AT_ONCE = 50;

interface Option {
  value: string;
  label: string;
}

interface SubordinatesProps {
  /** `Form.Item` gives the next three. */
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}

export function Subordinates({ id, value, onChange }: SubordinatesProps) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setName(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const people = useRead(["user", "subordinates", name], (signal) =>
    data(
      api.GET("/api/v1/recusals/subordinates", {
        params: { query: { limit: AT_ONCE, ...(name && { name }) } },
        signal,
      }),
    ),
  );
  const found = (people.data?.items ?? []).map(
    (one): Option => ({ value: one.id, label: one.display_name + aside(one.organisation_name) }),
  );
  // Whom one has chosen keeps the name while another search goes on.
  const hidden = chosen && chosen.value === value && !found.some((one) => one.value === value);
  return (
    <Select
      id={id}
      value={value}
      options={hidden ? [chosen, ...found] : found}
      placeholder={t("whoPlaceholder")}
      loading={people.isFetching}
      notFoundContent={people.isFetching ? null : t("whoNone")}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(next: string | undefined) => {
        setChosen(found.find((one) => one.value === next) ?? null);
        onChange?.(next);
      }}
    />
  );
}
