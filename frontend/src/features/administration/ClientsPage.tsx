/** Machine clients: whose they are, what they may do; a secret is shown once and never again. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import type { Field } from "@/shared/case/fields";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { pair, useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { act, type Client, loadClients, readClient, refresh, useRoles } from "./api";
import { SecretOnce } from "./SecretOnce";
import { Separation } from "./Separation";
import { useWords } from "./words";

type Item = Schemas["ClientItem"];
type Doing = { step: "add" } | { step: "edit" | "rotate" | "deactivate"; client: Client };

export function ClientsPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const language = useLanguage();
  const roles = useRoles();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [secret, setSecret] = useState<{ name: string; value: string } | null>(null);
  const close = () => setDoing(null);
  const tell = (made: Schemas["ClientCreated"]) => {
    if (made.client_secret) setSecret({ name: made.client_id, value: made.client_secret });
  };
  const scopes = [...new Set(Object.values(roles.data?.scopes ?? {}).flat())].map((code) => {
    const named = roles.data?.permissions.find((one) => one.code === code);
    return { value: code, label: `${named ? (language === "en" ? named.en : named.zh) : ""} ${code}` };
  });
  const name: Field<Schemas["ClientPatch"]> = { name: "name", label: t("name"), kind: "text", required: true, max: 80 };
  const scope: Field<Schemas["ClientPatch"]> = {
    name: "scopes",
    label: t("scopes"),
    kind: "choices",
    required: true,
    options: scopes,
    help: t("scopeHelp"),
  };
  const told = (client: Client) => ({
    record: client,
    reread: () => readClient(client.id),
    labels: {
      name: { label: t("name") },
      scopes: { label: t("scopes"), say: (value: unknown) => (value as string[]).join(" ") },
      active: { label: c("state"), say: (value: unknown) => t(value ? "active" : "inactive") },
    },
  });
  const open = async (item: Item, step: "edit" | "rotate" | "deactivate") =>
    setDoing({ step, client: await readClient(item.id) });
  const buttons = (item: Item) =>
    may("client.manage") &&
    item.active && (
      <span className="row">
        <To to={`${paths.webhooks}?api_client_id=${item.id}`} aria-label={`${t("webhooks")} ${item.client_id}`}>
          {t("webhooks")}
        </To>
        <Button size="small" onClick={() => void open(item, "edit")} aria-label={`${t("edit")} ${item.client_id}`}>
          {t("edit")}
        </Button>
        <Button size="small" onClick={() => void open(item, "rotate")} aria-label={`${t("rotate")} ${item.client_id}`}>
          {t("rotate")}
        </Button>
        <Button
          size="small"
          danger
          onClick={() => void open(item, "deactivate")}
          aria-label={`${t("deactivate")} ${item.client_id}`}
        >
          {t("deactivate")}
        </Button>
      </span>
    );
  const state = (item: Item) => (
    <span className="row">
      <Toned tone={item.active ? "on-time" : "not-due"}>{item.active ? t("active") : t("inactive")}</Toned>
      {item.previous_until && <Toned tone="late">{`${t("previousUntil")} ${instant(item.previous_until)}`}</Toned>}
    </span>
  );

  return (
    <Page
      title={t("clients")}
      actions={
        may("client.manage") && (
          <>
            <To to={paths.webhooks}>{t("webhooks")}</To>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ step: "add" })}>
              {t("addClient")}
            </Button>
          </>
        )
      }
    >
      <Separation />
      <ResourceTable<Item>
        resource="api_client"
        load={loadClients}
        filters={[{ name: "active", label: t("active"), kind: "yes_no" }]}
        columns={[
          { key: "client_id", title: t("clientId"), width: 180, render: (item) => <code>{item.client_id}</code> },
          { key: "name", title: t("name"), width: 220, render: (item) => item.name },
          { key: "organisation", title: t("organisations"), width: 200, render: (item) => item.organisation_name },
          { key: "state", title: c("state"), width: 160, render: state },
          { key: "act", title: "", width: 330, render: buttons },
        ]}
        empty={<Nothing>{t("noClients")}</Nothing>}
        card={(item) => (
          <>
            <strong>{item.name}</strong> <code>{item.client_id}</code>
            <div className="quiet">{item.organisation_name}</div>
            {state(item)}
            {buttons(item)}
          </>
        )}
      />
      {doing?.step === "add" && (
        <FormModal<Schemas["ClientCreate"]>
          title={t("addClient")}
          draft="client.create"
          done={null}
          fields={[
            { ...name, name: "name" },
            { name: "organisation_id", label: t("organisations"), kind: "organisation", required: true },
            { ...scope, name: "scopes" },
          ]}
          onSubmit={async (body, { key }) => {
            tell(await data(api.POST("/api/v1/api-clients", { params: { header: { "Idempotency-Key": key } }, body })));
            await refresh();
          }}
          onClose={close}
        />
      )}
      {doing?.step === "edit" && (
        <FormModal<Schemas["ClientPatch"], Client>
          {...told(doing.client)}
          draft={`client.${doing.client.id}.edit`}
          title={t("edit")}
          initial={doing.client}
          fields={[name, scope]}
          onSubmit={async (body, { record }) => {
            await data(
              api.PATCH("/api/v1/api-clients/{id}", {
                params: { path: { id: record.id }, header: match(record.version) },
                body,
              }),
            );
            await refresh();
          }}
          onClose={close}
        />
      )}
      {doing?.step === "rotate" && (
        <FormModal<Schemas["RotateIn"], Client>
          {...told(doing.client)}
          draft={`client.${doing.client.id}.rotate`}
          title={t("rotate")}
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
            tell(await act<Schemas["ClientCreated"]>("api-clients", sent, "rotate", body))
          }
          onClose={close}
        />
      )}
      {doing?.step === "deactivate" && (
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"], Client>
          {...told(doing.client)}
          draft={`client.${doing.client.id}.deactivate`}
          title={pair(t("deactivate"), doing.client.name)}
          danger
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true }]}
          onSubmit={(body, sent) => act("api-clients", sent, "deactivate", body)}
          onClose={close}
        />
      )}
      {secret && <SecretOnce title={t("clientSecret")} secrets={[secret]} onClose={() => setSecret(null)} />}
    </Page>
  );
}
