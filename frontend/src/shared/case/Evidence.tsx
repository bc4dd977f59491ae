/** The evidence of a matter: dropped, pasted, photographed; what was received with its digest, never replaced. */
import { CameraOutlined, FileOutlined, InboxOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { App, Button, Image, Input, Modal, Progress, Tooltip } from "antd";
import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { asProblem } from "@/shared/api/problem";
import { useRead, useWrite } from "@/shared/api/queries";
import { words } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
import { download, fetchFile } from "@/shared/lib/download";
import { bytes } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { type Upload, useUploads } from "./uploading";

const { use: useWords } = words(
  "evidence",
  {
    drop: "把文件拖到这里，或粘贴截图",
    choose: "选择文件",
    camera: "拍照",
    none: "还没有材料。",
    limit: "单个文件不超过 {{size}}；原样保存，不会压缩或替换。",
    sending: "正在上传 {{percent}}%",
    waiting: "网络中断，已保存在本机，恢复后自动续传",
    refused: "未被接收：{{why}}",
    again: "重新上传",
    discard: "放弃",
    digest: "SHA-256 指纹，收件时计算：{{sha}}",
    received: "{{who}} 于 {{when}} 提交",
    withdraw: "撤回",
    withdrawn: "已由 {{who}} 撤回：{{why}}",
    withdrawTitle: "撤回“{{name}}”",
    withdrawNote: "文件本身会保留，只是不再作为证据；撤回的人、时间和理由记入日志。",
  },
  {
    drop: "Drop files here, or paste a screenshot",
    choose: "Choose files",
    camera: "Take a photograph",
    none: "No material yet.",
    limit: "Up to {{size}} each; kept as it is, never compressed or replaced.",
    sending: "Sending {{percent}}%",
    waiting: "The line is down. Kept on this machine; goes on by itself",
    refused: "Not taken: {{why}}",
    again: "Send again",
    discard: "Give up",
    digest: "SHA-256, computed on receipt: {{sha}}",
    received: "{{who}}, {{when}}",
    withdraw: "Withdraw",
    withdrawn: "Withdrawn by {{who}}: {{why}}",
    withdrawTitle: "Withdraw “{{name}}”",
    withdrawNote:
      "The file itself is kept; it only no longer counts. Who withdrew it, when and why goes into the journal.",
  },
);

type Attachment = Schemas["AttachmentRead"];

interface EvidenceProps {
  subjectType: string;
  subjectId: string;
  purpose: string;
  /** Whether files may come and go now; the server has the last word. */
  open: boolean;
  title?: string;
}

export function useEvidence(subjectType: string, subjectId: string) {
  return useRead(["attachment", subjectType, subjectId], (signal) =>
    data(
      api.GET("/api/v1/attachments", {
        params: { query: { subject_type: subjectType, subject_id: subjectId, limit: 200 } },
        signal,
      }),
    ),
  );
}

export function Evidence({ subjectType, subjectId, purpose, open, title }: EvidenceProps) {
  const t = useWords();
  const evidence = useEvidence(subjectType, subjectId);
  const { uploads, add, drop, again } = useUploads(subjectType, subjectId);
  return (
    <section aria-label={title ?? named(ATTACHMENT_PURPOSE, purpose)}>
      <h3 style={{ margin: "0 0 8px", fontSize: 14 }}>{title ?? named(ATTACHMENT_PURPOSE, purpose)}</h3>
      <Faces of={evidence} rows={2}>
        {(page) => {
          const items = page.items.filter((item) => item.purpose === purpose);
          return (
            <>
              {items.length === 0 && !open && <p className="quiet">{t("none")}</p>}
              <Image.PreviewGroup>
                <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                  {items.map((item) => (
                    <One key={item.id} item={item} open={open} subjectType={subjectType} />
                  ))}
                </ul>
              </Image.PreviewGroup>
            </>
          );
        }}
      </Faces>
      {uploads
        .filter((upload) => upload.purpose === purpose)
        .map((upload) => (
          <Sending
            key={upload.key}
            upload={upload}
            again={() => void again(upload)}
            drop={() => void drop(upload.key)}
          />
        ))}
      {open && <Receive onFiles={(files) => void add(files, purpose)} />}
    </section>
  );
}

function Receive({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useWords();
  const me = useMe();
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const types = me.data?.settings.allowed_media_types.join(",");
  const take = (list: FileList | null | undefined) => list && list.length > 0 && onFiles([...list]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping and pasting come on top of the buttons inside
    <div
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      onPaste={(event: ClipboardEvent) => take(event.clipboardData.files)}
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
        accept={types}
        aria-label={t("choose")}
        onChange={(event) => take(event.target.files)}
      />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        aria-label={t("camera")}
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}

function Sending({ upload, again, drop }: { upload: Upload; again: () => void; drop: () => void }) {
  const t = useWords();
  const share = Math.round(upload.progress * 100);
  return (
    <div role="status" style={{ padding: "6px 0" }}>
      <div className="row">
        <FileOutlined /> <span>{upload.name}</span>
        <span className="quiet">
          {upload.state === "sending" && t("sending", { percent: share })}
          {upload.state === "waiting" && t("waiting")}
          {upload.state === "refused" && t("refused", { why: upload.problem?.detail ?? "" })}
        </span>
        {upload.state !== "sending" && (
          <Button size="small" onClick={again}>
            {t("again")}
          </Button>
        )}
        {upload.state !== "sending" && (
          <Button size="small" type="text" onClick={drop}>
            {t("discard")}
          </Button>
        )}
      </div>
      <Progress
        percent={share}
        size="small"
        showInfo={false}
        status={upload.state === "refused" ? "exception" : "active"}
        aria-label={upload.name}
      />
    </div>
  );
}

const isPicture = (item: Attachment): boolean => /^image\/(png|jpeg|webp|gif)$/.test(item.media_type);

function One({ item, open, subjectType }: { item: Attachment; open: boolean; subjectType: string }) {
  const t = useWords();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  return (
    <li
      className="row"
      style={{ flexWrap: "nowrap", alignItems: "flex-start", padding: "6px 0", opacity: item.withdrawn_at ? 0.6 : 1 }}
    >
      {isPicture(item) ? <Picture item={item} /> : <FileOutlined style={{ fontSize: 32, width: 72 }} aria-hidden />}
      <div style={{ minWidth: 0 }}>
        <Button
          type="link"
          style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
          onClick={() =>
            download(`/api/v1/attachments/${item.id}/content`).catch(
              (error) => void message.error(asProblem(error).detail),
            )
          }
        >
          {item.file_name}
        </Button>{" "}
        <span className="quiet">{bytes(item.size)}</span>{" "}
        <Tooltip title={t("digest", { sha: item.sha256 })}>
          <span className="quiet nowrap">
            <SafetyCertificateOutlined /> {item.sha256.slice(0, 8)}
          </span>
        </Tooltip>
        <div className="quiet">{t("received", { who: item.uploaded_by_name, when: instant(item.received_at) })}</div>
        {item.note && <div>{item.note}</div>}
        {item.withdrawn_at ? (
          <div>{t("withdrawn", { who: item.withdrawn_by_name ?? "", why: item.withdrawn_reason ?? "" })}</div>
        ) : (
          open && (
            <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setAsking(true)}>
              {t("withdraw")}
            </Button>
          )
        )}
      </div>
      {asking && <Withdraw item={item} subjectType={subjectType} onClose={() => setAsking(false)} />}
    </li>
  );
}

function Withdraw({ item, subjectType, onClose }: { item: Attachment; subjectType: string; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const [reason, setReason] = useState("");
  const withdraw = useWrite(
    (body: { reason: string }, key) =>
      data(
        api.POST("/api/v1/attachments/{id}/withdraw", {
          params: { path: { id: item.id }, header: { ...match(item.version), "Idempotency-Key": key } },
          body,
        }),
      ),
    { resources: ["attachment", subjectType], onSuccess: onClose },
  );
  return (
    <Modal
      open
      title={t("withdrawTitle", { name: item.file_name })}
      okText={t("withdraw")}
      cancelText={c("cancel")}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: withdraw.isPending }}
      onOk={() => withdraw.mutate({ reason: reason.trim() })}
      onCancel={onClose}
    >
      <p>{t("withdrawNote")}</p>
      <Input.TextArea
        aria-label={c("reason")}
        placeholder={c("reasonNeeded")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {withdraw.error && <p role="alert">{withdraw.error.detail}</p>}
    </Modal>
  );
}

function Picture({ item }: { item: Attachment }) {
  const picture = useRead(
    ["attachment", item.id, "content"],
    async (signal) => URL.createObjectURL((await fetchFile(`/api/v1/attachments/${item.id}/content`, signal)).blob),
    { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY },
  );
  return (
    <Image
      width={72}
      height={72}
      src={picture.data}
      alt={item.file_name}
      style={{ objectFit: "cover", borderRadius: 4 }}
      placeholder
    />
  );
}
