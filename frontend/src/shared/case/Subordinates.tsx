/** Choose somebody who stands below oneself: whom one may let into a matter or put on a team. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { aside, words } from "@/shared/i18n";

const { use: useWords } = words(
  "subordinates",
  { placeholder: "选择人员，可输入姓名搜索", none: "没有找到这个人" },
  { placeholder: "Choose somebody, or type a name", none: "Nobody by that name" },
);

interface SubordinatesProps {
  value?: string;
  onChange?: (id: string) => void;
  id?: string;
  /** Who cannot be chosen: they are in already. */
  without?: string[];
}

const PAUSE_MS = 250;

export function Subordinates({ value, onChange, id, without = [] }: SubordinatesProps) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setName(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(["user", "subordinates", name], (signal) =>
    data(
      api.GET("/api/v1/recusals/subordinates", {
        params: { query: { limit: 200, ...(name ? { name } : {}) } },
        signal,
      }),
    ),
  );
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      placeholder={t("placeholder")}
      options={(found.data?.items ?? [])
        .filter((one) => !without.includes(one.id))
        .map((one) => ({ value: one.id, label: `${one.display_name}${aside(one.organisation_name)}` }))}
      loading={found.isPending}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      notFoundContent={found.isPending ? null : t("none")}
    />
  );
}
