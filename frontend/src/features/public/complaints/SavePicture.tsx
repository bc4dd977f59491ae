/** Save the receipt to the phone. Where the browser saves nothing (as inside a chat), the picture is there to be held. */
import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { saveBlob } from "@/shared/lib/download";
import { type Line, pictureOf } from "./receipt-picture";
import { useReceiptWords } from "./words-receipt";

export function SavePicture({ lines, name }: { lines: Line[]; name: string }) {
  const t = useReceiptWords();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  const save = async () => {
    const picture = await pictureOf(lines);
    if (!picture) return;
    setUrl(URL.createObjectURL(picture));
    saveBlob(picture, name);
  };
  return (
    <>
      <Button icon={<PictureOutlined />} onClick={() => void save()}>
        {t("savePicture")}
      </Button>
      {url && (
        <figure className="public-picture no-print">
          <figcaption className="quiet public-small">{t("holdPicture")}</figcaption>
          <img src={url} alt={t("picture")} />
        </figure>
      )}
    </>
  );
}
