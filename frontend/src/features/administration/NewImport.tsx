/** Send a file to be checked: nothing is written by this. */

import { InboxOutlined } from "@ant-design/icons";
import { Alert, Modal, Radio, Select, Upload } from "antd";
import { useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { Keys } from "@/shared/api/queries";
import { signed } from "@/shared/api/session";
import { useCommon } from "@/shared/i18n/common";
import { digest } from "@/shared/lib/digest";
import { refresh } from "./api";
import { resourceName } from "./import-words";
import { useWords } from "./words";

type Run = Schemas["ImportRead"];

async function send(resource: string, mode: Schemas["ImportMode"], file: File, key: string): Promise<Run> {
  const form = new FormData();
  form.set("resource", resource);
  form.set("mode", mode);
  form.set("dry_run", "true");
  form.set("file", file, file.name);
  const response = await signed((headers) =>
    fetch("/api/v1/imports", { method: "POST", headers: { ...headers, "Idempotency-Key": key }, body: form }),
  );
  return (await response.json()) as Run;
}

interface NewImportProps {
  resources: string[];
  onClose: () => void;
  onDone: (run: Run) => void;
}

export function NewImport({ resources, onClose, onDone }: NewImportProps) {
  const t = useWords();
  const c = useCommon();
  const [resource, setResource] = useState(resources[0] ?? "");
  const [mode, setMode] = useState<Schemas["ImportMode"]>("all_or_nothing");
  const [file, setFile] = useState<File | null>(null);
  const keys = useRef(new Keys());
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const upload = async () => {
    if (!file) return;
    setBusy(true);
    setProblem(null);
    try {
      // One key per content: the same file once more after a lost answer is one import, another file another.
      const content = (await digest(file)) ?? `${file.name} ${file.size} ${file.lastModified}`;
      const made = await send(resource, mode, file, keys.current.for([resource, mode, content]));
      keys.current.spend();
      await refresh();
      onDone(made);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("newImport")}
      okText={t("upload")}
      cancelText={c("cancel")}
      okButtonProps={{ disabled: !file, loading: busy }}
      onOk={() => void upload()}
      onCancel={onClose}
    >
      <label htmlFor="import-resource">{t("resource")}</label>
      <Select
        id="import-resource"
        value={resource}
        options={resources.map((one) => ({ value: one, label: resourceName(one) }))}
        onChange={setResource}
        style={{ width: "100%", marginBottom: 12 }}
      />
      <Radio.Group
        aria-label={t("mode")}
        value={mode}
        options={[
          { value: "all_or_nothing", label: t("allOrNothing") },
          { value: "per_row", label: t("perRow") },
        ]}
        onChange={(event) => setMode(event.target.value as Schemas["ImportMode"])}
        style={{ marginBottom: 12 }}
      />
      <Upload.Dragger
        maxCount={1}
        accept=".xlsx,.csv,.ndjson"
        beforeUpload={(chosen) => {
          setFile(chosen);
          return false;
        }}
        onRemove={() => setFile(null)}
      >
        <p>
          <InboxOutlined /> {file ? file.name : t("file")}
        </p>
      </Upload.Dragger>
      {problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginTop: 12 }}
          title={problem.offline ? c("offline") : problem.detail}
        />
      )}
    </Modal>
  );
}
