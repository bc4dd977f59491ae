/** The evidence of a matter: dropped, pasted, photographed; what was received with its digest, never replaced. */
import { Image } from "antd";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { addUploads, useUploads } from "@/shared/evidence/queue";
import { Receive } from "@/shared/evidence/Receive";
import { Received } from "@/shared/evidence/Received";
import { Sending } from "@/shared/evidence/Sending";
import { useWords } from "@/shared/evidence/words";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
import { Faces } from "@/shared/ui/faces";

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
  const uploads = useUploads().filter((one) => one.subjectId === subjectId && one.purpose === purpose);
  const name = title ?? named(ATTACHMENT_PURPOSE, purpose);
  return (
    <section aria-label={name}>
      <h3 style={{ margin: "0 0 8px", fontSize: 14 }}>{name}</h3>
      <Faces of={evidence} rows={2}>
        {(page) => {
          const items = page.items.filter((item) => item.purpose === purpose);
          return (
            <>
              {items.length === 0 && !open && <p className="quiet">{t("none")}</p>}
              <Image.PreviewGroup>
                <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                  {items.map((item) => (
                    <Received key={item.id} item={item} open={open} />
                  ))}
                </ul>
              </Image.PreviewGroup>
            </>
          );
        }}
      </Faces>
      {uploads.map((upload) => (
        <Sending key={upload.key} upload={upload} />
      ))}
      {open && (
        <Receive label={name} onFiles={(files) => void addUploads(files, { subjectType, subjectId, purpose })} />
      )}
    </section>
  );
}
