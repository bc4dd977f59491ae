/** Pictures that go along once the complaint is sent. */
import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { pair } from "@/shared/i18n";
import { bytes } from "@/shared/lib/numbers";
import type { Form } from "./api";
import { Field } from "./Field";
import { PhotoInputs } from "./PhotoInputs";
import { Thumbnail } from "./Thumbnail";
import { useNewWords } from "./words-new";

interface ChoosePhotosProps {
  limits: Form["photos"];
  photos: File[];
  onChange: (photos: File[]) => void;
}

export function ChoosePhotos({ limits, photos, onChange }: ChoosePhotosProps) {
  const t = useNewWords();
  const room = limits.count - photos.length;
  return (
    <Field
      id="photos"
      group
      optional
      label={t("photos")}
      help={t("photosHelp", { count: limits.count, size: bytes(limits.max_bytes) })}
    >
      {photos.length > 0 && (
        <ul className="public-photos" aria-labelledby="photos-label">
          {photos.map((file, index) => {
            const label = t("photo", { n: index + 1 });
            return (
              <li key={`${file.name}-${file.size}-${file.lastModified}`}>
                <Thumbnail file={file} label={label} />
                <Button
                  shape="circle"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={pair(t("remove"), label)}
                  onClick={() => onChange(photos.filter((one) => one !== file))}
                />
              </li>
            );
          })}
        </ul>
      )}
      {room > 0 && (
        <PhotoInputs
          accept={limits.media_types}
          onFiles={(files) =>
            onChange([...photos, ...files.filter((file) => !photos.some(same(file)))].slice(0, limits.count))
          }
        />
      )}
    </Field>
  );
}

const same = (file: File) => (other: File) =>
  other.name === file.name && other.size === file.size && other.lastModified === file.lastModified;
