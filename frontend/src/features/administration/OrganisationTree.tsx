/** The tree below one's own organisation, opened branch by branch. */
import { useQueryClient } from "@tanstack/react-query";
import { Tree } from "antd";
import { useEffect, useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useWords } from "./words";

interface Node {
  key: string;
  title: string;
  isLeaf: boolean;
  children?: Node[];
}

const nodeOf = (item: Schemas["OrganisationItem"]): Node => ({
  key: item.id,
  title: item.name,
  isLeaf: !item.has_children,
});

const grown = (nodes: Node[], key: string, children: Node[]): Node[] =>
  nodes.map((node) =>
    node.key === key
      ? { ...node, children }
      : node.children
        ? { ...node, children: grown(node.children, key, children) }
        : node,
  );

export function OrganisationTree({ selected, select }: { selected?: string; select: (id: string) => void }) {
  const t = useWords();
  const me = useMe();
  const client = useQueryClient();
  const [nodes, setNodes] = useState<Node[]>([]);
  const root = me.data?.organisation;
  const [open, setOpen] = useState<string[]>([]);

  useEffect(() => {
    if (root) setNodes([{ key: root.id, title: root.name, isLeaf: false }]);
    setOpen(root ? [root.id] : []);
  }, [root]);

  const load = async (key: string) => {
    const page = await client.fetchQuery({
      queryKey: ["organisation", key, "children"],
      queryFn: ({ signal }) =>
        data(
          api.GET("/api/v1/organisations/{id}/children", {
            params: { path: { id: key }, query: { limit: 200 } },
            signal,
          }),
        ),
    });
    setNodes((known) => grown(known, key, page.items.map(nodeOf)));
  };

  return (
    <nav aria-label={t("organisations")}>
      <Tree
        blockNode
        expandedKeys={open}
        onExpand={(keys) => setOpen(keys.map(String))}
        treeData={nodes}
        selectedKeys={selected ? [selected] : []}
        loadData={(node) => load(String(node.key))}
        onSelect={(keys) => keys[0] && select(String(keys[0]))}
        height={560}
      />
    </nav>
  );
}
