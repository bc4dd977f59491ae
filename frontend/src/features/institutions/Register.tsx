/** 登记机构: a new entry below a health authority of one's own. */
import { useNavigate } from "@tanstack/react-router";
import { App, Modal } from "antd";
import { useRef } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { ApiProblem } from "@/shared/api/problem";
import { Keys, queryClient } from "@/shared/api/queries";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { paths } from "@/shared/lib/paths";
import { canonicalCode, faultOf } from "./credit-code";
import { registryFields } from "./registry";
import { useWords } from "./words";

type Body = Schemas["InstitutionCreate"];

/** Number fields left empty are not sent: the entry then begins with the registry's own zero. */
const given = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) as Body;

export function Register({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const keys = useRef(new Keys());
  const here = me.data?.organisation;
  const fields: Field<Body>[] = [
    { name: "uscc", label: t("uscc"), kind: "text", required: true, max: 24, placeholder: "12990102MB12345679" },
    {
      name: "authority_id",
      label: t("authority"),
      kind: "organisation",
      required: true,
      help: t("authorityHelp"),
    },
    ...(registryFields() as Field<Body>[]),
  ];
  return (
    <Modal open title={t("register")} footer={null} onCancel={onClose} mask={{ closable: false }} width={640}>
      <ResourceForm<Body>
        fields={fields}
        draft="institution.register"
        initial={{
          authority_id: here?.kind === "health_authority" ? here.id : undefined,
          region_code: here?.region_code ?? undefined,
          level: "unrated",
          grade: "unrated",
          ownership: "public",
          profit_kind: "non_profit",
        }}
        submit={t("register")}
        onCancel={onClose}
        onSubmit={async (typed) => {
          const body = given({ ...typed, uscc: canonicalCode(typed.uscc) });
          const fault = faultOf(body.uscc);
          if (fault) {
            const detail = t(fault === "shape" ? "usccShape" : "usccCheck");
            throw new ApiProblem({ status: 422, detail, errors: [{ pointer: "/uscc", code: fault, detail }] });
          }
          const made = await data(
            api.POST("/api/v1/institutions", {
              params: { header: { "Idempotency-Key": keys.current.for(body) } },
              body,
            }),
          );
          void message.success(t("registered", { name: made.name }));
          void queryClient.invalidateQueries({ queryKey: ["institution"] });
          void navigate({ to: paths.institution(made.id) as "/" });
        }}
      />
    </Modal>
  );
}
