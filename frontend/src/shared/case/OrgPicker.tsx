/** Choose an organisation: the tree below one's own, opened as needed, or a search over all of it. */
import { useQueryClient } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { useEffect, useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { words } from "@/shared/i18n";

const { use: useWords } = words(
  "org-picker",
  { placeholder: "选择单位，可输入名称搜索", none: "没有找到这个单位" },
  { placeholder: "Choose an organisation, or type to search", none: "No such organisation" },
);

interface Node {
  id: string;
  pId: string | null;
  value: string;
  title: string;
  isLeaf: boolean;
}

const nodeOf = (item: Schemas["OrganisationItem"], parent: string | null): Node => ({
  id: item.id,
  pId: parent,
  value: item.id,
  title: item.name,
  isLeaf: !item.has_children,
});

interface OrgPickerProps {
  value?: string;
  onChange?: (id: string | undefined) => void;
  id?: string;
  /** Only these kinds are found by the search. */
  kinds?: Schemas["OrganisationKind"][];
  style?: React.CSSProperties;
  /** Where no label of a form names it. */
  "aria-label"?: string;
}

export function OrgPicker({ value, onChange, id, kinds, style, "aria-label": label }: OrgPickerProps) {
  const t = useWords();
  const me = useMe();
  const client = useQueryClient();
  const [nodes, setNodes] = useState<Node[]>([]);
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");

  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => {
    const root = me.data?.organisation;
    if (root) setNodes([{ id: root.id, pId: null, value: root.id, title: root.name, isLeaf: false }]);
  }, [me.data?.organisation]);

  const found = useRead(
    ["organisation", "search", sought, kinds],
    (signal) =>
      data(api.GET("/api/v1/organisations", { params: { query: { q: sought, limit: 30, kind: kinds } }, signal })),
    { enabled: sought.length > 0 },
  );
  const chosen = useRead(
    ["organisation", value],
    (signal) => data(api.GET("/api/v1/organisations/{id}", { params: { path: { id: value ?? "" } }, signal })),
    { enabled: Boolean(value) && !nodes.some((node) => node.id === value) },
  );

  const searching = sought.length > 0;
  const shown = searching ? (found.data?.items ?? []).map((item) => ({ ...nodeOf(item, null), isLeaf: true })) : nodes;
  const withChosen =
    chosen.data && !shown.some((node) => node.id === value)
      ? [...shown, { id: chosen.data.id, pId: null, value: chosen.data.id, title: chosen.data.name, isLeaf: true }]
      : shown;

  return (
    <TreeSelect
      id={id}
      aria-label={label}
      value={value}
      onChange={(next) => onChange?.(next)}
      allowClear
      treeDataSimpleMode
      treeData={withChosen}
      showSearch={{ filterTreeNode: false, searchValue: typed, onSearch: setTyped }}
      loadData={async (node) => {
        const parent = String(node.value);
        const children = await client.fetchQuery({
          queryKey: ["organisation", parent, "children"],
          queryFn: ({ signal }) =>
            data(
              api.GET("/api/v1/organisations/{id}/children", {
                params: { path: { id: parent }, query: { limit: 200 } },
                signal,
              }),
            ),
        });
        setNodes((known) => [
          ...known.filter((one) => one.pId !== parent),
          ...children.items.map((item) => nodeOf(item, parent)),
        ]);
      }}
      notFoundContent={t("none")}
      placeholder={t("placeholder")}
      style={{ width: "100%", minWidth: 220, ...style }}
      styles={{ popup: { root: { maxHeight: 400, overflow: "auto" } } }}
    />
  );
}
