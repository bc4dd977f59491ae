/** The roles somebody holds, past ones too, each with who granted it; granting and ending them. */
import { Button } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import { pair, useLanguage } from "@/shared/i18n";
import { actorName } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { act, readUser, type User, useRoles } from "./api";
import { GrantRole } from "./GrantRole";
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
                {t("grantedBy", { who: actorName(grant.granted_by_name), when: instant(grant.granted_at) })}
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
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"], Grant>
          title={pair(t("endGrant"), roleName(ending.role))}
          draft={`grant.${ending.id}.end`}
          record={ending}
          reread={async () => (await readUser(user.id)).grants.find((one) => one.id === ending.id) ?? ending}
          labels={{ ended_at: { label: t("endGrant"), say: (at) => instant(at as string) || "—" } }}
          danger
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true }]}
          onSubmit={(body, sent) => act("role-grants", sent, "end", body)}
          onClose={() => setEnding(null)}
        />
      )}
    </Panel>
  );
}
