/** Where files come in: dropped, pasted, chosen or photographed. */
import { CameraOutlined, FileOutlined, InboxOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ChangeEvent, useRef, useState } from "react";
import { useMe } from "@/shared/api/me";
import { bytes } from "@/shared/lib/numbers";
import { useWords } from "./words";

export function Receive({ label, onFiles }: { label: string; onFiles: (files: File[]) => void }) {
  const t = useWords();
  const me = useMe();
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null | undefined) => list && list.length > 0 && onFiles([...list]);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.target.files);
    // The same file once more is a choice too, and says nothing to an input that still holds it.
    event.target.value = "";
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no focus, and without focus nothing can be pasted
    <div
      role="group"
      aria-label={`${label} ${t("drop")}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is pasted goes to what has the focus
      tabIndex={0}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      onPaste={(event) => take(event.clipboardData.files)}
      style={{
        border: `1px dashed ${over ? "var(--accent)" : "var(--line)"}`,
        borderRadius: 8,
        padding: 12,
        textAlign: "center",
        background: over ? "var(--ground-zero)" : undefined,
      }}
    >
      <p style={{ margin: "0 0 8px" }}>
        <InboxOutlined /> {t("drop")}
      </p>
      <div className="row" style={{ justifyContent: "center" }}>
        <Button icon={<FileOutlined />} onClick={() => files.current?.click()}>
          {t("choose")}
        </Button>
        <Button icon={<CameraOutlined />} onClick={() => camera.current?.click()}>
          {t("camera")}
        </Button>
      </div>
      <p className="quiet" style={{ margin: "8px 0 0", fontSize: 12 }}>
        {t("limit", { size: bytes(me.data?.settings.max_upload_bytes ?? 0) })}
      </p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={me.data?.settings.allowed_media_types.join(",")}
        aria-label={t("choose")}
        onChange={chosen}
      />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        aria-label={t("camera")}
        onChange={chosen}
      />
    </div>
  );
}
