/** Enrol or give up the second factor (TOTP, RFC 6238). Key and recovery codes are shown once and kept nowhere here. */
import { Button, QRCode } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import type { Me } from "@/shared/api/me";
import { newKey, queryClient } from "@/shared/api/queries";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { Panel } from "@/shared/ui/Page";
import { useWords } from "./words";

type Stage =
  | { kind: "rest" }
  | { kind: "password" }
  | { kind: "scan"; secret: Schemas["SecondFactorSecret"] }
  | { kind: "codes"; codes: string[] }
  | { kind: "disable" };

export function SecondFactor({ me }: { me: Me }) {
  const t = useWords();
  const [stage, setStage] = useState<Stage>({ kind: "rest" });
  const rest = () => {
    setStage({ kind: "rest" });
    void queryClient.invalidateQueries({ queryKey: ["me"] });
  };
  return (
    <Panel title={t("secondFactor")}>
      <div style={{ maxWidth: 420 }}>
        {stage.kind === "rest" && (
          <div className="row">
            <span>{me.has_second_factor ? t("enrolled", { left: me.recovery_codes_left }) : t("notEnrolled")}</span>
            <Button onClick={() => setStage({ kind: me.has_second_factor ? "disable" : "password" })}>
              {me.has_second_factor ? t("disable") : t("enrol")}
            </Button>
          </div>
        )}
        {stage.kind === "password" && (
          <ResourceForm<Schemas["SecondFactorStart"]>
            key="password"
            fields={[
              {
                name: "password",
                label: t("currentPassword"),
                kind: "password",
                required: true,
                autoComplete: "current-password",
              },
            ]}
            submit={t("enrol")}
            onCancel={rest}
            onSubmit={async (body) =>
              setStage({ kind: "scan", secret: await data(api.POST("/api/v1/auth/totp", { body })) })
            }
          />
        )}
        {stage.kind === "scan" && (
          <>
            <p>{t("scan")}</p>
            {stage.secret.provisioning_uri && (
              <div aria-hidden="true">
                <QRCode value={stage.secret.provisioning_uri} bgColor="#ffffff" color="#000000" />
              </div>
            )}
            <p>
              <code style={{ overflowWrap: "anywhere" }}>{stage.secret.secret}</code>
            </p>
            <ResourceForm<Schemas["CodeIn"]>
              key="code"
              fields={[
                { name: "code", label: t("code"), kind: "text", required: true, max: 6, autoComplete: "one-time-code" },
              ]}
              submit={t("enrol")}
              onCancel={rest}
              onSubmit={async (body) => {
                const found = await data(
                  api.POST("/api/v1/auth/totp/confirm", { params: { header: { "Idempotency-Key": newKey() } }, body }),
                );
                setStage({ kind: "codes", codes: found.recovery_codes });
              }}
            />
          </>
        )}
        {stage.kind === "codes" && (
          <>
            <p>
              <strong>{t("recoveryCodes")}</strong>
            </p>
            <ul style={{ columns: 2, fontFamily: "monospace" }}>
              {stage.codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
            <Button type="primary" onClick={rest}>
              {t("keptThem")}
            </Button>
          </>
        )}
        {stage.kind === "disable" && (
          <ResourceForm<Schemas["SecondFactorEnd"]>
            key="disable"
            fields={[
              {
                name: "password",
                label: t("currentPassword"),
                kind: "password",
                required: true,
                autoComplete: "current-password",
              },
              { name: "code", label: t("otp"), kind: "text", required: true, max: 6 },
            ]}
            submit={t("disable")}
            danger
            onCancel={rest}
            onSubmit={async (body) => {
              await api.POST("/api/v1/auth/totp/disable", { body });
              rest();
            }}
          />
        )}
      </div>
    </Panel>
  );
}
