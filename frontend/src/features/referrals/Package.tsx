/** The sealed package: drawn up by the team, its digest, and the file itself. */
import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Typography } from "antd";
import { useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { FormModal } from "@/shared/case/FormModal";
import { list } from "@/shared/i18n";
import { download } from "@/shared/lib/download";
import { Panel } from "@/shared/ui/Page";
import { lastEntry, mayFill, packagePath, type Referral, readReferral, sendStep, useTaken } from "./api";
import { referralLabels } from "./labels";
import { usePaperWords } from "./paper-words";
import { useStepWords } from "./step-words";

export function Package({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  const s = useStepWords();
  const taken = useTaken();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { package_sha256: digest, missing_papers: missing } = referral;
  const may = referral.state === "approved" && mayFill(referral) && missing.length === 0;
  const save = async () => {
    setBusy(true);
    await download(packagePath(referral.id)).catch((error) => void message.error(asProblem(error).detail));
    setBusy(false);
  };
  return (
    <Panel title={t("package")}>
      {digest ? (
        <>
          <div className="quiet" style={{ fontSize: 12 }}>
            {t("digest")}
          </div>
          <Typography.Text code copyable style={{ overflowWrap: "anywhere" }}>
            {digest}
          </Typography.Text>
          <p className="quiet" style={{ fontSize: 12, overflowWrap: "anywhere" }}>
            {t("digestHelp")}
          </p>
        </>
      ) : (
        <p style={{ marginTop: 0 }} className={missing.length > 0 ? undefined : "quiet"}>
          {referral.state === "approved"
            ? missing.length > 0
              ? t("incomplete", { papers: list(missing) })
              : t("unmade")
            : t("notDrawn")}
        </p>
      )}
      <div className="row">
        {may && (
          <Button type={digest ? "default" : "primary"} onClick={() => setAsking(true)}>
            {t(digest ? "drawAgain" : "drawUp")}
          </Button>
        )}
        {digest && (
          <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void save()}>
            {t("download")}
          </Button>
        )}
      </div>
      {asking && (
        <FormModal<object, Referral>
          title={t("drawUp")}
          note={s("noteDrawUp")}
          fields={[]}
          record={referral}
          reread={() => readReferral(referral.id)}
          lastEntry={() => lastEntry(referral.id)}
          labels={referralLabels()}
          onSubmit={async (_, sent) => taken(await sendStep(sent.record, "package", undefined, sent.key))}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}
