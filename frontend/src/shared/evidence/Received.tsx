/** One file as it was received: the picture, who sent it when, its fingerprint, and withdrawing it. */
import { FileOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { App, Button, Image, Popover, Typography } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problem";
import { useRead } from "@/shared/api/queries";
import { download, fetchFile } from "@/shared/lib/download";
import { bytes } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { Withdraw } from "./Withdraw";
import { useWords } from "./words";

type Attachment = Schemas["AttachmentRead"];

const isPicture = (item: Attachment): boolean => /^image\/(png|jpeg|webp|gif)$/.test(item.media_type);

export function Received({ item, open }: { item: Attachment; open: boolean }) {
  const t = useWords();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const save = () =>
    download(`/api/v1/attachments/${item.id}/content`).catch((error) => void message.error(asProblem(error).detail));
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
          onClick={() => void save()}
        >
          {item.file_name}
        </Button>{" "}
        <span className="quiet">{bytes(item.size)}</span> <Fingerprint item={item} />
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
      {asking && <Withdraw item={item} onClose={() => setAsking(false)} />}
    </li>
  );
}

/** Opened by hand or key, not by hovering: phones and keyboards do not hover. */
function Fingerprint({ item }: { item: Attachment }) {
  const t = useWords();
  return (
    <Popover
      trigger="click"
      content={
        <div style={{ maxWidth: 320 }}>
          <p className="quiet" style={{ marginTop: 0 }}>
            {t("digest")}
          </p>
          <Typography.Text code copyable style={{ overflowWrap: "anywhere" }}>
            {item.sha256}
          </Typography.Text>
        </div>
      }
    >
      <Button
        type="text"
        size="small"
        className="quiet"
        icon={<SafetyCertificateOutlined />}
        aria-label={t("digestOf", { name: item.file_name })}
      >
        {item.sha256.slice(0, 8)}
      </Button>
    </Popover>
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
