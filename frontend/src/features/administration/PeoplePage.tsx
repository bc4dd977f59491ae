/** Everybody with an account, and what they may do where. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { list, useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { loadUsers, refresh, useRoles } from "./api";
import { SecretOnce } from "./SecretOnce";
import { Separation } from "./Separation";
import { useWords } from "./words";

type Item = Schemas["UserItem"];

export function PeoplePage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const language = useLanguage();
  const roles = useRoles();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<{ name: string; value: string } | null>(null);
  const roleName = (code: string) => {
    const role = roles.data?.roles.find((one) => one.code === code);
    return role ? (language === "en" ? role.en : role.zh) : code;
  };
  const marks = (item: Item) => (
    <span className="row">
      <Toned tone={item.active ? "on-time" : "not-due"}>{item.active ? t("active") : t("inactive")}</Toned>
      {item.locked_until && <Toned tone="missing">{t("locked")}</Toned>}
      {item.has_second_factor && <Toned tone="zero">{t("secondFactor")}</Toned>}
    </span>
  );
  const held = (item: Item) => list(item.roles.map((one) => roleName(one.role))) || "—";

  return (
    <Page
      title={t("people")}
      actions={
        may("user.write") && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t("addPerson")}
          </Button>
        )
      }
    >
      <Separation />
      <ResourceTable<Item>
        resource="user"
        load={loadUsers}
        columns={[
          {
            key: "name",
            title: t("displayName"),
            width: 140,
            render: (item) => <To to={paths.person(item.id)}>{item.display_name}</To>,
          },
          { key: "username", title: t("username"), width: 180, render: (item) => item.username },
          { key: "organisation", title: t("at"), width: 220, render: (item) => item.organisation_name },
          { key: "roles", title: t("rolesHeld"), width: 220, render: held },
          { key: "state", title: c("state"), width: 220, render: marks },
        ]}
        filters={[
          { name: "under", label: t("organisations"), kind: "organisation" },
          { name: "active", label: t("active"), kind: "yes_no" },
          { name: "username", label: t("username"), kind: "text" },
        ]}
        empty={<Nothing>{t("noPeople")}</Nothing>}
        card={(item) => (
          <>
            <To to={paths.person(item.id)}>
              <strong>{item.display_name}</strong> {item.username}
            </To>
            <div className="quiet">
              {item.organisation_name} · {held(item)}
            </div>
            {marks(item)}
          </>
        )}
      />
      {adding && (
        <FormModal<Schemas["UserCreate"]>
          title={t("addPerson")}
          note={t("mustChange")}
          draft="user.create"
          done={null}
          fields={[
            { name: "display_name", label: t("displayName"), kind: "text", required: true, max: 60 },
            { name: "username", label: t("username"), kind: "text", required: true, max: 60 },
            { name: "organisation_id", label: t("at"), kind: "organisation", required: true },
            { name: "phone", label: t("phone"), kind: "text", max: 20 },
          ]}
          onSubmit={async (body, { key }) => {
            const made = await data(
              api.POST("/api/v1/users", { params: { header: { "Idempotency-Key": key } }, body }),
            );
            await refresh();
            if (made.initial_password) setSecret({ name: made.username, value: made.initial_password });
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {secret && <SecretOnce title={t("initialPassword")} secrets={[secret]} onClose={() => setSecret(null)} />}
    </Page>
  );
}
