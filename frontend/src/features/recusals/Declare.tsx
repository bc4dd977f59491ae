/** Declare one's own recusal, or order that of a subordinate: the same fields, and who it is. */
import { FormModal } from "@/shared/case/FormModal";
import type { Field } from "@/shared/case/fields";
import { useLanguage } from "@/shared/i18n";
import { named, SUBJECT } from "@/shared/i18n/enums";
import { declare, type Typed } from "./api";
import { Subordinates } from "./Subordinates";
import { useWords } from "./words";

const KINDS = ["organisation", "rectification_task", "complaint", "dispute", "notice", "duty"];

export function Declare({ order, onClose }: { order: boolean; onClose: () => void }) {
  const t = useWords();
  useLanguage();
  const who: Field<Typed> = {
    name: "user_id",
    label: t("who"),
    kind: "own",
    required: true,
    control: <Subordinates />,
  };
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
