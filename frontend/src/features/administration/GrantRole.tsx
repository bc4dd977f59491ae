/** Grant a role: what cannot be held together with the roles held is shown, cannot be chosen, and says why. */
import { api, type Schemas } from "@/shared/api/client";
import { FormModal } from "@/shared/case/FormModal";
import { aside, list, pair, useLanguage } from "@/shared/i18n";
import { refresh, type User, useRoles } from "./api";
import { choices } from "./roles";
import { useWords } from "./words";

interface GrantRoleProps {
  user: User;
  roleName: (code: string) => string;
  onClose: () => void;
}

export function GrantRole({ user, roleName, onClose }: GrantRoleProps) {
  const t = useWords();
  const language = useLanguage();
  const roles = useRoles();
  const held = user.grants.filter((grant) => !grant.ended_at).map((grant) => grant.role as string);
  const offered = choices(roles.data?.roles ?? [], held);
  const permissionName = (code: string) => {
    const found = roles.data?.permissions.find((one) => one.code === code);
    return found ? (language === "en" ? found.en : found.zh) : code;
  };
  const permitted = (code: string | undefined) => {
    const permissions = offered.find((one) => one.role.code === code)?.role.permissions ?? [];
    return permissions.length > 0 && pair(t("permissionsOf"), list(permissions.map(permissionName)));
  };
  return (
    <FormModal<Schemas["GrantIn"]>
      title={t("grant")}
      note={t("grantNote")}
      draft={`user.${user.id}.grant`}
      initial={{ organisation_id: user.organisation_id }}
      fields={[
        {
          name: "role",
          label: t("role"),
          kind: "choice",
          required: true,
          help: (values) => permitted(values.role),
          options: offered.map(({ role, conflicts }) => ({
            value: role.code,
            label:
              conflicts.length > 0
                ? roleName(role.code) + aside(t("conflicting", { roles: list(conflicts.map(roleName)) }))
                : roleName(role.code),
            disabled: conflicts.length > 0,
          })),
        },
        { name: "organisation_id", label: t("at"), kind: "organisation", required: true },
        { name: "reason", label: t("reason"), kind: "long", required: true },
      ]}
      onSubmit={async (body, { key }) => {
        await api.POST("/api/v1/users/{id}/grants", {
          params: { path: { id: user.id }, header: { "Idempotency-Key": key } },
          body,
        });
        await refresh();
      }}
      onClose={onClose}
    />
  );
}
