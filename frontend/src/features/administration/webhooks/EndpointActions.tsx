/** What may be done with an endpoint, each with what it means; a new secret is shown once. */
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import { act } from "../api";
import { SecretOnce } from "../SecretOnce";
import { amend, type Endpoint, readEndpoint } from "./api";
import { eventsInWords, saidFields } from "./fields";
import { Replay } from "./Replay";
import { useWords } from "./words";

type Step = "edit" | "pause" | "resume" | "replay" | "rotate" | "end";
type Reason = Schemas["EndpointReasonIn"];

/** The form's dealings with the endpoint: its version, reading it again, and the names of what others may change. */
export function useTold(endpoint: Endpoint) {
  const t = useWords();
  return {
    record: endpoint,
    reread: () => readEndpoint(endpoint.id),
    labels: {
      name: { label: t("name") },
      url: { label: t("url") },
      events: { label: t("events"), say: (value: unknown) => eventsInWords(value as string[]) },
      state: { label: t("state"), say: (value: unknown) => t(value as Endpoint["state"]) },
    },
  };
}

export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const t = useWords();
  const may = useMay();
  const told = useTold(endpoint);
  const [doing, setDoing] = useState<Step | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setDoing(null);
  if (!may("client.manage") || endpoint.state === "ended") return null;

  const waiting = endpoint.state === "active" && endpoint.next_attempt_at !== null;
  const resume = waiting ? t("tryNow") : t("resume");
  const offered: { step: Step; label: string; danger?: boolean; shown: boolean }[] = [
    { step: "resume", label: resume, shown: waiting || endpoint.state === "paused" },
    { step: "pause", label: t("pause"), shown: endpoint.state === "active" },
    { step: "replay", label: t("replay"), shown: true },
    { step: "edit", label: t("edit"), shown: true },
    { step: "rotate", label: t("rotate"), shown: true },
    { step: "end", label: t("end"), danger: true, shown: true },
  ];
  const reason = { name: "reason", label: t("reason"), kind: "long", required: true, max: 200 } as const;

  return (
    <>
      {offered
        .filter((one) => one.shown)
        .map((one) => (
          <Button key={one.step} danger={one.danger} onClick={() => setDoing(one.step)}>
            {one.label}
          </Button>
        ))}
      {doing === "edit" && (
        <FormModal<Schemas["EndpointPatch"], Endpoint>
          {...told}
          title={t("edit")}
          initial={endpoint}
          fields={saidFields()}
          onSubmit={(body, { record }) => amend(record, { ...body, events: body.events ?? [] })}
          onClose={close}
        />
      )}
      {(doing === "pause" || doing === "end") && (
        <FormModal<Reason, Endpoint>
          {...told}
          title={t(doing)}
          note={t(doing === "pause" ? "pauseNote" : "endNote")}
          danger={doing === "end"}
          fields={[reason]}
          onSubmit={(body, sent) => act("webhook-endpoints", sent, doing, body)}
          onClose={close}
        />
      )}
      {doing === "resume" && (
        <FormModal<object, Endpoint>
          {...told}
          title={resume}
          note={waiting ? t("tryNowNote") : t("resumeNote")}
          fields={[]}
          onSubmit={(_, sent) => act("webhook-endpoints", sent, "resume")}
          onClose={close}
        />
      )}
      {doing === "replay" && <Replay told={told} onClose={close} />}
      {doing === "rotate" && (
        <FormModal<Schemas["RotateIn"], Endpoint>
          {...told}
          title={t("rotate")}
          note={t("rotateNote")}
          done={null}
          fields={[
            {
              name: "overlap_hours",
              label: t("overlap"),
              kind: "number",
              min: 0,
              max: 168,
              initial: 24,
              required: true,
            },
          ]}
          onSubmit={async (body, sent) =>
            setSecret((await act<Schemas["EndpointCreated"]>("webhook-endpoints", sent, "rotate-secret", body)).secret)
          }
          onClose={close}
        />
      )}
      {secret && (
        <SecretOnce
          title={t("secret")}
          secrets={[{ name: endpoint.name, value: secret }]}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}
