/** Take a file out of the evidence, with a reason: it stays, and no longer counts. */
import { api, data, match, type Schemas } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { FormModal } from "@/shared/case/FormModal";
import { useCommon } from "@/shared/i18n/common";
import { useWords } from "./words";

type Attachment = Schemas["AttachmentRead"];

export function Withdraw({ item, onClose }: { item: Attachment; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  return (
    <FormModal<{ reason: string }, Attachment>
      title={t("withdrawTitle", { name: item.file_name })}
      note={t("withdrawNote")}
      danger
      submit={t("withdraw")}
      done={null}
      draft={`attachment.${item.id}.withdraw`}
      fields={[{ name: "reason", label: c("reason"), kind: "long", required: true }]}
      record={item}
      reread={() => data(api.GET("/api/v1/attachments/{id}", { params: { path: { id: item.id } } }))}
      labels={{ withdrawn_reason: { label: c("reason") }, withdrawn_by_name: { label: c("actor") } }}
      onSubmit={async (body, { key, record }) => {
        await api.POST("/api/v1/attachments/{id}/withdraw", {
          params: { path: { id: item.id }, header: { ...match(record.version), "Idempotency-Key": key } },
          body,
        });
        for (const resource of ["attachment", item.subject_type])
          void queryClient.invalidateQueries({ queryKey: [resource] });
      }}
      onClose={onClose}
    />
  );
}
