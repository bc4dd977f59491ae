/** Who keeps away from what: declared by oneself, or ordered for a subordinate. */
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay, useMe } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { useLanguage } from "@/shared/i18n";
import { named, SUBJECT } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { endRecusal, loadRecusals, type Recusal, readRecusal, standing } from "./api";
import { Declare } from "./Declare";
import { useWords } from "./words";

const TONE = { inForce: "late", toCome: "due", over: "not-due" } as const;

export function RecusalsPage() {
  const t = useWords();
  useLanguage();
  const may = useMay();
  const me = useMe();
  const [writing, setWriting] = useState<"own" | "other" | null>(null);
  const [ending, setEnding] = useState<Recusal | null>(null);
  // One's own is ended by oneself only where one declared it oneself; the server has the last word on the others.
  const mayEnd = (one: Recusal) =>
    standing(one) !== "over" &&
    (one.user_id === me.data?.id ? one.declared_by_id === one.user_id : may("recusal.order"));
  const mark = (one: Recusal) => <Toned tone={TONE[standing(one)]}>{t(standing(one))}</Toned>;
  const what = (one: Recusal) => `${named(SUBJECT, one.subject_type)} · ${one.subject_label}`;
  const when = (one: Recusal) => `${instant(one.starts_at)} – ${one.ends_at ? instant(one.ends_at) : t("untilEnded")}`;
  const end = (one: Recusal) =>
    mayEnd(one) ? (
      <Button size="small" onClick={() => setEnding(one)} aria-label={t("endOf", { who: one.display_name })}>
        {t("end")}
      </Button>
    ) : (
      one.ended_by_name && <span className="quiet">{t("endedBy", { who: one.ended_by_name })}</span>
    );
  return (
    <Page
      title={t("title")}
      actions={
        <>
          {may("recusal.declare") && (
            <Button type="primary" onClick={() => setWriting("own")}>
              {t("declare")}
            </Button>
          )}
          {may("recusal.order") && <Button onClick={() => setWriting("other")}>{t("order")}</Button>}
        </>
      }
    >
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("intro")}
      </p>
      <ResourceTable<Recusal>
        resource="recusal"
        load={loadRecusals}
        withText={false}
        columns={[
          { key: "who", title: t("who"), width: 120, render: (one) => one.display_name },
          { key: "from", title: t("from"), width: 280, render: what },
          { key: "state", title: "", width: 100, render: mark },
          { key: "when", title: t("starts"), width: 260, render: when },
          { key: "reason", title: t("reason"), width: 240, render: (one) => one.reason },
          { key: "by", title: t("by"), width: 140, render: (one) => one.declared_by_name },
          { key: "end", title: t("end"), width: 140, render: end },
        ]}
        card={(one) => (
          <>
            <div className="row" style={{ justifyContent: "space-between" }}>
              <strong>{one.display_name}</strong>
              {mark(one)}
            </div>
            <div>{what(one)}</div>
            <div className="quiet">
              {when(one)} · {one.declared_by_name}
            </div>
            <div>{one.reason}</div>
            {end(one)}
          </>
        )}
        empty={<Nothing>{t("empty")}</Nothing>}
      />
      {writing && <Declare order={writing === "other"} onClose={() => setWriting(null)} />}
      {ending && (
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"], Recusal>
          title={t("end")}
          note={t("endNote", { who: ending.display_name, what: ending.subject_label })}
          record={ending}
          reread={() => readRecusal(ending.id)}
          lastEntry={async () => null}
          labels={{ ends_at: { label: t("ends") } }}
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true, max: 200 }]}
          onSubmit={(body, { record, key }) => endRecusal(record, body.reason, key)}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}
