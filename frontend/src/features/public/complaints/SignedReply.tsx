/** The answer as a signed file, and how anybody can check it without us. */
import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { FormProblem } from "@/shared/case/FormProblem";
import { saveBlob } from "@/shared/lib/download";
import { instant } from "@/shared/lib/time";
import { signedReply } from "./api";
import { Lines } from "./Lines";
import { type Seal, sealOf } from "./signed";
import { useFollowWords } from "./words-follow";

const KEYS = "/.well-known/jwks.json";

export function SignedReply({ code }: { code: string }) {
  const t = useFollowWords();
  const [saved, setSaved] = useState<{ name: string; seal: Seal | null } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const fetchIt = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { blob, name } = await signedReply(code);
      saveBlob(blob, name);
      setSaved({ name, seal: sealOf(await blob.text()) });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel" aria-label={t("reply")}>
      <h2>{t("reply")}</h2>
      <p className="public-small">{t("replyText")}</p>
      <FormProblem problem={problem} />
      <Button block icon={<DownloadOutlined />} loading={busy} onClick={() => void fetchIt()}>
        {t("replyGet")}
      </Button>
      {saved && (
        <div style={{ marginTop: 12 }}>
          <Alert type="success" role="status" title={t("replySaved", { name: saved.name })} />
          {saved.seal && (
            <Lines
              lines={[
                [t("replyIssuer"), saved.seal.issuer],
                [t("replyIssued"), instant(saved.seal.issued_at)],
                [t("replyKey"), saved.seal.kid],
              ]}
            />
          )}
          <h3>{t("replyVerify")}</h3>
          <ol className="public-list public-small">
            <li>
              {t("replyVerify1")}{" "}
              <a href={KEYS} download="jwks.json">
                {t("replyKeys")}
              </a>
            </li>
            <li>
              {t("replyVerify2")}
              <code className="public-command">{`duban verify --keys jwks.json "${saved.name}"`}</code>
            </li>
            <li>{t("replyVerify3")}</li>
          </ol>
        </div>
      )}
    </section>
  );
}
