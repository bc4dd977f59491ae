/** The filters of a list: typed, in the address, so that a link says what it shows. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { type CSSProperties, useEffect, useState } from "react";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { many, one, type Search } from "@/shared/lib/search";
import { midnight } from "@/shared/lib/time";
import { FilterDrawer } from "./FilterDrawer";
import { OrgPicker } from "./OrgPicker";
import type { Filter } from "./table";

/** `YYYY-MM-DD`, of which an instant is the rest. */
const DAY = 10;

interface FiltersProps {
  filters: Filter[];
  search: Search;
  change: (next: Record<string, string | string[] | undefined>) => void;
  withText: boolean;
  /** Where there is no room, all but the text stand in a drawer. */
  wide: boolean;
}

export function Filters({ filters, search, change, withText, wide }: FiltersProps) {
  const t = useCommon();
  const [more, setMore] = useState(false);
  const shown = filters.filter(
    ({ name, quiet, seldom }) => search[name] !== undefined || !(quiet || (seldom && !more)),
  );
  const toggle = filters.some(({ quiet, seldom }) => seldom && !quiet) && (
    <Button
      type="link"
      icon={more ? <UpOutlined /> : <DownOutlined />}
      iconPlacement="end"
      aria-expanded={more}
      onClick={() => setMore(!more)}
      style={{ padding: 0, justifySelf: "start" }}
    >
      {t(more ? "fewerFilters" : "moreFilters")}
    </Button>
  );
  if (!wide)
    return (
      // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser offices still use
      <div role="search" className="row" style={{ marginBottom: 12, flexWrap: "nowrap" }}>
        {withText && <TextFilter name="q" label={t("search")} search={search} change={change} wide />}
        {shown.length > 0 && (
          <FilterDrawer set={shown.filter((filter) => search[filter.name] !== undefined).length}>
            <div className="filters-stacked">
              {shown.map((filter) => (
                <div key={filter.name}>
                  <div className="quiet">{filter.label}</div>
                  <One filter={filter} search={search} change={change} fill />
                </div>
              ))}
              {toggle}
            </div>
          </FilterDrawer>
        )}
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser offices still use
    <div role="search" className="row" style={{ marginBottom: 12 }}>
      {withText && <TextFilter name="q" label={t("search")} search={search} change={change} />}
      {shown.map((filter) => (
        <One key={filter.name} filter={filter} search={search} change={change} />
      ))}
      {toggle}
    </div>
  );
}

/** Typed text goes into the address when the typing pauses. */
function TextFilter({
  name,
  label,
  search,
  change,
  wide,
}: { name: string; label: string; wide?: boolean } & Pick<FiltersProps, "search" | "change">) {
  const current = one(search[name]) ?? "";
  const [typed, setTyped] = useState(current);
  useEffect(() => setTyped(current), [current]);
  useEffect(() => {
    if (typed === current) return;
    const timer = setTimeout(() => change({ [name]: typed || undefined }), 350);
    return () => clearTimeout(timer);
  }, [typed, current, change, name]);
  return (
    <Input.Search
      aria-label={label}
      placeholder={label}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(value) => change({ [name]: value || undefined })}
      style={wide ? { flex: 1, minWidth: 0 } : { width: 220 }}
    />
  );
}

interface OneProps extends Pick<FiltersProps, "search" | "change"> {
  filter: Filter;
  /** As wide as what it stands in, in a drawer. */
  fill?: boolean;
}

function One({ filter, search, change, fill }: OneProps) {
  const t = useCommon();
  const { name, label } = filter;
  const sized = (style: CSSProperties): CSSProperties => (fill ? { width: "100%" } : style);
  const common = { "aria-label": label, placeholder: label, allowClear: true } as const;
  switch (filter.kind) {
    case "choices":
      return (
        <Select
          {...common}
          mode="multiple"
          maxTagCount="responsive"
          value={many(search[name])}
          options={filter.options}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(value: string[]) => change({ [name]: value })}
          // Room for what is chosen: "+3" would not say which.
          style={sized({
            minWidth: Math.min(150 + 80 * Math.max(0, many(search[name]).length - 1), 390),
            maxWidth: "100%",
          })}
        />
      );
    case "tags":
      return (
        <Select
          {...common}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={many(search[name])}
          onChange={(value: string[]) => change({ [name]: value })}
          style={sized({ minWidth: 160 })}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          value={one(search[name])}
          options={filter.options}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(value?: string) => change({ [name]: value })}
          style={sized({ minWidth: 140 })}
        />
      );
    case "yes_no":
      return (
        <Select
          {...common}
          value={one(search[name])}
          options={[
            { value: "true", label: pair(label, t("yes")) },
            { value: "false", label: pair(label, t("no")) },
          ]}
          onChange={(value?: string) => change({ [name]: value })}
          style={sized({ minWidth: 120 })}
        />
      );
    case "midnight":
    case "date": {
      const value = one(search[name]);
      const sent = filter.kind === "midnight" ? midnight : (day: string) => day;
      return (
        <DatePicker
          {...common}
          value={value ? dayjs(value.slice(0, DAY)) : null}
          onChange={(day) => change({ [name]: day ? sent(day.format("YYYY-MM-DD")) : undefined })}
          style={sized({ width: 150 })}
        />
      );
    }
    case "organisation":
      return (
        <OrgPicker
          aria-label={label}
          value={one(search[name])}
          onChange={(id) => change({ [name]: id })}
          style={sized({ width: 240 })}
        />
      );
    case "text":
      return <TextFilter name={name} label={label} search={search} change={change} wide={fill} />;
  }
}
