/** Said wherever one is: files of this machine that the server does not have yet, and what each waits for. */
import { CloudUploadOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { useUploads } from "@/shared/evidence/queue";
import { Sending } from "@/shared/evidence/Sending";
import { useWords } from "@/shared/evidence/words";
import { pathOf } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";

export function UploadsLeft({ wide }: { wide: boolean }) {
  const t = useWords();
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  const said = t("left", { count: uploads.length });
  return (
    <Popover
      trigger="click"
      title={t("leftTitle")}
      content={
        <ul style={{ listStyle: "none", margin: 0, padding: 0, width: "min(360px, 80vw)" }}>
          {uploads.map((upload) => {
            const path = pathOf(upload.subjectType, upload.subjectId);
            return (
              <li key={upload.key}>
                <Sending upload={upload} />
                {path && <To to={path}>{t("openMatter")}</To>}
              </li>
            );
          })}
        </ul>
      }
    >
      <Button
        type="text"
        icon={<CloudUploadOutlined />}
        aria-label={said}
        style={{ color: uploads.some((one) => one.state === "refused") ? "var(--fact-missing)" : "var(--fact-late)" }}
      >
        {wide ? said : uploads.length}
      </Button>
    </Popover>
  );
}
