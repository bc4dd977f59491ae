/** The index of a secret clue: kind, number of the paper, source, time. Nothing else has a place here. */
import { LockOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, App } from "antd";
import { useRef } from "react";
import { Keys } from "@/shared/api/queries";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { paths } from "@/shared/lib/paths";
import { Page, Panel } from "@/shared/ui/Page";
import { registerSecret } from "./api";
import { secretFields, type TypedSecret } from "./register-fields";
import "./clues.css";
import { useWords } from "./words";

export function SecretPage() {
  const t = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const keys = useRef(new Keys());
  return (
    <Page title={t("registerSecret")}>
      <div className="clue-secret">
        <Alert
          type="error"
          showIcon
          icon={<LockOutlined />}
          style={{ marginBottom: 16 }}
          title={t("secretWarning")}
          description={t("secretWarningText")}
        />
        <Panel>
          <ResourceForm<TypedSecret>
            fields={secretFields()}
            submit={t("registerSecret")}
            onSubmit={async ({ checked: _, ...body }) => {
              const clue = await registerSecret(body, keys.current.for(body));
              keys.current.spend();
              await client.invalidateQueries({ queryKey: ["clue"] });
              void message.success(t("toldNumber", { number: clue.number }));
              void navigate({ to: paths.clue(clue.id) as "/" });
            }}
          />
        </Panel>
      </div>
    </Page>
  );
}
