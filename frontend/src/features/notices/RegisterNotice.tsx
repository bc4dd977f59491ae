/** Enter what came on paper, or as an organ send it; correct what was written down. */
import { useNavigate } from "@tanstack/react-router";
import { App, Drawer } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useConflict } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { amendNotice, lastEntry, type Notice, readNotice, useRegister, useTaken } from "./api";
import { kindsFor, PROCURATORIAL, sends } from "./enums";
import { noticeLabels } from "./labels";
import { PublishedInstitution } from "./pickers";
import { say, useWords } from "./words";

type Create = Schemas["NoticeCreate"];
type Patch = Schemas["NoticePatch"];

const is = (values: Partial<Create>, kind: string) => values.kind === kind;

function fieldsFor(organ: Schemas["OrganisationKind"] | undefined): Field<Create>[] {
  const outside = sends(organ);
  const sender: Field<Create>[] = [
    { name: "from_organisation_id", label: say("from"), kind: "organisation", help: say("fromHelp") },
    {
      name: "from_name",
      label: say("fromName"),
      kind: "text",
      max: 120,
      required: true,
      when: (values) => !values.from_organisation_id,
    },
  ];
  const disposal = (values: Partial<Create>) => is(values, "police_disposal_notice");
  return [
    { name: "kind", label: say("kind"), kind: "choice", required: true, options: kindsFor(organ) },
    ...(outside ? [] : sender),
    {
      name: "organisation_id",
      label: say("about"),
      help: say("aboutHelp"),
      ...(outside ? { kind: "own" as const, control: <PublishedInstitution /> } : { kind: "organisation" as const }),
    },
    { name: "document_number", label: say("number"), kind: "text", max: 80, placeholder: "公治函〔2026〕12号" },
    ...(outside
      ? []
      : [
          { name: "received_at" as const, label: say("received"), kind: "instant" as const, help: say("receivedHelp") },
        ]),
    { name: "title", label: say("title"), kind: "text", required: true, max: 120 },
    { name: "content", label: say("content"), kind: "long", required: true, rows: 5, help: say("contentHelp") },
    { name: "handling", label: say("handling"), kind: "long", required: true, when: disposal },
    { name: "next_opinion", label: say("nextOpinion"), kind: "long", required: true, when: disposal },
    {
      name: "needs_answer",
      label: say("needsAnswer"),
      kind: "yes_no",
      help: say("needsAnswerHelp"),
      when: (values) => !PROCURATORIAL.has(values.kind ?? ""),
    },
    { name: "is_urgent", label: say("urgent"), kind: "switch" },
    {
      name: "answer_due_on",
      label: say("answerBy"),
      kind: "date",
      help: say("answerByHelp"),
      when: (values) => values.needs_answer !== false,
    },
  ];
}

export function RegisterNotice({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const organ = useMe().data?.organisation.kind;
  const navigate = useNavigate();
  const { message } = App.useApp();
  const register = useRegister((notice) => {
    void message.success(t("toldNumber", { number: notice.number }));
    void navigate({ to: paths.notice(notice.id) as "/" });
  });
  const title = t(sends(organ) ? "send" : "register");
  return (
    <Drawer open title={title} onClose={onClose} size="large">
      <ResourceForm<Create>
        fields={fieldsFor(organ)}
        draft="notice.create"
        submit={title}
        onCancel={onClose}
        onSubmit={(body) => register.mutateAsync(body)}
      />
    </Drawer>
  );
}

export function AmendNotice({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const taken = useTaken();
  const conflict = useConflict(notice, {
    reread: () => readNotice(notice.id),
    lastEntry: () => lastEntry(notice.id),
    labels: noticeLabels(),
  });
  const fields: Field<Patch>[] = [
    { name: "document_number", label: t("number"), kind: "text", max: 80 },
    { name: "title", label: t("title"), kind: "text", required: true, max: 120 },
    { name: "content", label: t("content"), kind: "long", required: true, rows: 5 },
    { name: "handling", label: t("handling"), kind: "long" },
    { name: "next_opinion", label: t("nextOpinion"), kind: "long" },
  ];
  return (
    <Drawer open title={t("amend")} onClose={onClose} size="large">
      <ResourceForm<Patch>
        fields={fields}
        initial={notice as Patch}
        draft={`${notice.id}.amend`}
        submit={conflict.shown ? c("redo") : undefined}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          // Only what this person changed: the rest is whoever else has changed it meanwhile.
          const before = notice as unknown as Record<string, unknown>;
          const changed = Object.entries(body).filter(([name, value]) => (value ?? null) !== (before[name] ?? null));
          taken(await amendNotice(conflict.seen, Object.fromEntries(changed) as Patch));
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}
