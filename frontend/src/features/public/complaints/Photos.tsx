/** Pictures that go to a complaint which is there already: on the receipt and under the code. */
import { CheckCircleFilled, WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { bytes } from "@/shared/lib/numbers";
import type { Form } from "./api";
import { PhotoInputs } from "./PhotoInputs";
import { Thumbnail } from "./Thumbnail";
import { type Sending, usePhotoQueue } from "./usePhotoQueue";
import { useFollowWords } from "./words-follow";

interface PhotosProps {
  code: string;
  limits: Form["photos"];
  /** How many more are taken. */
  room: number;
  /** Chosen before the complaint was sent: they go at once. */
  waiting?: File[];
  onSent?: () => void;
}

export function Photos({ code, limits, room, waiting = [], onSent }: PhotosProps) {
  const t = useFollowWords();
  const { photos, add, again, drop } = usePhotoQueue(
    code,
    limits,
    t("photoTooLarge", { size: bytes(limits.max_bytes) }),
    onSent,
  );
  const first = useRef(waiting);
  useEffect(() => {
    add(first.current);
    first.current = [];
  }, [add]);
  const left = room - photos.filter(({ state }) => state !== "refused").length;
  const stuck = photos.some(({ state }) => state === "waiting");
  return (
    <>
      {photos.length > 0 && (
        <ul className="public-sending">
          {photos.map((one, index) => (
            <One key={one.key} photo={one} label={t("photo", { n: index + 1 })} drop={() => drop(one.key)} />
          ))}
        </ul>
      )}
      {stuck && (
        <Button block onClick={again} style={{ marginBottom: 8 }}>
          {t("sendAgain")}
        </Button>
      )}
      {left > 0 ? (
        <>
          <PhotoInputs accept={limits.media_types} onFiles={(files) => add(files.slice(0, left))} />
          <p className="quiet public-small">{t("photosLeft", { count: left })}</p>
        </>
      ) : (
        <p className="quiet public-small">{t("photosFull")}</p>
      )}
    </>
  );
}

function One({ photo, label, drop }: { photo: Sending; label: string; drop: () => void }) {
  const t = useFollowWords();
  const { state, progress, problem } = photo;
  return (
    <li>
      <Thumbnail file={photo.file} label={label} />
      <div>
        {state === "done" ? (
          <span style={{ color: "var(--fact-on-time)" }}>
            <CheckCircleFilled aria-hidden /> {t("photoSent")}
          </span>
        ) : problem ? (
          <span style={{ color: "var(--fact-missing)" }}>
            <WarningFilled aria-hidden /> {problem.offline ? t("photoWaits") : problem.detail || t("photoWaits")}
          </span>
        ) : (
          <progress max={1} value={progress} aria-label={label} />
        )}
      </div>
      {state === "refused" && (
        <Button size="small" onClick={drop}>
          {t("drop")}
        </Button>
      )}
    </li>
  );
}
