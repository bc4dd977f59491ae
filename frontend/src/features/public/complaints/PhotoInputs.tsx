/** Pictures from the phone: chosen from its gallery, or taken now. */
import { CameraOutlined, PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ChangeEvent, useRef } from "react";
import { pictureAlone } from "./picture-alone";
import { useNewWords } from "./words-new";

interface PhotoInputsProps {
  accept: string[];
  onFiles: (files: File[]) => void;
}

export function PhotoInputs({ accept, onFiles }: PhotoInputsProps) {
  const t = useNewWords();
  const gallery = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    if (files.length) void Promise.all(files.map(pictureAlone)).then(onFiles);
    // The same picture once more is a choice too, and says nothing to an input that still holds it.
    event.target.value = "";
  };
  return (
    <div className="public-two">
      <Button icon={<PictureOutlined />} onClick={() => gallery.current?.click()}>
        {t("gallery")}
      </Button>
      <Button icon={<CameraOutlined />} onClick={() => camera.current?.click()}>
        {t("camera")}
      </Button>
      <input
        ref={gallery}
        type="file"
        multiple
        hidden
        accept={accept.join(",")}
        aria-label={t("gallery")}
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
