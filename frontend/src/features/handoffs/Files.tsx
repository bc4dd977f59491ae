/** The sealed package: the whole of it, its digest, and each file by itself; and what goes out with the next answer. */
import { DownloadOutlined, FileOutlined } from "@ant-design/icons";
import { App, Button, Typography } from "antd";
import { useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { EvidenceByPurpose } from "@/shared/case/EvidenceGrid";
import { download, saveBlob } from "@/shared/lib/download";
import { bytes } from "@/shared/lib/numbers";
import { Panel } from "@/shared/ui/Page";
import { type File, fetchOne, type Handoff, packagePath } from "./api";
import "./handoffs.css";
import { useWords } from "./words";

/** Saves one file; what is refused is said. */
export function useSaving(): (file: File) => Promise<void> {
  const { message } = App.useApp();
  return async (file) => {
    try {
      const { blob, name } = await fetchOne(file);
      saveBlob(blob, name);
    } catch (error) {
      void message.error(asProblem(error).detail);
    }
  };
}

/** For people first: the cover, the letters, the evidence. What proves it is in the ZIP. */
const FOR_MACHINES = /(^|\/)(manifest\.(json|jws)|matter\.json)$/;

export function Package({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  const { message } = App.useApp();
  const save = useSaving();
  const [busy, setBusy] = useState(false);
  const files = handoff.messages.find(({ kind }) => kind === "refer")?.files ?? [];
  const shown = files.filter(({ path }) => !FOR_MACHINES.test(path));
  const whole = async () => {
    setBusy(true);
    await download(packagePath(handoff.id)).catch((error) => void message.error(asProblem(error).detail));
    setBusy(false);
  };
  return (
    <Panel title={t("files")}>
      <p className="quiet" style={{ marginTop: 0, fontSize: 12 }}>
        {t("filesNote")}
      </p>
      <Button type="primary" ghost icon={<DownloadOutlined />} loading={busy} onClick={() => void whole()}>
        {t("whole")}
      </Button>
      <ul className="handoff-files">
        {shown.map((file) => (
          <li key={file.path}>
            <FileOutlined aria-hidden />
            <Button type="link" onClick={() => void save(file)}>
              {file.path}
            </Button>
            <span className="quiet nowrap">{bytes(file.size)}</span>
          </li>
        ))}
      </ul>
      <div className="quiet" style={{ fontSize: 12 }}>
        {t("digest")}
      </div>
      <Typography.Text code copyable style={{ overflowWrap: "anywhere" }}>
        {handoff.package_sha256}
      </Typography.Text>
      <p className="quiet" style={{ margin: "8px 0 0", fontSize: 12, overflowWrap: "anywhere" }}>
        {t("digestHelp")}
      </p>
    </Panel>
  );
}

const PURPOSES = ["receipt", "notice", "goods_list", "other"] as const;

export function Attach({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  return (
    <Panel title={t("attach")}>
      <p className="quiet" style={{ marginTop: 0, fontSize: 12 }}>
        {t("attachNote")}
      </p>
      <EvidenceByPurpose
        subjectType="handoff"
        subjectId={handoff.id}
        purposes={PURPOSES}
        next={handoff.received_at ? "notice" : "receipt"}
        open
      />
    </Panel>
  );
}
