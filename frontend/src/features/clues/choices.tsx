/** Controls that only clues need: another clue, looked for by its number or words; somebody to let in. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { useRead } from "@/shared/api/queries";
import { People } from "@/shared/case/People";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named } from "@/shared/i18n/enums";
import { type Clue, loadClues, loadColleagues } from "./api";
import { useWords } from "./words";

interface ColleaguesProps {
  /** `Form.Item` gives the next three. */
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
  /** Who was let in already. */
  without: string[];
}

/** The people of the authority whom one may let in. */
export function Colleagues(props: ColleaguesProps) {
  const t = useWords();
  return (
    <People
      {...props}
      name={["user", "colleagues"]}
      load={loadColleagues}
      placeholder={t("personPlaceholder")}
      none={t("personNone")}
    />
  );
}

interface ClueChoiceProps {
  clue: Clue;
  value?: string;
  onChange?: (value: string) => void;
  id?: string;
}

const PAUSE_MS = 250;

export function ClueChoice({ clue, value, onChange, id }: ClueChoiceProps) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(["clue", "to-link", q], (signal) =>
    loadClues({ ...(q.length > 1 ? { q } : {}), limit: 50 } as never, signal),
  );
  const linked = new Set([clue.id, ...clue.links.map(({ clue_id }) => clue_id)]);
  const options = (found.data?.items ?? [])
    .filter((one) => !linked.has(one.id))
    .map((one) => ({ value: one.id, label: `${one.number} ${one.title ?? named(CLUE_KIND, one.kind)}` }));
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      options={options}
      loading={found.isPending}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      notFoundContent={found.isPending ? null : t("noOther")}
    />
  );
}
