/** A part of a complaint is handled on its own: what it is about, and why it goes its own way. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { Schemas } from "@/shared/api/client";
import { Departments } from "@/shared/case/Departments";
import { FormModal } from "@/shared/case/FormModal";
import { type Complaint, lastEntry, readComplaint, splitComplaint } from "./api";
import { MATTER, typed } from "./enums";
import { complaintLabels } from "./labels";
import { useWords } from "./words";

type Body = Schemas["SplitIn"];

export function SplitComplaint({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  return (
    <FormModal<Body, Complaint>
      title={t("split")}
      note={t("noteSplit")}
      draft={`${complaint.id}.split`}
      record={complaint}
      reread={() => readComplaint(complaint.id)}
      lastEntry={() => lastEntry(complaint.id)}
      labels={complaintLabels()}
      done={null}
      fields={[
        { name: "title", label: t("title"), kind: "text", required: true, max: 120 },
        { name: "matter", label: t("matter"), kind: "choice", required: true, options: typed(MATTER) },
        { name: "facts", label: t("splitFacts"), kind: "long", required: true, max: 4000 },
        { name: "request", label: t("request"), kind: "long", rows: 2, max: 4000 },
        {
          name: "departments",
          label: t("departments"),
          kind: "own",
          control: <Departments />,
          help: t("departmentsHelp"),
        },
        { name: "reason", label: t("reason"), kind: "long", rows: 2, required: true, max: 500 },
      ]}
      onSubmit={async (body, { record, key }) => {
        const part = await splitComplaint(record, body, key);
        void message.success(t("splitTold", { number: part.number }));
        await client.invalidateQueries({ queryKey: ["complaint"] });
      }}
      onClose={onClose}
    />
  );
}
