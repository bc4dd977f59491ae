/** Where machine clients are told what happens: which receivers are well, which are behind, and since when. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { SecretOnce } from "../SecretOnce";
import { type Endpoint, loadEndpoints, useClients } from "./api";
import { behind, EndpointMark, lastSuccess, why } from "./EndpointState";
import { NewEndpoint } from "./NewEndpoint";
import { Verification } from "./Verification";
import { useWords } from "./words";

export function WebhooksPage() {
  const t = useWords();
  const may = useMay();
  useLanguage();
  const [address] = useAddress();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Schemas["EndpointCreated"] | null>(null);
  const clients = useClients();
  const client = one(address.api_client_id);
  const add = may("client.manage") && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  );
  const link = (endpoint: Endpoint) => <To to={paths.webhook(endpoint.id)}>{endpoint.name}</To>;
  const state = (endpoint: Endpoint) => (
    <>
      <EndpointMark of={endpoint} />
      {why(endpoint) && <div className="quiet">{why(endpoint)}</div>}
    </>
  );
  const states = (["active", "paused", "ended"] as const).map((value) => ({ value, label: t(value) }));
  const options = (clients.data?.items ?? []).map((item) => ({ value: item.id, label: item.name }));

  return (
    <Page
      title={t("title")}
      actions={
        <>
          <To to={paths.clients}>{t("clientsOfAll")}</To>
          {add}
        </>
      }
    >
      <p className="quiet">{t("lead")}</p>
      <ResourceTable<Endpoint>
        resource="webhook_endpoint"
        load={loadEndpoints}
        withText={false}
        filters={[
          { name: "state", label: t("state"), kind: "choices", options: states },
          { name: "failing", label: t("onlyFailing"), kind: "yes_no" },
          { name: "api_client_id", label: t("client"), kind: "choice", options },
        ]}
        columns={[
          { key: "name", title: t("name"), width: 180, render: link },
          {
            key: "client",
            title: t("client"),
            width: 190,
            render: (endpoint) => (
              <>
                {endpoint.client_name}
                <div className="quiet">{endpoint.organisation_name}</div>
              </>
            ),
          },
          {
            key: "url",
            title: t("url"),
            width: 240,
            render: (endpoint) => <span style={{ overflowWrap: "anywhere" }}>{endpoint.url}</span>,
          },
          { key: "state", title: t("state"), width: 280, render: state },
          {
            key: "backlog",
            title: t("backlog"),
            width: 120,
            align: "right",
            render: (endpoint) => <span title={t("backlogHelp")}>{behind(endpoint)}</span>,
          },
          { key: "success", title: t("lastSuccess"), width: 150, render: lastSuccess },
        ]}
        empty={
          <Nothing action={add}>
            {t("noEndpoints")}
            <details style={{ margin: "12px auto", maxWidth: 760 }} open>
              <summary>{t("howToVerify")}</summary>
              <Verification />
            </details>
          </Nothing>
        }
        card={(endpoint) => (
          <>
            <strong>{link(endpoint)}</strong>
            <div className="quiet">{endpoint.client_name}</div>
            <div style={{ overflowWrap: "anywhere" }}>{endpoint.url}</div>
            {state(endpoint)}
            <div className="quiet">
              {t("backlog")} {behind(endpoint)} · {t("lastSuccess")} {lastSuccess(endpoint)}
            </div>
          </>
        )}
      />
      {adding && <NewEndpoint client={client} made={setMade} onClose={() => setAdding(false)} />}
      {made?.secret && (
        <SecretOnce
          title={t("secret")}
          secrets={[{ name: made.name, value: made.secret }]}
          onClose={() => setMade(null)}
        />
      )}
    </Page>
  );
}
