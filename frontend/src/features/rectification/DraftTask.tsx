/** Draft a task from nothing, or amend one that is still a draft: the same fields. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Drawer } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useConflict } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useCommon } from "@/shared/i18n/common";
import { MODE, options, RISK, SOURCE } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { amendTask, readHistory, readTask, type Task, useDraftTask } from "./api";
import { taskLabels } from "./labels";
import { say, useWords } from "./words";

type Create = Schemas["TaskCreate"];
type Patch = Schemas["TaskPatch"];

function shared<Body extends Create | Patch>(): Field<Body>[] {
  const name = (field: keyof Patch) => field as unknown as keyof Body & string;
  return [
    { name: name("title"), label: say("title"), kind: "text", required: true, max: 120 },
    { name: name("problem"), label: say("problem"), kind: "long", required: true },
    { name: name("basis"), label: say("basis"), kind: "long", rows: 2, help: say("noteBasis") },
    { name: name("cause"), label: say("cause"), kind: "long", rows: 2 },
    { name: name("measure"), label: say("measure"), kind: "long" },
    { name: name("standard"), label: say("standard"), kind: "long", rows: 2 },
    { name: name("responsible_person"), label: say("person"), kind: "text", max: 80 },
    { name: name("mode"), label: say("mode"), kind: "choice", options: options(MODE), initial: "time_limited" },
    { name: name("due_on"), label: say("due"), kind: "date" },
    { name: name("risk"), label: say("risk"), kind: "choice", options: options(RISK), initial: "low" },
  ];
}

export function DraftTask({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const draft = useDraftTask((task) => {
    void message.success(t("toldNumber", { number: task.number }));
    void navigate({ to: paths.task(task.id) as "/" });
  });
  return (
    <Drawer open title={t("draft")} onClose={onClose} size="large">
      <ResourceForm<Create>
        fields={[
          { name: "organisation_id", label: t("organisation"), kind: "organisation", required: true },
          {
            name: "source_type",
            label: t("sourceType"),
            kind: "choice",
            required: true,
            options: options(SOURCE).filter((option) => !["look_back", "self_check"].includes(option.value)),
            initial: "notice",
          },
          { name: "source_label", label: t("source"), kind: "text", max: 120 },
          ...shared<Create>(),
        ]}
        draft="task.create"
        submit={t("draft")}
        onCancel={onClose}
        onSubmit={(body) => draft.mutateAsync(body)}
      />
    </Drawer>
  );
}

export function AmendTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useWords();
  const c = useCommon();
  const client = useQueryClient();
  const conflict = useConflict(task, {
    reread: () => readTask(task.id),
    lastEntry: async () => (await readHistory(task.id, undefined)).items[0] ?? null,
    labels: taskLabels(),
  });
  const fields = shared<Patch>();
  return (
    <Drawer open title={t("amend")} onClose={onClose} size="large">
      <ResourceForm<Patch>
        fields={fields}
        initial={task as Patch}
        draft={`${task.id}.amend`}
        submit={conflict.shown ? c("redo") : undefined}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          // Only what this person changed: the rest is whoever else has changed it meanwhile.
          await amendTask(conflict.seen, changedIn(task, body));
          await client.invalidateQueries({ queryKey: ["rectification_task"] });
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}

function changedIn(task: Task, body: Patch): Patch {
  const before = task as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
    ),
  ) as Patch;
}
