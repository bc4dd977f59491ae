/** What was done to a case, newest first, from the journal: who, when, which step, why, and what it changed. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Timeline as Line } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import type { Key } from "@/shared/api/queries";
import { aside, pair, useLanguage, words } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { ago, instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import type { Labels } from "./conflict";

const { use: useWords } = words(
  "timeline",
  { changes: "改动内容", hide: "收起", older: "更早的记录", system: "系统", public: "公众（网上）" },
  {
    changes: "What changed",
    hide: "Hide",
    older: "Earlier entries",
    system: "System",
    public: "Member of the public (online)",
  },
);

type Entry = Schemas["HistoryEntry"];

interface TimelineProps {
  name: Key;
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Schemas["History"]>;
  labels: Labels;
}

export function Timeline({ name, read, labels }: TimelineProps) {
  const t = useWords();
  const c = useCommon();
  const history = useInfiniteQuery<Schemas["History"], ApiProblem, Entry[], Key, string | undefined>({
    queryKey: [...name, "history"],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (found) => found.pages.flatMap((page) => page.items),
  });
  return (
    <Faces of={history} rows={4} isEmpty={(items) => items.length === 0} empty={<Nothing>{c("noHistory")}</Nothing>}>
      {(items) => (
        <>
          <Line items={items.map((entry) => ({ key: entry.id, content: <One entry={entry} labels={labels} /> }))} />
          {history.hasNextPage && (
            <Button onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
              {t("older")}
            </Button>
          )}
        </>
      )}
    </Faces>
  );
}

function One({ entry, labels }: { entry: Entry; labels: Labels }) {
  const t = useWords();
  useLanguage();
  const [open, setOpen] = useState(false);
  const changes = Object.entries(entry.changes).filter(([field]) => labels[field]);
  const kind = entry.actor_kind;
  const nameless = kind === "system" || kind === "public";
  return (
    <div>
      <div>
        <strong>{entry.label ?? entry.action}</strong>{" "}
        <span className="quiet">
          {nameless ? t(kind) : entry.actor_name}
          {entry.actor_organisation && !nameless && aside(entry.actor_organisation)} ·{" "}
          <time dateTime={entry.at} title={instant(entry.at)}>
            {ago(entry.at)}
          </time>
        </span>
      </div>
      {entry.reason && <div style={{ whiteSpace: "pre-wrap" }}>{entry.reason}</div>}
      {changes.length > 0 && (
        <Button type="link" size="small" style={{ padding: 0 }} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("hide") : t("changes")}
        </Button>
      )}
      {open && (
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {changes.map(([field, change]) => (
            <li key={field}>
              {pair(
                labels[field]?.label ?? "",
                `${said(labels, field, change[0])} → ${said(labels, field, change[1])}`,
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function said(labels: Labels, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  const say = labels[field]?.say;
  if (say) return say(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
