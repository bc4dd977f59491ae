/** What I owe and what waits for me, by true due time, overdue first, with why; wholly usable by keyboard. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useMay } from "@/shared/api/me";
import { pathOf } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { useStored } from "@/shared/lib/stored";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { type Section, useCounts, type View, type WorkItem, worklist } from "./api";
import { type Group, type Grouping, inGroups } from "./groups";
import { Item } from "./Item";
import { Kinds } from "./Kinds";
import { kindName } from "./kind-name";
import { useKeys } from "./useKeys";
import { useWords } from "./words";

export function WorklistPage() {
  const may = useMay();
  // Who has no worklist is on the way elsewhere; until then nothing is asked for that he may not see.
  return may("worklist.use") ? <Worklist /> : null;
}

function Worklist() {
  const t = useWords();
  const navigate = useNavigate();
  const [address, change] = useAddress();
  const counts = useCounts();
  const view: View = {
    section: one(address.section) === "escalated" ? "escalated" : "owed",
    subjectType: one(address.subject_type),
    permission: one(address.permission),
  };
  const items = useInfiniteQuery(worklist(view));
  const [at, setAt] = useState(0);
  const [explained, setExplained] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const [by, groupBy] = useStored<Grouping>("worklist.grouping", "due");
  const groups = useMemo(() => inGroups(items.data ?? [], by), [items.data, by]);
  /** In the order shown, which is the order j and k move in. */
  const shown = useMemo(() => groups.flatMap((group) => group.items), [groups]);

  const open = (item: WorkItem | undefined, act = false) => {
    const path = item && pathOf(item.subject_type, item.subject_id);
    if (path) void navigate({ to: path as "/", search: (act ? { act: "first" } : {}) as never });
  };
  const move = (by: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, at + by));
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>("[data-item]")[next]?.focus();
  };
  useKeys({
    j: () => move(document.activeElement?.closest("[data-item]") ? 1 : 0),
    k: () => move(-1),
    w: () => setExplained(explained === shown[at]?.id ? null : (shown[at]?.id ?? null)),
    a: () => open(shown[at], true),
    enter: () => open(shown[at]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => setAt(0), [view.section, view.permission, view.subjectType, by]);

  const choose = (next: View) =>
    change({
      section: next.section === "owed" ? undefined : next.section,
      subject_type: next.subjectType,
      permission: next.permission,
    });
  const titleOf = (group: Group) => {
    if (group.optional) return t("optionalGroup");
    if (group.bucket) return t(group.bucket);
    return kindName(t, { subject_type: group.kind?.subjectType ?? "", permission: group.kind?.permission ?? "" });
  };
  const escalated = counts.data?.items.some((one) => one.section === "escalated");

  return (
    <Page
      title={t("title")}
      actions={
        <>
          {(escalated || view.section === "escalated") && (
            <Segmented<Section>
              value={view.section}
              onChange={(section) => choose({ section })}
              options={[
                { value: "owed", label: t("owed") },
                { value: "escalated", label: t("escalated") },
              ]}
            />
          )}
          <Segmented<Grouping>
            aria-label={t("grouping")}
            value={by}
            onChange={groupBy}
            options={[
              { value: "due", label: t("byDue") },
              { value: "kind", label: t("byKind") },
            ]}
          />
        </>
      }
    >
      {counts.data && <Kinds counts={counts.data.items} view={view} choose={choose} />}
      <Faces
        of={items}
        rows={10}
        isEmpty={(found) => found.length === 0}
        empty={
          <div className="panel">
            <Nothing>{view.permission ? t("emptyFilter") : t("empty")}</Nothing>
          </div>
        }
      >
        {() => (
          <div ref={list}>
            {groups.map((group) => (
              <section key={group.key} className="panel" aria-label={titleOf(group)}>
                <h2>
                  {titleOf(group)} <span className="quiet">{group.items.length}</span>
                </h2>
                {group.optional && <p className="quiet">{t("optionalNote")}</p>}
                <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                  {group.items.map((item) => {
                    const index = shown.indexOf(item);
                    return (
                      <Item
                        key={item.id}
                        item={item}
                        current={index === at}
                        explained={explained === item.id}
                        onFocus={() => setAt(index)}
                        onExplain={() => setExplained(explained === item.id ? null : item.id)}
                      />
                    );
                  })}
                </ul>
              </section>
            ))}
            {items.hasNextPage && (
              <Button onClick={() => void items.fetchNextPage()} loading={items.isFetchingNextPage}>
                {t("more")}
              </Button>
            )}
            <p className="quiet">{t("keys")}</p>
          </div>
        )}
      </Faces>
    </Page>
  );
}
