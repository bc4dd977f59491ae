/** Several organisations, found by name below one's own. */
import { useQueries } from "@tanstack/react-query";
import { Select } from "antd";
import { useEffect, useState } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { useDraftWords } from "./words";

interface ManyOrganisationsProps {
  id: string;
  value: string[];
  onChange: (ids: string[]) => void;
}

const TYPED_MS = 250;

export function ManyOrganisations({ id, value, onChange }: ManyOrganisationsProps) {
  const t = useDraftWords();
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(["organisation", "search", sought], (signal) =>
    data(api.GET("/api/v1/organisations", { params: { query: { q: sought || undefined, limit: 30 } }, signal })),
  );
  const chosen = useQueries({
    queries: value.map((one) => ({
      queryKey: ["organisation", one],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        data(api.GET("/api/v1/organisations/{id}", { params: { path: { id: one } }, signal })),
      staleTime: 300_000,
    })),
  });
  const names = new Map((found.data?.items ?? []).map((one) => [one.id, one.name]));
  for (const one of chosen) if (one.data) names.set(one.data.id, one.data.name);
  // Until its name is read, a chosen one is no row of digits.
  for (const one of value) if (!names.has(one)) names.set(one, "…");
  return (
    <Select
      id={id}
      mode="multiple"
      style={{ flex: 1, minWidth: 0 }}
      placeholder={t("scopeNames")}
      value={value}
      options={[...names].map(([key, label]) => ({ value: key, label }))}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onChange={onChange}
    />
  );
}
