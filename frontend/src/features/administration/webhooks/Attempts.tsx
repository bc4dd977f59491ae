/** Every sending to one endpoint: when, what, what came back, and when it is tried again. */
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { pair } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { type Attempt, type Endpoint, loadAttempts } from "./api";
import { useTold } from "./EndpointActions";
import { typeInWords } from "./events";
import { Replay } from "./Replay";
import { say, useWords } from "./words";

const SHORT = 32;
const ERRORS = [
  "timeout",
  "name_unknown",
  "address_refused",
  "connection_refused",
  "tls_failed",
  "connection_broken",
] as const;

/** What came of it: the receiver's status, or why no answer came. */
export function outcomeInWords({ status, error }: Attempt): string {
  const known = ERRORS.find((one) => one === error);
  return known ? say(known) : (error ?? `HTTP ${status}`);
}

export function Outcome({ of }: { of: Attempt }) {
  const t = useWords();
  return (
    <span className="row" style={{ gap: 6 }}>
      <Toned
        tone={of.delivered ? "on-time" : "missing"}
        icon={of.delivered ? <CheckCircleFilled /> : <CloseCircleFilled />}
      >
        {t(of.delivered ? "delivered" : "notDelivered")}
      </Toned>
      <span>{outcomeInWords(of)}</span>
    </span>
  );
}

/** What the receiver said, its beginning; the rest on demand. */
export function Answer({ text }: { text: string }) {
  if (text.length <= SHORT && !text.includes("\n")) return <code>{text}</code>;
  return (
    <details>
      <summary>
        <code>{text.slice(0, SHORT)}…</code>
      </summary>
      <pre style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0, maxWidth: 360 }}>{text}</pre>
    </details>
  );
}

export function Attempts({ endpoint }: { endpoint: Endpoint }) {
  const t = useWords();
  const may = useMay();
  const told = useTold(endpoint);
  const [from, setFrom] = useState<number | null>(null);
  const event = (one: Attempt) => (
    <>
      {typeInWords(one.event_type)}
      {one.number > 1 && <div className="quiet">{t("number", { n: one.number })}</div>}
    </>
  );
  // The one that waits is the last of a row of failures.
  const next = (one: Attempt) =>
    !one.delivered && one.position !== null && one.number === endpoint.failures && endpoint.next_attempt_at
      ? pair(t("next"), instant(endpoint.next_attempt_at))
      : "";
  const replay = (one: Attempt) =>
    one.position !== null &&
    endpoint.state !== "ended" &&
    may("client.manage") && (
      <Button
        size="small"
        onClick={() => setFrom(one.position)}
        aria-label={`${t("fromHere")} ${one.position} ${instant(one.at)}`}
      >
        {t("fromHere")}
      </Button>
    );
  return (
    <Panel title={t("attempts")} extra={<span className="quiet">{t("attemptsKept")}</span>}>
      <ResourceTable<Attempt>
        resource="webhook_attempt"
        name={`webhook_attempt.${endpoint.id}`}
        load={loadAttempts(endpoint.id)}
        withText={false}
        filters={[{ name: "delivered", label: t("delivered"), kind: "yes_no" }]}
        columns={[
          { key: "at", title: t("at"), width: 150, render: (one) => instant(one.at) },
          { key: "event", title: t("event"), width: 170, render: event },
          {
            key: "position",
            title: t("at_position"),
            width: 90,
            align: "right",
            render: (one) => (one.position === null ? "" : count(one.position)),
          },
          {
            key: "outcome",
            title: t("outcome"),
            width: 230,
            render: (one) => (
              <>
                <Outcome of={one} />
                {next(one)}
              </>
            ),
          },
          {
            key: "duration",
            title: t("duration"),
            width: 90,
            align: "right",
            render: (one) => t("ms", { ms: count(one.duration_ms) }),
          },
          { key: "answer", title: t("answer"), width: 220, render: (one) => <Answer text={one.response} /> },
          { key: "act", title: "", width: 120, render: replay },
        ]}
        empty={<Nothing>{t("noAttempts")}</Nothing>}
        card={(one) => (
          <>
            <div className="row">
              <strong>{typeInWords(one.event_type)}</strong>
              {one.number > 1 && <span className="quiet">{t("number", { n: one.number })}</span>}
            </div>
            <Outcome of={one} />
            <div className="quiet">
              {instant(one.at)} · {t("ms", { ms: count(one.duration_ms) })}
              {one.position !== null && ` · ${t("at_position")} ${count(one.position)}`}
            </div>
            {next(one)}
            <Answer text={one.response} />
            <div>{replay(one)}</div>
          </>
        )}
      />
      {from !== null && <Replay told={told} position={from} onClose={() => setFrom(null)} />}
    </Panel>
  );
}
