/** What may be done with an account, each with its reason; a new password is shown once. */
import { App, Button } from "antd";
import { useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal, type Sent } from "@/shared/case/FormModal";
import { useCommon } from "@/shared/i18n/common";
import { instant } from "@/shared/lib/time";
import { act, readUser, refresh, type User } from "./api";
import { SecretOnce } from "./SecretOnce";
import { useWords } from "./words";

type Reason = Schemas["duban__orgs__schemas__ReasonIn"];
type Step = "reset-password" | "unlock" | "deactivate" | "reactivate" | "remove-second-factor" | "reveal" | "edit";

export function PersonActions({ user }: { user: User }) {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const { modal } = App.useApp();
  const [doing, setDoing] = useState<Step | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const offered: { step: Step; label: string; danger?: boolean; shown: boolean }[] = [
    { step: "edit", label: t("edit"), shown: may("user.write") },
    { step: "reset-password", label: t("resetPassword"), shown: may("user.write") },
    { step: "unlock", label: t("unlock"), shown: may("user.write") && Boolean(user.locked_until) },
    { step: "remove-second-factor", label: t("removeFactor"), shown: may("user.write") && user.has_second_factor },
    { step: "reveal", label: t("revealPhone"), shown: may("user.write") && Boolean(user.phone_masked) },
    { step: "reactivate", label: t("reactivate"), shown: may("user.write") && !user.active },
    { step: "deactivate", label: t("deactivate"), danger: true, shown: may("user.write") && user.active },
  ];
  const chosen = offered.find((one) => one.step === doing);

  const send = async (step: Step, body: Reason, sent: Sent<User>) => {
    if (step === "reset-password") {
      const told = await act<Schemas["ResetRead"]>("users", sent, step, body);
      if (told.initial_password) setSecret(told.initial_password);
    } else if (step === "reveal") {
      const told = await data(api.POST("/api/v1/users/{id}/reveal", { params: { path: { id: user.id } }, body }));
      void modal.info({ title: user.display_name, content: t("phoneIs", { phone: told.phone ?? "—" }) });
    } else await act("users", sent, step, body);
  };
  const told = {
    record: user,
    reread: () => readUser(user.id),
    labels: {
      display_name: { label: t("displayName") },
      organisation_name: { label: t("at") },
      active: { label: c("state"), say: (value: unknown) => t(value ? "active" : "inactive") },
      locked_until: { label: t("lockedUntil"), say: (value: unknown) => instant(value as string) || "—" },
    },
    draft: `user.${user.id}.${doing}`,
  };

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
        <FormModal<Schemas["UserPatch"], User>
          {...told}
          title={t("edit")}
          initial={{ display_name: user.display_name, organisation_id: user.organisation_id }}
          fields={[
            { name: "display_name", label: t("displayName"), kind: "text", required: true, max: 60 },
            { name: "organisation_id", label: t("at"), kind: "organisation", required: true },
          ]}
          onSubmit={async (body, { record }) => {
            await data(
              api.PATCH("/api/v1/users/{id}", {
                params: { path: { id: user.id }, header: match(record.version) },
                body,
              }),
            );
            await refresh();
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {chosen && chosen.step !== "edit" && (
        <FormModal<Reason, User>
          {...told}
          title={chosen.label}
          danger={chosen.danger}
          done={chosen.step === "reset-password" || chosen.step === "reveal" ? null : undefined}
          fields={[{ name: "reason", label: t("reason"), kind: "long", required: true }]}
          onSubmit={(body, sent) => send(chosen.step, body, sent)}
          onClose={() => setDoing(null)}
        />
      )}
      {secret && (
        <SecretOnce
          title={t("initialPassword")}
          secrets={[{ name: user.username, value: secret }]}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}
