/** My password, my second factor, my sessions; also where a first sign-in begins. */

import { Alert, App } from "antd";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { ApiProblem } from "@/shared/api/problem";
import { signOut } from "@/shared/api/session";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { OwnSessions } from "./OwnSessions";
import { SecondFactor } from "./SecondFactor";
import { useWords } from "./words";

export function AccountPage() {
  const t = useWords();
  const me = useMe();
  return (
    <Page title={t("account")}>
      <Faces of={me}>
        {(found) => (
          <>
            {found.limited_to && (
              <Alert
                type="warning"
                showIcon
                style={{ marginBottom: 16 }}
                title={found.limited_to === "second_factor_enrolment_required" ? t("mustEnrol") : t("mustChange")}
              />
            )}
            <ChangePassword
              expires={found.password_expires_at}
              kinds={found.settings.password_min_kinds}
              length={found.settings.password_min_length}
            />
            <SecondFactor me={found} />
            {!found.limited_to && <OwnSessions />}
          </>
        )}
      </Faces>
    </Page>
  );
}

interface Passwords {
  current_password: string;
  new_password: string;
  repeated: string;
}

function ChangePassword({ expires, kinds, length }: { expires: string | null; kinds: number; length: number }) {
  const t = useWords();
  const { message } = App.useApp();
  return (
    <Panel
      title={t("changePassword")}
      extra={expires && <span className="quiet">{t("expires", { when: instant(expires) })}</span>}
    >
      <div style={{ maxWidth: 420 }}>
        <ResourceForm<Passwords>
          fields={[
            {
              name: "current_password",
              label: t("currentPassword"),
              kind: "password",
              required: true,
              autoComplete: "current-password",
            },
            {
              name: "new_password",
              label: t("newPassword"),
              kind: "password",
              required: true,
              help: t("newPasswordHelp", { length, kinds }),
            },
            { name: "repeated", label: t("repeatPassword"), kind: "password", required: true },
          ]}
          submit={t("changePassword")}
          onSubmit={async ({ repeated, ...body }) => {
            if (repeated !== body.new_password)
              throw new ApiProblem({
                status: 422,
                detail: t("differs"),
                errors: [{ pointer: "/repeated", code: "differs", detail: t("differs") }],
              });
            await api.POST("/api/v1/auth/password", { body });
            void message.success(t("passwordChanged"));
            await signOut();
          }}
        />
      </div>
    </Panel>
  );
}
