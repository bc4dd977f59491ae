/** One endpoint: how it stands and why, what it is told, every attempt, and what can be done. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert } from "antd";
import { useEffect } from "react";
import { useMay } from "@/shared/api/me";
import { useLanguage } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts, Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Attempts } from "./Attempts";
import { type Endpoint, useEndpoint, usePauseNote } from "./api";
import { EndpointActions } from "./EndpointActions";
import { behind, EndpointMark, lastSuccess, why } from "./EndpointState";
import { eventsInWords } from "./fields";
import { usePing } from "./Ping";
import { Verification } from "./Verification";
import { useWords } from "./words";

export function WebhookPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const endpoint = useEndpoint(id);
  return <Faces of={endpoint}>{(one) => <Told endpoint={one} />}</Faces>;
}

function Told({ endpoint }: { endpoint: Endpoint }) {
  const t = useWords();
  const may = useMay();
  useLanguage();
  const { button, result } = usePing(endpoint);
  useAttemptsAnew(endpoint);
  return (
    <Page
      title={endpoint.name}
      marks={<EndpointMark of={endpoint} />}
      actions={
        <>
          <EndpointActions endpoint={endpoint} />
          {button}
        </>
      }
    >
      {result}
      <Trouble endpoint={endpoint} />
      <Panel
        title={t("title")}
        extra={
          may("journal.read") && (
            <To to={`${paths.journal}?subject_type=webhook_endpoint&subject_id=${endpoint.id}`}>{t("journal")}</To>
          )
        }
      >
        <Facts
          items={[
            {
              label: t("client"),
              value: <To to={paths.clients}>{endpoint.client_name}</To>,
            },
            { label: t("position"), value: count(endpoint.position) },
            { label: t("backlog"), value: <span title={t("backlogHelp")}>{behind(endpoint)}</span> },
            { label: t("lastSuccess"), value: lastSuccess(endpoint) },
            { label: t("next"), value: instant(endpoint.next_attempt_at) },
            { label: t("previousUntil"), value: instant(endpoint.previous_until) },
            { label: t("createdAt"), value: instant(endpoint.created_at) },
            { label: t("url"), value: endpoint.url, wide: true },
            { label: t("events"), value: eventsInWords(endpoint.events), wide: true },
          ]}
        />
      </Panel>
      <Attempts endpoint={endpoint} />
      <details className="panel">
        <summary>{t("howToVerify")}</summary>
        <div style={{ marginTop: 8 }}>
          <Verification />
        </div>
      </details>
    </Page>
  );
}

/** What is wrong, since when, why, and what to do about it. */
function Trouble({ endpoint }: { endpoint: Endpoint }) {
  const t = useWords();
  const note = usePauseNote(endpoint).data;
  const byItself = endpoint.state === "paused" && endpoint.pause_reason !== "person";
  const told = note?.reason
    ? t("byPersonWhy", { when: instant(endpoint.paused_at), who: note.actor_name, why: note.reason })
    : why(endpoint);
  if (!told) return null;
  return (
    <Alert
      type={byItself ? "error" : endpoint.state === "paused" ? "info" : "warning"}
      showIcon
      style={{ marginBottom: 16 }}
      title={told}
      description={byItself ? t("mend") : undefined}
    />
  );
}

/** Whenever the telling moved, there are new attempts. */
function useAttemptsAnew({ position, failures, last_success_at }: Endpoint): void {
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say that it moved
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["webhook_attempt"] });
  }, [client, position, failures, last_success_at]);
}
