/** What to look for in the journal: when, who, which act, which subject. */
import { DatePicker, Grid, Input, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { FilterDrawer } from "@/shared/case/FilterDrawer";
import { aside, pair } from "@/shared/i18n";
import { actionChoices, SUBJECT_CHOICES, subjectInWords } from "@/shared/i18n/acts";
import { useCommon } from "@/shared/i18n/common";
import { one, type Search } from "@/shared/lib/search";
import { FILTERS, isId } from "./query";
import { useWords } from "./words";

type Change = (next: Record<string, string | undefined>) => void;

export function JournalFilters({ address, change }: { address: Search; change: Change }) {
  const t = useWords();
  const c = useCommon();
  const subjectType = one(address.subject_type);
  const day = (name: string) => {
    const held = one(address[name]);
    return held ? dayjs(held) : null;
  };
  const wide = Grid.useBreakpoint().md ?? true;
  const fields = (
    <>
      {(["from", "until"] as const).map((name) => (
        <DatePicker
          key={name}
          aria-label={pair(t("range"), t(name))}
          placeholder={pair(t("range"), t(name))}
          value={day(name)}
          onChange={(picked) => change({ [name]: picked?.format("YYYY-MM-DD") })}
          style={{ width: 150 }}
        />
      ))}
      <Select
        aria-label={t("subjectType")}
        placeholder={t("subjectType")}
        allowClear
        value={subjectType}
        options={SUBJECT_CHOICES.map((value) => ({ value, label: subjectInWords(value) }))}
        // An act belongs to its subject: another subject, another act.
        onChange={(value?: string) => change({ subject_type: value, action: undefined })}
        style={{ minWidth: 140 }}
      />
      <Select
        aria-label={t("action")}
        placeholder={t("action")}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        value={one(address.action)}
        options={actionChoices(subjectType)}
        onChange={(value?: string) => change({ action: value })}
        style={{ minWidth: 200 }}
      />
      <Actor id={one(address.actor_id)} choose={(id) => change({ actor_id: id })} />
      <SubjectId id={one(address.subject_id) ?? ""} choose={(id) => change({ subject_id: id })} />
    </>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser offices still use
    <div role="search" aria-label={c("filters")} className="row" style={{ marginBottom: 12 }}>
      {wide ? (
        fields
      ) : (
        <FilterDrawer set={FILTERS.filter((name) => address[name] !== undefined).length}>
          <div className="filters-stacked">{fields}</div>
        </FilterDrawer>
      )}
    </div>
  );
}

function Actor({ id, choose }: { id: string | undefined; choose: (id: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(
    ["user", "search", sought],
    (signal) => data(api.GET("/api/v1/users", { params: { query: { q: sought, limit: 20 } }, signal })),
    { enabled: sought.length > 0 },
  );
  const chosen = useRead(
    ["user", id],
    (signal) => data(api.GET("/api/v1/users/{id}", { params: { path: { id: id ?? "" } }, signal })),
    { enabled: Boolean(id) },
  );
  const people = sought ? (found.data?.items ?? []) : [];
  const known = chosen.data && !people.some((one) => one.id === id) ? [chosen.data, ...people] : people;
  return (
    <Select
      aria-label={t("actor")}
      placeholder={t("actorSearch")}
      allowClear
      value={id}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={sought ? t("noActor") : null}
      options={known.map((one) => ({ value: one.id, label: one.display_name + aside(one.username) }))}
      onChange={(value?: string) => choose(value)}
      style={{ minWidth: 220 }}
    />
  );
}

function SubjectId({ id, choose }: { id: string; choose: (id: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(id);
  useEffect(() => setTyped(id), [id]);
  const wrong = typed.trim() !== "" && !isId(typed);
  return (
    <span style={{ flex: "0 1 340px" }}>
      <Input
        aria-label={t("subjectId")}
        placeholder={t("subjectId")}
        allowClear
        status={wrong ? "error" : undefined}
        aria-invalid={wrong}
        value={typed}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          if (next.trim() === "" || isId(next)) choose(next.trim() || undefined);
        }}
      />
      {wrong && (
        <span role="alert" style={{ color: "var(--fact-missing)", fontSize: 12 }}>
          {t("badId")}
        </span>
      )}
    </span>
  );
}
