/** Sessions, and ending one: the reason is shown to whoever sat there. */
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { FormModal } from "@/shared/case/FormModal";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Filter } from "@/shared/case/table";
import { pair } from "@/shared/i18n";
import { deviceOf } from "@/shared/lib/devices";
import type { Search } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { endSession, loadSessions } from "./api";
import { useWords } from "./words";

type Item = Schemas["SessionRead"];

const from = (item: Item): string => [deviceOf(item.user_agent), item.ip].filter(Boolean).join(" · ");

export function SessionTable({ fixed, filters, name }: { fixed?: Search; filters?: Filter[]; name?: string }) {
  const t = useWords();
  const [ending, setEnding] = useState<Item | null>(null);
  const button = (item: Item) =>
    item.ended_at ? (
      <span className="quiet">
        {t("ended")} {instant(item.ended_at)}
      </span>
    ) : (
      <Button size="small" danger onClick={() => setEnding(item)} aria-label={`${t("endSession")} ${item.holder_name}`}>
        {t("endSession")}
      </Button>
    );
  return (
    <>
      <ResourceTable<Item>
        resource="session"
        name={name}
        load={loadSessions}
        fixed={fixed}
        withText={false}
        filters={filters}
        columns={[
          { key: "holder", title: t("holder"), width: 200, render: (item) => item.holder_name },
          { key: "started", title: t("startedAt"), width: 150, render: (item) => instant(item.started_at) },
          { key: "used", title: t("lastUsed"), width: 150, render: (item) => instant(item.last_used_at) },
          {
            key: "from",
            title: t("from"),
            width: 280,
            render: (item) => <span title={item.user_agent ?? undefined}>{from(item)}</span>,
          },
          { key: "end", title: t("ended"), width: 180, render: button },
        ]}
        empty={<Nothing>{t("noSessions")}</Nothing>}
        card={(item) => (
          <>
            <strong>{item.holder_name}</strong>
            <div className="quiet">
              {instant(item.started_at)} · {from(item)}
            </div>
            {button(item)}
          </>
        )}
      />
      {ending && (
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"]>
          title={t("endSession")}
          draft={`session.${ending.id}.end`}
          note={pair(ending.holder_name, t("endNote"))}
          danger
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true }]}
          onSubmit={(body, { key }) => endSession(ending.id, body.reason, key)}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
