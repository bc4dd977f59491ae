/** Where I am signed in, and ending what I do not know. */
import { Alert, Button } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead, useWrite } from "@/shared/api/queries";
import { pair } from "@/shared/i18n";
import { deviceOf } from "@/shared/lib/devices";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { WideTable } from "@/shared/ui/WideTable";
import { useWords } from "./words";

type Own = Schemas["OwnSession"];

export function OwnSessions() {
  const t = useWords();
  const sessions = useRead(["session", "own"], (signal) => data(api.GET("/api/v1/sessions/own", { signal })));
  const end = useWrite(
    (id: string, key) =>
      data(
        api.POST("/api/v1/sessions/{id}/end", {
          params: { path: { id }, header: { "Idempotency-Key": key } },
          body: { reason: t("endReason") },
        }),
      ),
    { resources: ["session"] },
  );
  const from = (one: Own) => (
    <span title={one.user_agent ?? undefined}>{[deviceOf(one.user_agent), one.ip].filter(Boolean).join(" · ")}</span>
  );
  const button = (one: Own) =>
    one.current ? (
      <span className="quiet">{t("thisOne")}</span>
    ) : (
      <Button size="small" loading={end.isPending && end.variables === one.id} onClick={() => end.mutate(one.id)}>
        {t("endSession")}
      </Button>
    );
  return (
    <Panel title={t("sessions")}>
      <Faces of={sessions} rows={3}>
        {(found) => (
          <WideTable<Own>
            label={t("sessions")}
            rowKey="id"
            dataSource={found.items.filter((one) => !one.ended_at)}
            columns={[
              { title: t("started"), render: (_, one) => instant(one.started_at) },
              { title: t("lastUsed"), render: (_, one) => instant(one.last_used_at) },
              { title: t("from"), render: (_, one) => from(one) },
              { title: "", render: (_, one) => button(one) },
            ]}
            card={(one) => (
              <>
                <strong>{from(one)}</strong>
                <div className="quiet">{pair(t("started"), instant(one.started_at))}</div>
                <div className="quiet">{pair(t("lastUsed"), instant(one.last_used_at))}</div>
                {button(one)}
              </>
            )}
          />
        )}
      </Faces>
      {end.error && <Alert type="error" title={end.error.detail} />}
    </Panel>
  );
}
