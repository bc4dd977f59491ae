/** 412: the record changed since it was opened. What changed, who did it, and the way to send again on the newest. */
import { Alert } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { instant } from "@/shared/lib/time";

export interface Difference {
  label: string;
  before: ReactNode;
  after: ReactNode;
}

/** Names of the fields a person knows, and how their values are said. */
export type Labels = Record<string, { label: string; say?: (value: unknown) => string }>;

const plain = (value: unknown): string => {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
};

/** The labelled fields in which two readings of one record differ, in the order of `labels`. */
export function differences(old: object, fresh: object, labels: Labels): Difference[] {
  const before = old as Record<string, unknown>;
  const after = fresh as Record<string, unknown>;
  return Object.entries(labels)
    .filter(([name]) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map(([name, { label, say = plain }]) => ({ label, before: say(before[name]), after: say(after[name]) }));
}

interface Rereading<Rec> {
  /** The newest record. Left out: a conflict is a problem like any other. */
  reread?: () => Promise<Rec>;
  /** Who changed it last, where the record has a history. */
  lastEntry?: () => Promise<Schemas["HistoryEntry"] | null>;
  labels?: Labels;
}

interface ConflictState<Rec> {
  /** The record the person has seen: the one opened, or the newest after a conflict was shown. Send its version. */
  seen: Rec;
  /** What to show above the form while there is a conflict. */
  shown: ReactNode;
  /** For `ResourceForm`'s `onProblem`: true where the problem was a conflict, which is now being shown. */
  onProblem: (problem: ApiProblem) => boolean;
}

/** A form on a record that others may change meanwhile: on 412 it is read anew, shown, and sent again on demand. */
export function useConflict<Rec extends object>(
  record: Rec,
  { reread, lastEntry, labels = {} }: Rereading<Rec>,
): ConflictState<Rec> {
  const [seen, setSeen] = useState(record);
  const [conflict, setConflict] = useState<{ found: Difference[]; last: Schemas["HistoryEntry"] | null } | null>(null);
  const onProblem = (problem: ApiProblem) => {
    if (problem.status !== 412 || !reread) return false;
    void Promise.all([reread(), lastEntry?.().catch(() => null) ?? null]).then(
      ([fresh, last]) => {
        setConflict({ found: differences(seen, fresh, labels), last });
        setSeen(fresh);
      },
      // Not readable just now: the form stays, and pressing again asks again.
      () => setConflict({ found: [], last: null }),
    );
    return true;
  };
  return { seen, shown: conflict && <Conflict {...conflict} />, onProblem };
}

export function Conflict({ found, last }: { found: Difference[]; last: Schemas["HistoryEntry"] | null }) {
  const t = useCommon();
  const here = useRef<HTMLDivElement>(null);
  // Above a long form nobody sees it who has just pressed the button below.
  useEffect(() => here.current?.scrollIntoView({ block: "center" }), []);
  return (
    <div ref={here}>
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 16 }}
        title={t("conflictTitle")}
        description={
          <>
            <p style={{ marginTop: 0 }}>{t("conflictText")}</p>
            {last && (
              <p>
                {t("conflictBy", { who: last.actor_name, when: instant(last.at), what: last.label ?? last.action })}
              </p>
            )}
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {found.map((difference) => (
                <li key={difference.label}>
                  <strong>{pair(difference.label, "")}</strong>
                  {t("before")} <s>{difference.before}</s>
                  {t("comma")}
                  {t("after")} <strong>{difference.after}</strong>
                </li>
              ))}
            </ul>
          </>
        }
      />
    </div>
  );
}
