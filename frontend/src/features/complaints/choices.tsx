/** Controls that only the forms of complaints need: who may take over, what it may be merged into. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { aside, useLanguage } from "@/shared/i18n";
import { type Complaint, listed, OPEN, useSimilar } from "./api";
import { likeness } from "./likeness";
import { useWords } from "./words";

interface Controlled<T> {
  value?: T;
  onChange?: (value: T) => void;
  id?: string;
}

/** The institution and the authorities above it, of whom one may take over: not the one that handles it now. */
export function HandOverChoice({ complaint, value, onChange, id }: Controlled<string> & { complaint: Complaint }) {
  const language = useLanguage();
  const place = useRead(["organisation", complaint.organisation_id], (signal) =>
    data(api.GET("/api/v1/organisations/{id}", { params: { path: { id: complaint.organisation_id } }, signal })),
  );
  const options = (place.data?.path ?? [])
    .filter(({ code }) => code !== complaint.handler_id)
    .filter(({ code }) => !(complaint.is_protected && code === complaint.organisation_id))
    .map(({ code, zh, en }) => ({ value: code, label: (language === "en" && en) || zh }))
    .toReversed();
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      options={options}
      loading={place.isPending}
      showSearch={{ optionFilterProp: "label" }}
    />
  );
}

const PAUSE_MS = 250;

/** Open complaints about the same institution in the same hands, those that are alike first. */
export function MergeChoice({ complaint, value, onChange, id }: Controlled<string> & { complaint: Complaint }) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { organisation_id, handler_id } = complaint;
  const found = useRead(["complaint", "to-merge", complaint.id, q], (signal) =>
    listed({ organisation_id, handler_id, state: OPEN, ...(q ? { q } : {}) }, signal),
  );
  const similar = useSimilar(organisation_id, complaint.facts, "").data ?? [];
  const alike = new Map(similar.map((one) => [one.id, one]));
  const options = (found.data?.items ?? [])
    .filter((one) => one.id !== complaint.id)
    .toSorted((a, b) => (alike.get(b.id)?.overlap ?? 0) - (alike.get(a.id)?.overlap ?? 0))
    .map((one) => {
      const like = alike.get(one.id);
      return { value: one.id, label: `${one.number} ${one.title}${like ? aside(t(likeness(like))) : ""}` };
    });
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
