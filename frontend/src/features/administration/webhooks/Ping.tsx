/** Try the endpoint at once, and say what came of it. */
import { SendOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useWrite } from "@/shared/api/queries";
import { count } from "@/shared/lib/numbers";
import { Answer, outcomeInWords } from "./Attempts";
import { type Endpoint, ping } from "./api";
import { useWords } from "./words";

export function usePing(endpoint: Endpoint) {
  const t = useWords();
  const write = useWrite((id: string, key) => ping(id, key), { resources: ["webhook_attempt"] });
  const button = endpoint.state !== "ended" && (
    <Button type="primary" icon={<SendOutlined />} loading={write.isPending} onClick={() => write.mutate(endpoint.id)}>
      {t("ping")}
    </Button>
  );
  const attempt = write.data;
  const result = write.error ? (
    <Alert type="warning" showIcon title={write.error.detail} role="alert" style={{ marginBottom: 16 }} />
  ) : (
    attempt && (
      <Alert
        type={attempt.delivered ? "success" : "error"}
        showIcon
        role="status"
        closable
        style={{ marginBottom: 16 }}
        title={t(attempt.delivered ? "pinged" : "pingFailed")}
        description={
          <>
            {outcomeInWords(attempt)} · {t("ms", { ms: count(attempt.duration_ms) })} <Answer text={attempt.response} />
          </>
        }
      />
    )
  );
  return { button, result };
}
