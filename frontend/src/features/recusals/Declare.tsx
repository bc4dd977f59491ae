/** Declare one's own recusal, or order that of a subordinate: the same fields, and who it is. */
import { api, data } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { FormModal } from "@/shared/case/FormModal";
import type { Field } from "@/shared/case/fields";
import { aside, useLanguage } from "@/shared/i18n";
import { named, SUBJECT } from "@/shared/i18n/enums";
import { declare, type Typed } from "./api";
import { useWords } from "./words";

const KINDS = ["organisation", "rectification_task", "duty"];
const MOST = 200;

export function Declare({ order, onClose }: { order: boolean; onClose: () => void }) {
  const t = useWords();
  useLanguage();
  const listed = useMay()("user.read");
  const people = useRead(
    ["user", "recusable"],
    (signal) => data(api.GET("/api/v1/users", { params: { query: { active: true, limit: MOST } }, signal })),
    { enabled: order && listed },
  );
  // Who leads an office need not be able to read its accounts: then the person is named by the account's id.
  const who: Field<Typed> = listed
    ? {
        name: "user_id",
        label: t("who"),
        kind: "choice",
        required: true,
        options: (people.data?.items ?? []).map((one) => ({
          value: one.id,
          label: one.display_name + aside(one.organisation_name),
        })),
      }
    : { name: "user_id", label: t("who"), kind: "text", required: true, max: 36, help: t("whoHelp") };
  return (
    <FormModal<Typed>
      title={t(order ? "order" : "declare")}
      note={t(order ? "orderNote" : "declareNote")}
      draft={order ? "recusal.order" : "recusal.declare"}
      fields={[
        ...(order ? [who] : []),
        {
          name: "subject_type",
          label: t("fromKind"),
          kind: "choice",
          required: true,
          initial: "organisation",
          options: KINDS.map((value) => ({ value, label: named(SUBJECT, value) })),
        },
        {
          name: "organisation_id",
          label: t("organisation"),
          kind: "organisation",
          required: true,
          when: (typed) => (typed.subject_type ?? "organisation") === "organisation",
        },
        {
          name: "number",
          label: t("number"),
          kind: "text",
          required: true,
          help: t("numberHelp"),
          when: (typed) => typed.subject_type !== undefined && typed.subject_type !== "organisation",
        },
        { name: "reason", label: t("reason"), kind: "long", required: true, max: 200 },
        { name: "starts_at", label: t("starts"), kind: "instant", help: t("startsHelp") },
        { name: "ends_at", label: t("ends"), kind: "instant", help: t("endsHelp") },
      ]}
      onSubmit={(body, { key }) => declare(body, key)}
      onClose={onClose}
    />
  );
}
