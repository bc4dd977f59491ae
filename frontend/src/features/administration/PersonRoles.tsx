/** The roles somebody holds, past ones too; what cannot be held together is not offered, and says why. */
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { asProblem } from "@/shared/api/problem";
import { newKey } from "@/shared/api/queries";
import { FormModal } from "@/shared/case/FormModal";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { act, refresh, type User, useRoles } from "./api";
import { choices } from "./roles";
import { useWords } from "./words";

type Grant = Schemas["GrantRead"];

export function PersonRoles({ user }: { user: User }) {
  const t = useWords();
  const may = useMay();
  const language = useLanguage();
  const roles = useRoles();
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Grant | null>(null);
  const roleName = (code: string) => {
    const role = roles.data?.roles.find((one) => one.code === code);
    return role ? (language === "en" ? role.en : role.zh) : code;
  };
  return (
    <Panel
      title={t("rolesHeld")}
      extra={may("role.grant") && <Button onClick={() => setGranting(true)}>{t("grant")}</Button>}
    >
      {user.grants.length === 0 && <Nothing>{t("noRoles")}</Nothing>}
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {user.grants.map((grant) => (
          <li key={grant.id} className="row" style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}>
            <span style={{ flex: 1 }}>
              {grant.ended_at ? <s>{roleName(grant.role)}</s> : <strong>{roleName(grant.role)}</strong>} ·{" "}
              {grant.organisation_name}
              <span className="quiet" style={{ display: "block" }}>
                {t("grantedBy", { who: grant.granted_by_name, when: instant(grant.granted_at) })}
                {grant.ended_at && ` · ${t("endedAt", { when: instant(grant.ended_at) })}`}
              </span>
            </span>
            {may("role.grant") && !grant.ended_at && (
              <Button size="small" danger onClick={() => setEnding(grant)}>
                {t("endGrant")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {granting && <GrantRole user={user} roleName={roleName} onClose={() => setGranting(false)} />}
      {ending && (
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"]>
          title={`${t("endGrant")}：${roleName(ending.role)}`}
          danger
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true }]}
          onSubmit={(body) => act("role-grants", ending, "end", body)}
          onClose={() => setEnding(null)}
        />
      )}
    </Panel>
  );
}

function GrantRole({
  user,
  roleName,
  onClose,
}: {
  user: User;
  roleName: (code: string) => string;
  onClose: () => void;
}) {
  const t = useWords();
  const c = useCommon();
  const language = useLanguage();
  const { message } = App.useApp();
  const roles = useRoles();
  const [form] = Form.useForm<Schemas["GrantIn"]>();
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const chosen = Form.useWatch("role", form);
  const held = user.grants.filter((grant) => !grant.ended_at).map((grant) => grant.role as string);
  const offered = choices(roles.data?.roles ?? [], held);
  const permissions = offered.find((one) => one.role.code === chosen)?.role.permissions ?? [];
  const permissionName = (code: string) => {
    const found = roles.data?.permissions.find((one) => one.code === code);
    return found ? (language === "en" ? found.en : found.zh) : code;
  };
  const send = async (body: Schemas["GrantIn"]) => {
    setBusy(true);
    setRefused("");
    try {
      await data(
        api.POST("/api/v1/users/{id}/grants", {
          params: { path: { id: user.id }, header: { "Idempotency-Key": newKey() } },
          body,
        }),
      );
      await refresh();
      void message.success(c("done"));
      onClose();
    } catch (error) {
      setRefused(asProblem(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("grant")}
      okText={t("grant")}
      cancelText={c("cancel")}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
    >
      <p className="quiet">{t("grantNote")}</p>
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ organisation_id: user.organisation_id }}>
        <Form.Item name="role" label={t("role")} rules={[{ required: true, message: c("required") }]}>
          <Select
            options={offered.map((one) => ({
              value: one.role.code,
              label:
                one.conflicts.length > 0
                  ? `${roleName(one.role.code)}（${t("conflicting", { roles: one.conflicts.map(roleName).join("、") })}）`
                  : roleName(one.role.code),
              disabled: one.conflicts.length > 0,
            }))}
          />
        </Form.Item>
        {permissions.length > 0 && (
          <p className="quiet">
            {t("permissionsOf")} {permissions.map(permissionName).join("、")}
          </p>
        )}
        <Form.Item name="organisation_id" label={t("at")} rules={[{ required: true, message: c("required") }]}>
          <OrgPicker />
        </Form.Item>
        <Form.Item name="reason" label={t("reason")} rules={[{ required: true, message: c("reasonNeeded") }]}>
          <Input.TextArea />
        </Form.Item>
      </Form>
      {refused && (
        <p role="alert" style={{ color: "var(--fact-missing)" }}>
          {refused}
        </p>
      )}
    </Modal>
  );
}
