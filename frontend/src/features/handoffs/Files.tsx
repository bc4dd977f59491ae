/** The sealed package: the whole of it, its digest, and each file by itself; and what goes out with the next answer. */
import { DownloadOutlined, FileOutlined } from "@ant-design/icons";
import { App, Button, Select, Typography } from "antd";
import { useId, useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { Evidence, useEvidence } from "@/shared/case/Evidence";
import { useLanguage } from "@/shared/i18n";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
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
type Purpose = (typeof PURPOSES)[number];

export function Attach({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  useLanguage();
  const id = useId();
  const evidence = useEvidence("handoff", handoff.id);
  const [adding, setAdding] = useState<Purpose>(handoff.received_at ? "notice" : "receipt");
  const held = (purpose: Purpose) => evidence.data?.items.some((item) => item.purpose === purpose) ?? false;
  return (
    <Panel title={t("attach")}>
      <p className="quiet" style={{ marginTop: 0, fontSize: 12 }}>
        {t("attachNote")}
      </p>
      <div className="row" style={{ marginBottom: 16 }}>
        <label htmlFor={id}>{t("kindOfFile")}</label>
        <Select<Purpose>
          id={id}
          value={adding}
          onChange={setAdding}
          style={{ minWidth: 180 }}
          options={PURPOSES.map((value) => ({ value, label: named(ATTACHMENT_PURPOSE, value) }))}
        />
      </div>
      <div className="handoff-attach">
        {PURPOSES.filter((purpose) => held(purpose) || purpose === adding).map((purpose) => (
          <Evidence key={purpose} subjectType="handoff" subjectId={handoff.id} purpose={purpose} open />
        ))}
      </div>
    </Panel>
  );
}
