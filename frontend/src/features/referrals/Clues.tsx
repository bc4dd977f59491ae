/** Choose the clue that is to be referred: those being assessed, what has to be referred first. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { useClues } from "./api";
import { useStepWords } from "./step-words";

interface CluesProps {
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}

export function Clues({ id, value, onChange }: CluesProps) {
  const t = useStepWords();
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const clues = useClues(q);
  const items = (clues.data?.items ?? []).toSorted((a, b) => Number(b.must_refer) - Number(a.must_refer));
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      loading={clues.isFetching}
      placeholder={t("clueChoose")}
      notFoundContent={clues.isFetching ? null : t("noClue")}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={items.map((one) => ({ value: one.id, label: [one.number, one.title].filter(Boolean).join(" ") }))}
    />
  );
}
