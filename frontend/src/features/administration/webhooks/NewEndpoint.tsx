/** A new endpoint: whom it serves, where it is told, and what. */
import type { Schemas } from "@/shared/api/client";
import { FormModal } from "@/shared/case/FormModal";
import type { Field } from "@/shared/case/fields";
import { aside } from "@/shared/i18n";
import { create, useClients } from "./api";
import { saidFields } from "./fields";
import { useWords } from "./words";

interface NewEndpointProps {
  /** Chosen beforehand where one comes from that client. */
  client?: string;
  made: (endpoint: Schemas["EndpointCreated"]) => void;
  onClose: () => void;
}

export function NewEndpoint({ client, made, onClose }: NewEndpointProps) {
  const t = useWords();
  const clients = useClients();
  const options = (clients.data?.items ?? []).map((one) => ({
    value: one.id,
    label: `${one.name}${aside(one.organisation_name)}`,
    keys: one.client_id,
  }));
  return (
    <FormModal<Schemas["EndpointCreate"]>
      title={t("add")}
      draft="webhook.create"
      done={null}
      initial={client ? { api_client_id: client } : {}}
      fields={[
        { name: "api_client_id", label: t("client"), kind: "choice", required: true, options, help: t("clientHelp") },
        ...(saidFields() as Field<Schemas["EndpointCreate"]>[]),
      ]}
      onSubmit={async (body, { key }) => made(await create({ ...body, events: body.events ?? [] }, key))}
      onClose={onClose}
    />
  );
}
